"""Who has the same need as the caller of a ticket."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Row,
    Table,
    bindparam,
    delete,
    func,
    select,
)

from bot.community import PersonId
from bot.features.followers.store import Follower
from storage.connection import Connection
from storage.schema import metadata
from storage.types import UtcDateTime

followers = Table(
    "followers",
    metadata,
    Column("ticket", ForeignKey("tickets.id"), nullable=False),
    Column("person", ForeignKey("persons.id"), nullable=False),
    # The person's own ticket, if that was joined to this one.
    Column("through", Integer),
    Column("since", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("ticket", "person"),
)
Index("ix_followers_person", followers.c.person)

_HERE: Final = followers.c.ticket == bindparam("number")
_OF: Final = select(followers).where(_HERE).order_by(followers.c.since, followers.c.person)
_COUNT: Final = select(func.count()).select_from(followers).where(_HERE)
_REMOVE: Final = delete(followers).where(_HERE, followers.c.person == bindparam("who"))
_REMOVE_THROUGH: Final = delete(followers).where(_HERE, followers.c.through == bindparam("way"))


class SqlFollowers:
    """Answers `bot.features.followers.store.Followers`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, follower: Follower) -> bool:
        """Keep them."""
        values = {name: getattr(follower, name) for name in ("ticket", "person", "through", "since")}
        insert = self._connection.insert(followers).values(values).on_conflict_do_nothing()
        return (await self._connection.execute(insert.returning(followers.c.person))).first() is not None

    async def remove(self, ticket: int, person: PersonId) -> bool:
        """This person follows it no longer."""
        removed = await self._connection.execute(_REMOVE, {"number": ticket, "who": person})
        return bool(removed.rowcount)

    async def remove_those_through(self, ticket: int, through: int) -> None:
        """Whoever came by way of that other ticket follows this one no longer."""
        await self._connection.execute(_REMOVE_THROUGH, {"number": ticket, "way": through})

    async def of(self, ticket: int) -> Sequence[Follower]:
        """Everybody who follows it."""
        return [_follower(row) for row in await self._connection.execute(_OF, {"number": ticket})]

    async def count(self, ticket: int) -> int:
        """How many follow it."""
        return int((await self._connection.execute(_COUNT, {"number": ticket})).scalar_one())


def _follower(row: Row[Any]) -> Follower:
    return Follower(ticket=row.ticket, person=PersonId(row.person), since=row.since, through=row.through)
