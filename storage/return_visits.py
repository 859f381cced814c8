"""Return visits: when the next step comes, and what they found."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Row,
    Select,
    Table,
    Text,
    bindparam,
    delete,
    func,
    select,
    true,
    update,
)

from bot.community import PersonId, PlaceId
from bot.features.visits.model import Outcome, Stage, Tally, Visit
from storage.connection import Connection
from storage.schema import metadata
from storage.tickets import tickets
from storage.types import UtcDateTime

return_visits = Table(
    "return_visits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket", ForeignKey("tickets.id"), nullable=False),
    Column("stage", Text, nullable=False),
    Column("due", UtcDateTime),
    Column("asked_at", UtcDateTime),
    Column("tries", Integer, nullable=False),
    Column("outcome", Text),
    # Somebody of the community; NULL where the caller answered.
    Column("by", ForeignKey("persons.id")),
    Column("answered_at", UtcDateTime),
    # A number stands on buttons: it is not used again after a visit was cancelled.
    sqlite_autoincrement=True,
)
# A visit is over when nothing is due any more.
_OPEN: Final = return_visits.c.due.is_not(None)
Index("ix_return_visits_due", return_visits.c.due, sqlite_where=_OPEN, postgresql_where=_OPEN)
Index("ux_return_visits_open", return_visits.c.ticket, unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN)
Index("ix_return_visits_ticket", return_visits.c.ticket, return_visits.c.id)
Index("ix_return_visits_answered_at", return_visits.c.answered_at)

_ONE: Final = select(return_visits).where(return_visits.c.id == bindparam("number"))
_LATEST: Final = (
    select(return_visits).where(return_visits.c.ticket == bindparam("of")).order_by(return_visits.c.id.desc()).limit(1)
)
_CANCEL: Final = delete(return_visits).where(_OPEN, return_visits.c.ticket == bindparam("of")).returning(return_visits)
_DUE: Final = (
    select(return_visits.c.id)
    .where(_OPEN, return_visits.c.due <= bindparam("now"))
    .order_by(return_visits.c.due, return_visits.c.id)
)
_NEXT_DUE: Final = select(func.min(return_visits.c.due)).where(_OPEN, return_visits.c.due > bindparam("now"))
_WITH_TICKETS: Final = return_visits.join(tickets, tickets.c.id == return_visits.c.ticket)
_LISTED: Final = (_OPEN, return_visits.c.stage == Stage.LISTED)
_SAVE: Final = update(return_visits).where(return_visits.c.id == bindparam("saved"))
_NAMES: Final = ("stage", "due", "asked_at", "tries", "outcome", "by", "answered_at")


class SqlReturnVisits:
    """Answers `bot.features.visits.store.ReturnVisits` and `VisitCounts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, visit: Visit) -> None:
        """Keep a new one, unless the ticket has one that is not over."""
        values = {"ticket": visit.ticket, **_values(visit)}
        await self._connection.execute(self._connection.insert(return_visits).values(values).on_conflict_do_nothing())

    async def get(self, number: int) -> Visit | None:
        """The visit with this number."""
        return await self._one(_ONE, number=number)

    async def save(self, visit: Visit) -> None:
        """Keep a changed one."""
        await self._connection.execute(_SAVE, {"saved": visit.id, **_values(visit)})

    async def latest(self, ticket: int) -> Visit | None:
        """The last visit of this ticket."""
        return await self._one(_LATEST, of=ticket)

    async def cancel(self, ticket: int) -> Visit | None:
        """The visit that is not over takes no place."""
        row = (await self._connection.execute(_CANCEL, {"of": ticket})).one_or_none()
        return None if row is None else _visit(row)

    async def due(self, now: datetime) -> Sequence[int]:
        """The visits whose next step has come."""
        return list((await self._connection.execute(_DUE, {"now": now})).scalars())

    async def next_due(self, now: datetime) -> datetime | None:
        """When the next step comes."""
        found: datetime | None = (await self._connection.execute(_NEXT_DUE, {"now": now})).scalar_one()
        return found

    async def listed(self, community: PlaceId | None) -> Sequence[Visit]:
        """The list of calls of a community."""
        here = tickets.c.community.is_(None) if community is None else tickets.c.community == community
        asked = select(return_visits).select_from(_WITH_TICKETS).where(*_LISTED, here)
        rows = await self._connection.execute(asked.order_by(return_visits.c.due, return_visits.c.id))
        return [_visit(row) for row in rows]

    async def tally(self, community: PlaceId | None, start: datetime, end: datetime) -> Tally:
        """Outcomes of a period, and what is on the list now."""
        here = true() if community is None else tickets.c.community == community
        period = (return_visits.c.answered_at >= start, return_visits.c.answered_at < end)
        grouped = select(return_visits.c.outcome, func.count().label("many")).select_from(_WITH_TICKETS)
        found = await self._connection.execute(grouped.where(here, *period).group_by(return_visits.c.outcome))
        outcomes = {Outcome(row.outcome): row.many for row in found}
        return Tally(outcomes=outcomes, listed=await self._count(here, *_LISTED))

    async def _count(self, *where: ColumnElement[bool]) -> int:
        asked = select(func.count()).select_from(_WITH_TICKETS).where(*where)
        return int((await self._connection.execute(asked)).scalar_one())

    async def _one(self, asked: Select[Any], **values: int) -> Visit | None:
        row = (await self._connection.execute(asked, values)).one_or_none()
        return None if row is None else _visit(row)


def _values(visit: Visit) -> dict[str, Any]:
    return {name: getattr(visit, name) for name in _NAMES}


def _visit(row: Row[Any]) -> Visit:
    plain = {name: getattr(row, name) for name in _NAMES}
    known = {
        "stage": Stage(row.stage),
        "outcome": None if row.outcome is None else Outcome(row.outcome),
        "by": None if row.by is None else PersonId(row.by),
    }
    return Visit(id=row.id, ticket=row.ticket, **{**plain, **known})
