"""Lists of tickets over an area, for digests, the ledger and the policy sandbox."""

from collections.abc import Sequence
from datetime import datetime

from bot.community import Place
from bot.features.tickets.model import Ticket, TicketId
from bot.features.tickets.store import Counts
from bot.turn import Turn


async def unheeded(turn: Turn, area: Place | None) -> Sequence[Ticket]:
    """Open tickets of which the top of the ladder was told, the longest late first."""
    return await turn.store(Counts).unheeded(area)


async def to_rule(turn: Turn, area: Place | None) -> Sequence[TicketId]:
    """Tickets that wait for a ruling, the earliest due first."""
    return await turn.store(Counts).to_rule(area)


async def overdue(turn: Turn, area: Place | None, limit: int) -> Sequence[Ticket]:
    """Open tickets past the deadline that runs now."""
    return await turn.store(Counts).overdue(area, turn.now, limit)


async def due_until(turn: Turn, area: Place | None, end: datetime) -> Sequence[Ticket]:
    """Open tickets whose deadline comes before that moment."""
    return await turn.store(Counts).due_between(area, turn.now, end)


async def alive(
    turn: Turn, area: Place | None, start: datetime, end: datetime, after: int, limit: int
) -> Sequence[Ticket]:
    """The next tickets after this number that were open at any time of the period, or opened shortly before it."""
    return await turn.store(Counts).alive(area, start, end, TicketId(after), limit)


async def ledger(turn: Turn, after: int, limit: int) -> Sequence[Ticket]:
    """The next tickets after this number, oldest first."""
    return await turn.store(Counts).ledger(TicketId(after), limit)
