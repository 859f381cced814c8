"""What people did in the last minutes and may take back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, ForeignKey, Index, Integer, Row, Table, Text, bindparam, delete, insert, select

from bot.community import PersonId
from bot.features.undo.model import Act, What
from storage.connection import Connection
from storage.schema import metadata
from storage.types import UtcDateTime

undoable_acts = Table(
    "undoable_acts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", ForeignKey("persons.id"), nullable=False),
    Column("what", Text, nullable=False),
    Column("ticket", ForeignKey("tickets.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("cause", Text, nullable=False),
    Column("before", Integer),
)
# The table holds minutes, not years: no more is needed to find a person's acts.
Index("ix_undoable_acts_at", undoable_acts.c.at)

_ADD: Final = insert(undoable_acts)
_FORGET: Final = delete(undoable_acts).where(undoable_acts.c.at < bindparam("before_then"))
_OF: Final = (
    select(undoable_acts)
    .where(undoable_acts.c.person == bindparam("who"), undoable_acts.c.at >= bindparam("since"))
    .order_by(undoable_acts.c.id.desc())
)
_REMOVE: Final = delete(undoable_acts).where(undoable_acts.c.id.in_(bindparam("these", expanding=True)))


class SqlActs:
    """Answers `bot.features.undo.store.Acts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, act: Act, *, forget_before: datetime) -> None:
        """Keep it, and forget what is too old."""
        await self._connection.execute(_FORGET, {"before_then": forget_before})
        names = ("person", "what", "ticket", "at", "cause", "before")
        await self._connection.execute(_ADD, {name: getattr(act, name) for name in names})

    async def last(self, person: PersonId, since: datetime) -> Sequence[Act]:
        """All acts of the last cause, the latest first."""
        found = [_act(row) for row in await self._connection.execute(_OF, {"who": person, "since": since})]
        return [act for act in found if act.cause == found[0].cause]

    async def remove(self, acts: Sequence[Act]) -> None:
        """They have been taken back."""
        await self._connection.execute(_REMOVE, {"these": [act.id for act in acts]})


def _act(row: Row[Any]) -> Act:
    return Act(
        id=row.id,
        person=PersonId(row.person),
        what=What(row.what),
        ticket=row.ticket,
        at=row.at,
        cause=row.cause,
        before=row.before,
    )
