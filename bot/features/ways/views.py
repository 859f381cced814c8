"""Questions about the way in which a ticket is handled, and who may choose it."""

from typing import Final

from bot.errors import Refused
from bot.features.tickets import views as tickets
from bot.features.tickets.views import IN_HAND, State, Ticket
from bot.turn import WORKER_ROLES, Turn

MEDIATION: Final = "mediation"
MEETING: Final = "meeting"
AT_ONCE: Final = "at_once"


def way_of(turn: Turn, ticket: Ticket) -> str | None:
    """The way for its category (`[ways]` in the config); an emergency is handled at once whatever it is."""
    if ticket.urgency == "emergency":
        return AT_ONCE
    way: str | None = None if ticket.category is None else getattr(turn.setup.config.ways, ticket.category)
    return way


async def check_handler(turn: Turn, ticket: Ticket) -> None:
    """Only those who handle the ticket choose its way.

    Raises:
        Refused: the actor does not; the line says whose it is, or nothing about a private one.
    """
    if await tickets.may_work(turn, ticket):
        return
    if not ticket.shows_in_group:
        raise Refused("no.private_number", n=int(ticket.id))
    drawing = await tickets.drawing_of(turn, ticket)
    key = "no.not_your_grid" if await turn.has_role(WORKER_ROLES) else "no.not_worker"
    raise Refused(key, **drawing.values(turn.language_of(turn.person)))


def is_open_to_ways(ticket: Ticket) -> bool:
    """A ticket that is in somebody's hands may take another way; one that burns, or is over, may not."""
    return ticket.urgency != "emergency" and ticket.state in {State.ASSIGNED, *IN_HAND}


def check_open_to_ways(ticket: Ticket) -> None:
    """The same, with the line that the actor reads.

    Raises:
        Refused: not now; the line says what to do instead.
    """
    if ticket.urgency == "emergency":
        raise Refused("ways.at_once", n=int(ticket.id))
    if not is_open_to_ways(ticket):
        raise Refused(f"refused.{ticket.state}", n=int(ticket.id))
