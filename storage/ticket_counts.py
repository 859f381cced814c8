"""Which tickets a digest names, and the ledger's portions. Figures are counted in `storage.figures`."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true

from bot.community import Place
from bot.features.tickets.model import TOP, State, Ticket, TicketId
from storage.connection import Connection
from storage.tickets import is_open, ticket_of, tickets

# No deadline is longer than that.
SHORTLY: Final = timedelta(days=60)


class SqlCounts:
    """Answers `bot.features.tickets.store.Counts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def to_rule(self, area: Place | None) -> Sequence[TicketId]:
        """Disputed tickets on which nobody has ruled yet."""
        waiting = and_(_in_area(area), is_open, tickets.c.state == State.REOPEN_REQUESTED)
        asked = select(tickets.c.id).where(waiting).order_by(tickets.c.next_due, tickets.c.id)
        return [TicketId(number) for number in (await self._connection.execute(asked)).scalars()]

    async def overdue(self, area: Place | None, now: datetime, limit: int) -> Sequence[Ticket]:
        """Open tickets past the deadline that runs now. Silence after "done" is nobody's delay."""
        late = and_(_in_area(area), is_open, tickets.c.late_at < now)
        asked = select(tickets).where(late).order_by(tickets.c.late_at, tickets.c.id).limit(limit)
        return [ticket_of(row) for row in await self._connection.execute(asked)]

    async def unheeded(self, area: Place | None) -> Sequence[Ticket]:
        """Open tickets of which the top of the ladder was told."""
        unheeded = and_(_in_area(area), is_open, tickets.c.rung == TOP)
        asked = select(tickets).where(unheeded).order_by(tickets.c.late_at, tickets.c.id)
        return [ticket_of(row) for row in await self._connection.execute(asked)]

    async def due_between(self, area: Place | None, start: datetime, end: datetime) -> Sequence[Ticket]:
        """Open tickets whose deadline falls in the period."""
        soon = and_(_in_area(area), is_open, tickets.c.late_at >= start, tickets.c.late_at < end)
        asked = select(tickets).where(soon).order_by(tickets.c.late_at, tickets.c.id)
        return [ticket_of(row) for row in await self._connection.execute(asked)]

    async def alive(
        self, area: Place | None, start: datetime, end: datetime, after: TicketId, limit: int
    ) -> Sequence[Ticket]:
        """The next tickets that were open in the period, or opened within two months before it."""
        was_there = or_(
            tickets.c.closed_at.is_(None), tickets.c.closed_at >= start, tickets.c.opened_at >= start - SHORTLY
        )
        found = select(tickets).where(_in_area(area), tickets.c.id > after, tickets.c.opened_at < end, was_there)
        return [ticket_of(row) for row in await self._connection.execute(found.order_by(tickets.c.id).limit(limit))]

    async def ledger(self, after: TicketId, limit: int) -> Sequence[Ticket]:
        """The next tickets after this number."""
        asked = select(tickets).where(tickets.c.id > after).order_by(tickets.c.id).limit(limit)
        return [ticket_of(row) for row in await self._connection.execute(asked)]

    async def standing(self, now: datetime) -> Sequence[tuple[State, int, int]]:
        """Open tickets by state, and how many of them are late; a walk over the open ones alone."""
        is_late = tickets.c.late_at < now
        late = func.sum(case((is_late, 1), else_=0)).label("late")
        asked = select(tickets.c.state, func.count().label("all"), late).where(is_open).group_by(tickets.c.state)
        rows = await self._connection.execute(asked.order_by(tickets.c.state))
        return [(State(row.state), row.all, int(row.late)) for row in rows]


def _in_area(area: Place | None) -> ColumnElement[bool]:
    if area is None:
        return true()
    here = tickets.c[area.kind.value] == area.id
    # What is indexed is the community.
    return here if area.community is None else and_(tickets.c.community == area.community, here)
