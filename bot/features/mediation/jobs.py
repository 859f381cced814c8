"""Nobody answers for ever, and no talk lasts for ever."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.features.mediation import service
from bot.features.mediation.model import MediationId
from bot.features.mediation.store import Mediations
from bot.ports import UnitOfWork
from bot.turn import Turn

BATCH: Final = 100


async def over(turn: Turn) -> Sequence[str]:
    """Mediations whose time has come."""
    return [str(mediation.id) for mediation in await turn.store(Mediations).due(turn.now, BATCH)]


async def end(turn: Turn, number: str) -> None:
    """Go on without those who did not answer."""
    mediation = await turn.store(Mediations).get(MediationId(int(number)))
    if mediation is not None and mediation.due is not None and mediation.due <= turn.now:
        await service.time_is_over(turn, mediation)


async def next_moment(uow: UnitOfWork, now: datetime) -> datetime | None:
    """When the next one's time comes."""
    return await uow.store(Mediations).next_due(now)
