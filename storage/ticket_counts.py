"""The figures over tickets: what digests and the ledger count."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select, true

from bot.community import Place
from bot.features.tickets.model import TOP, Closing, State, Ticket, TicketId
from bot.features.tickets.store import Figures, Rate
from storage.connection import Connection
from storage.tickets import is_open, ticket_of, tickets

LOWEST_SATISFIED: Final = 4
_counts: Final = tickets.c.state.not_in((State.WITHDRAWN, State.MERGED))
_unanswered: Final = or_(tickets.c.answered_at.is_(None), tickets.c.answered_at > tickets.c.accept_due)
_unclosed: Final = or_(tickets.c.closing.is_(None), tickets.c.closed_at > tickets.c.resolve_due)


class SqlCounts:
    """Answers `bot.features.tickets.store.Counts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def figures(self, area: Place | None, start: datetime, end: datetime) -> Figures:
        """All figures of a period. Each is one walk over one index, the rates of deadlines are two."""
        response = await self._response(area, start, end)
        resolution, silent = await self._resolution(area, start, end)
        resolved = await self._sums(
            and_(_within(area, "resolved_at", start, end), tickets.c.state.in_((State.RESOLVED, State.CLOSED))),
            tickets.c.level == "grid",
            tickets.c.rating >= LOWEST_SATISFIED,
            tickets.c.rating.is_not(None),
            tickets.c.asked_rating.is_(True),
        )
        opened = await self._sums(_within(area, "opened_at", start, end))
        open_now = await self._sums(and_(_in_area(area), is_open))
        return Figures(
            opened=opened[0],
            resolved=resolved[0],
            open_now=open_now[0],
            response=response,
            resolution=resolution,
            closed_silently=silent,
            satisfaction=Rate(part=resolved[2], whole=resolved[3]),
            asked_rating=resolved[4],
            solved_at_grid=Rate(part=resolved[1], whole=resolved[0]),
        )

    async def _response(self, area: Place | None, start: datetime, end: datetime) -> Rate:
        """Whose time came by an answer in time, then whose time came by the deadline: no ticket is in both."""
        answered = await self._sums(and_(_within(area, "answered_at", start, end), _counts, not_(_unanswered)))
        passed = await self._sums(and_(_within(area, "accept_due", start, end), _counts, _unanswered))
        return Rate(part=answered[0], whole=answered[0] + passed[0])

    async def _resolution(self, area: Place | None, start: datetime, end: datetime) -> tuple[Rate, int]:
        """The same with closing and its deadline; and how many were closed by silence."""
        parts = (tickets.c.closing == Closing.CONFIRMED, tickets.c.closing == Closing.SILENT)
        closed = await self._sums(and_(_within(area, "closed_at", start, end), _counts, not_(_unclosed)), *parts)
        passed = await self._sums(and_(_within(area, "resolve_due", start, end), _counts, _unclosed), *parts)
        whole, confirmed, silent = (sum(both) for both in zip(closed, passed, strict=True))
        return Rate(part=confirmed, whole=whole), silent

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

    async def _sums(self, where: ColumnElement[bool], *parts: ColumnElement[bool]) -> list[int]:
        """How many rows there are, and for how many of them each part is true."""
        counted = [func.coalesce(func.sum(case((part, 1), else_=0)), 0) for part in parts]
        row = (await self._connection.execute(select(func.count(), *counted).where(where))).one()
        return [int(count) for count in row]


def _in_area(area: Place | None) -> ColumnElement[bool]:
    if area is None:
        return true()
    here = tickets.c[area.kind.value] == area.id
    # What is indexed is the community.
    return here if area.community is None else and_(tickets.c.community == area.community, here)


def _within(area: Place | None, moment: str, start: datetime, end: datetime) -> ColumnElement[bool]:
    return and_(_in_area(area), tickets.c[moment] >= start, tickets.c[moment] < end)
