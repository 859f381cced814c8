"""Are the clocks that stand with a ticket those that its history gives? Asked by `huying doctor`."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from bot.features.clocks import views as clocks
from bot.features.tickets.model import OPEN, TicketId
from bot.features.tickets.store import DueTickets, History
from bot.features.tickets.timeline import with_clocks
from bot.turn import Turn

_EVER: Final = (datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))


async def with_wrong_clocks(turn: Turn) -> Sequence[TicketId]:
    """Open tickets of which a deadline, as it is kept, is not the one that follows from the lines of its history."""
    wrong = []
    for ticket in await turn.store(DueTickets).due_between(tuple(OPEN), *_EVER):
        lines = await turn.store(History).of(ticket.id)
        if with_clocks(ticket, lines, await clocks.rules(turn, ticket.spot.community)) != ticket:
            wrong.append(ticket.id)
    return wrong
