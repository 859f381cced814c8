"""The words of what was talk go ten minutes after somebody said so."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.learning.store import Lessons
from bot.features.privacy import service as privacy
from bot.features.tickets import service as tickets
from bot.features.tickets import views
from bot.ports import UnitOfWork
from bot.turn import Turn


async def misheard(turn: Turn) -> Sequence[str]:
    """Tickets that were talk."""
    return [str(number) for number in await turn.store(Lessons).due(turn.now)]


async def wipe(turn: Turn, number: str) -> None:
    """Nobody's words are on it any more, also in the worker's message."""
    await turn.store(Lessons).keep(int(number))
    found = await views.find(turn, int(number))
    if found is None or found.is_open:
        return
    await privacy.blank(turn, int(number))
    await tickets.redraw(turn, await views.ticket(turn, int(number)))


async def next_wipe(uow: UnitOfWork, now: datetime) -> datetime | None:
    """When the next ones go."""
    return await uow.store(Lessons).next_due(now)
