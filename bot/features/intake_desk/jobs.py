"""Whoever should tell an outcome and has not is asked again, once each working day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.features.intake_desk import outcome
from bot.features.intake_desk.store import Contacts
from bot.features.tickets import service as tickets
from bot.features.tickets import views
from bot.features.tickets.views import State
from bot.ports import UnitOfWork
from bot.turn import Turn

# After the end of the ticket nobody is reminded any more.
_REMINDED = frozenset({State.RESOLVED, State.DECLINED})


async def due(turn: Turn) -> Sequence[str]:
    """Tickets whose outcome waits to be told."""
    return [str(number) for number in await turn.store(Contacts).due(turn.now)]


async def tell_again(turn: Turn, item: str) -> None:
    """Ask once more; what is over by now is let go."""
    contact = await turn.store(Contacts).of(int(item))
    if contact is None or contact.tell_due is None or contact.tell_due > turn.now:
        return
    ticket = await views.ticket(turn, int(item))
    lead = await tickets.leading(turn, ticket)
    if lead.state not in _REMINDED:
        await turn.store(Contacts).keep(replace(contact, tell_due=None))
        return
    await outcome.ask_again(turn, ticket, contact, lead)


async def next_moment(uow: UnitOfWork, now: datetime) -> datetime | None:
    """When the next one is due."""
    return await uow.store(Contacts).next_due(now)
