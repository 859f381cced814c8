"""Who is told each step of which ticket."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Column, ForeignKey, Index, PrimaryKeyConstraint, Table, bindparam, delete, select

from bot.community import PersonId
from storage.connection import Connection
from storage.schema import metadata
from storage.types import UtcDateTime

posted = Table(
    "posted",
    metadata,
    Column("ticket", ForeignKey("tickets.id"), nullable=False),
    Column("person", ForeignKey("persons.id"), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("ticket", "person"),
)
Index("ix_posted_person", posted.c.person)

_HERE: Final = posted.c.ticket == bindparam("number")
_OF: Final = select(posted.c.person).where(_HERE).order_by(posted.c.since, posted.c.person)
_REMOVE: Final = delete(posted).where(_HERE, posted.c.person == bindparam("who"))


class SqlPosted:
    """Answers `bot.features.posted.store.Posted`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, ticket: int, person: PersonId, since: datetime) -> bool:
        """From now on."""
        values = {"ticket": ticket, "person": person, "since": since}
        insert = self._connection.insert(posted).values(values).on_conflict_do_nothing()
        return (await self._connection.execute(insert.returning(posted.c.person))).first() is not None

    async def remove(self, ticket: int, person: PersonId) -> bool:
        """No longer."""
        removed = await self._connection.execute(_REMOVE, {"number": ticket, "who": person})
        return bool(removed.rowcount)

    async def of(self, ticket: int) -> Sequence[PersonId]:
        """Everybody who is told."""
        rows = await self._connection.execute(_OF, {"number": ticket})
        return [PersonId(number) for number in rows.scalars()]
