"""What time makes due on a ticket that nobody gave a building."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.features.tickets import service
from bot.features.tickets.model import State, TicketId
from bot.features.tickets.store import Tickets
from bot.ports import UnitOfWork
from bot.turn import Turn

BATCH: Final = 100


async def without_place(turn: Turn) -> Sequence[str]:
    """Calls that have waited long enough for their building."""
    return [str(ticket.id) for ticket in await turn.store(Tickets).due((State.NEW,), turn.now, BATCH)]


async def give_anyway(turn: Turn, number: str) -> None:
    """The group's worker gets it without a building and asks around."""
    ticket = await turn.store(Tickets).get(TicketId(int(number)))
    if ticket is not None and ticket.state is State.NEW:
        await service.assign(turn, ticket)


async def next_moment(uow: UnitOfWork, now: datetime) -> datetime | None:
    """When the next call has waited long enough."""
    return await uow.store(Tickets).next_due((State.NEW,), now)
