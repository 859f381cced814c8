"""How it is kept whom to reach about a ticket."""

from datetime import timedelta
from typing import Final

from bot.features.intake_desk.model import Contact
from bot.features.intake_desk.store import Contacts
from bot.features.tickets import service as tickets
from bot.features.tickets.events import TicketShown
from bot.features.tickets.views import Ticket
from bot.turn import Turn

# What other features may do.
__all__ = ["Contact", "expect_whom", "keep"]

WHOM: Final = "intake_desk.whom"
ANSWER_TIME: Final = timedelta(minutes=30)


async def keep(turn: Turn, ticket: Ticket, contact: Contact) -> None:
    """Keep whom to reach; those who work on the ticket read it under their message.

    The history says that something is known now, and neither name nor number.
    """
    await turn.store(Contacts).keep(contact)
    await tickets.record(turn, ticket, "contact")
    await turn.publish(TicketShown(ticket=ticket))


async def expect_whom(turn: Turn, ticket: Ticket) -> None:
    """The actor's next plain line, alone with us, says whom to reach."""
    if turn.is_private:
        await turn.expect(WHOM, str(ticket.id), within=ANSWER_TIME)
