"""Questions about questions: which tickets wait for an answer of somebody."""

from typing import Final

from bot.community import PersonId
from bot.features.tickets import views as tickets
from bot.features.tickets.views import State, Step, Ticket, WaitsOn
from bot.turn import Turn

# A caller's open calls come first, so this many hold every one that can wait.
MOST: Final = 50


async def waits_for_caller(turn: Turn, ticket: Ticket) -> bool:
    """Does this ticket wait for its caller?"""
    return ticket.state is State.WAITING and await tickets.waits_on(turn, ticket.id) is WaitsOn.REPORTER


async def asked_last(turn: Turn, person: PersonId) -> Ticket | None:
    """The ticket about which this person was asked last, if the answer has not come."""
    waiting = [call for call in await tickets.calls_of(turn, person, MOST) if await waits_for_caller(turn, call)]
    asked = [(await _asked_at(turn, ticket), ticket.id, ticket) for ticket in waiting]
    return max(asked)[2] if asked else None


async def _asked_at(turn: Turn, ticket: Ticket) -> float:
    waits = [line.at for line in await tickets.history(turn, ticket.id) if line.what == Step.WAIT]
    return waits[-1].timestamp()
