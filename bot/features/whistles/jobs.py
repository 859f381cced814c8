"""What time makes due: a department that is silent, a refusal without a ruling, a whistle that nobody has received."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.features.whistles import silence, views
from bot.features.whistles.store import Whistles
from bot.ports import UnitOfWork
from bot.turn import Turn

BATCH: Final = 100


async def due(turn: Turn) -> Sequence[str]:
    """Whistles whose time is over."""
    return [str(whistle.id) for whistle in await turn.store(Whistles).due(turn.now, BATCH)]


async def tell(turn: Turn, number: str) -> None:
    """Tell whoever is next."""
    called = await views.find(turn, int(number))
    if called is not None and called.whistle.next_due is not None and called.whistle.next_due <= turn.now:
        await silence.break_silence(turn, called)


async def next_moment(uow: UnitOfWork, now: datetime) -> datetime | None:
    """When the next one's time is over."""
    return await uow.store(Whistles).next_due(now)
