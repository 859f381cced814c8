"""A deadline of a watched ticket has passed."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.supervision import service
from bot.features.supervision.store import Watches
from bot.features.tickets import views as tickets
from bot.ports import UnitOfWork
from bot.turn import Turn


async def lapsed(turn: Turn) -> Sequence[str]:
    """Watched tickets of which a deadline has passed untold."""
    return [str(number) for number in await turn.store(Watches).due(turn.now)]


async def tell(turn: Turn, number: str) -> None:
    """Everybody who watches it hears so."""
    ticket = await tickets.find(turn, int(number))
    if ticket is not None:
        await service.follow(turn, ticket)


async def next_lapse(uow: UnitOfWork, now: datetime) -> datetime | None:
    """When the next one passes."""
    return await uow.store(Watches).next_due(now)
