"""Which open tickets are probably about the same thing."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.features.tickets.model import Ticket
from bot.features.tickets.store import OpenTickets, Sketch
from bot.turn import Turn

# More than stand in one message are not looked for.
MOST: Final = 40


async def alike(turn: Turn, ticket: Ticket, within: timedelta) -> Sequence[Sketch]:
    """Other open tickets of its building and category that were opened within this time of it, the oldest first."""
    if ticket.spot.building is None or ticket.category is None or ticket.private:
        return ()
    since = ticket.opened_at - within
    found = await turn.store(OpenTickets).opened_at(ticket.spot.building, ticket.category, since, MOST)
    return [other for other in found if is_alike(ticket, other, within)]


def is_alike(ticket: Ticket, other: Sketch, within: timedelta) -> bool:
    """Is the other one, of the same building and category, probably about the same thing?

    What is private is like nothing: nobody else may learn that there are two.
    """
    near = abs(other.opened_at - ticket.opened_at) <= within
    return other.id != ticket.id and near and not (ticket.private or other.private)
