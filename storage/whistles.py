"""Whistles: which department was called to which ticket, and how that stands."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Row, Table, Text, func, select, update

from bot.community import PersonId, PlaceId
from bot.features.whistles.model import Part, State, Whistle, WhistleId
from storage.connection import Connection
from storage.schema import metadata
from storage.tickets import tickets
from storage.types import UtcDateTime, Words

whistles = Table(
    "whistles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket", ForeignKey("tickets.id"), nullable=False),
    Column("department", ForeignKey("departments.id"), nullable=False),
    Column("part", Text, nullable=False),
    Column("reason", Words, nullable=False),
    Column("called_by", ForeignKey("persons.id")),
    Column("called_at", UtcDateTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("span", Text, nullable=False),
    Column("delivered_at", UtcDateTime),
    Column("report_due", UtcDateTime),
    Column("next_due", UtcDateTime),
    Column("rung", Integer, nullable=False),
    Column("reported_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("end_words", Words, nullable=False),
    Column("right_one", ForeignKey("departments.id")),
    Column("refusal", Words, nullable=False),
    Column("visit_at", UtcDateTime),
)
_PENDING: Final = whistles.c.next_due.is_not(None)
_OPEN: Final = whistles.c.is_open.is_(True)
Index("ix_whistles_ticket", whistles.c.ticket)
Index("ix_whistles_due", whistles.c.next_due, sqlite_where=_PENDING, postgresql_where=_PENDING)
_TIMED: Final = whistles.c.report_due.is_not(None)
Index("ix_whistles_report_due", whistles.c.report_due, sqlite_where=_TIMED, postgresql_where=_TIMED)
Index("ix_whistles_open", whistles.c.department, sqlite_where=_OPEN, postgresql_where=_OPEN)
_SAME: Final = (
    "ticket",
    "department",
    "part",
    "reason",
    "called_by",
    "called_at",
    "state",
    "is_open",
    "span",
    "delivered_at",
    "report_due",
    "next_due",
    "rung",
    "reported_at",
    "ended_at",
    "end_words",
    "right_one",
    "refusal",
    "visit_at",
)


class SqlWhistles:
    """Answers `bot.features.whistles.store.Whistles`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, whistle: Whistle) -> Whistle:
        """Keep a new one."""
        insert = self._connection.insert(whistles).values(_values(whistle)).returning(whistles.c.id)
        return replace(whistle, id=WhistleId((await self._connection.execute(insert)).scalar_one()))

    async def get(self, whistle: WhistleId) -> Whistle | None:
        """The whistle with this id."""
        row = (await self._connection.execute(select(whistles).where(whistles.c.id == whistle))).one_or_none()
        return None if row is None else whistle_of(row)

    async def save(self, whistle: Whistle) -> None:
        """Keep a changed one."""
        that = whistles.c.id == whistle.id
        await self._connection.execute(update(whistles).where(that).values(_values(whistle)))

    async def of_ticket(self, ticket: int) -> Sequence[Whistle]:
        """All whistles of a ticket."""
        return await self._found(select(whistles).where(whistles.c.ticket == ticket).order_by(whistles.c.id))

    async def open_of(self, departments: Sequence[int]) -> Sequence[Whistle]:
        """What these departments still owe."""
        theirs = select(whistles).where(_OPEN, whistles.c.department.in_(departments))
        return await self._found(theirs.order_by(whistles.c.next_due, whistles.c.id))

    async def open_in(self, community: PlaceId | None) -> Sequence[Whistle]:
        """What is owed to tickets of a community."""
        owed = select(whistles).where(_OPEN)
        if community is not None:
            there = select(tickets.c.id).where(tickets.c.community == community)
            owed = owed.where(whistles.c.ticket.in_(there))
        return await self._found(owed.order_by(whistles.c.next_due, whistles.c.id))

    async def due(self, now: datetime, limit: int) -> Sequence[Whistle]:
        """Those whose moment has come."""
        asked = select(whistles).where(_PENDING, whistles.c.next_due <= now)
        return await self._found(asked.order_by(whistles.c.next_due).limit(limit))

    async def next_due(self, now: datetime) -> datetime | None:
        """The earliest moment to come."""
        asked = select(func.min(whistles.c.next_due)).where(_PENDING, whistles.c.next_due > now)
        found: datetime | None = (await self._connection.execute(asked)).scalar_one()
        return found

    async def _found(self, asked: Any) -> list[Whistle]:
        return [whistle_of(row) for row in await self._connection.execute(asked)]


def _values(whistle: Whistle) -> dict[str, Any]:
    return {name: getattr(whistle, name) for name in _SAME}


def whistle_of(row: Row[Any]) -> Whistle:
    """A row as a whistle."""
    return Whistle(
        id=WhistleId(row.id),
        ticket=row.ticket,
        department=row.department,
        part=Part(row.part),
        reason=row.reason,
        called_by=None if row.called_by is None else PersonId(row.called_by),
        called_at=row.called_at,
        state=State(row.state),
        span=row.span,
        delivered_at=row.delivered_at,
        report_due=row.report_due,
        next_due=row.next_due,
        rung=row.rung,
        reported_at=row.reported_at,
        ended_at=row.ended_at,
        end_words=row.end_words,
        right_one=row.right_one,
        refusal=row.refusal,
        visit_at=row.visit_at,
    )
