"""Wishes that waited for the last open call, and tickets that are too old."""

from collections.abc import Sequence
from typing import Final

from bot.community import PersonId
from bot.features.privacy import service
from bot.features.privacy.store import Erasure
from bot.turn import Turn

AT_A_TIME: Final = 20


async def wishes(turn: Turn) -> Sequence[str]:
    """Whose wish can be fulfilled now."""
    return [str(person) for person in await turn.store(Erasure).due(AT_A_TIME)]


async def fulfil(turn: Turn, item: str) -> None:
    """Forget this person."""
    await service.erase(turn, PersonId(int(item)))


async def outdated(turn: Turn) -> Sequence[str]:
    """Are there tickets older than we keep words?"""
    before = turn.now - turn.setup.config.privacy.keep.length
    return ["old"] if await turn.store(Erasure).outdated(before, 1) else []


async def anonymise(turn: Turn, _item: str) -> None:
    """A portion of them; the clockwork asks again."""
    await service.anonymise(turn, turn.now - turn.setup.config.privacy.keep.length)
