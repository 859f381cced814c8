"""Months that are over are sealed."""

from collections.abc import Sequence

from bot.features.history import service
from bot.turn import Turn


async def due(turn: Turn) -> Sequence[str]:
    """The month to go on with."""
    month = await service.due_month(turn)
    return [] if month is None else [month.name]


async def seal(turn: Turn, _name: str) -> None:
    """A portion of its lines, and at their end the seal."""
    month = await service.due_month(turn)
    if month is not None:
        await service.advance(turn, month)
