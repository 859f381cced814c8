"""Every suggestion is answered in its time, and counted."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.community import PlaceId
from bot.features.ideas import service
from bot.features.ideas.model import IdeaId
from bot.features.ideas.store import Ideas
from bot.ports import UnitOfWork
from bot.richtext import EMPTY, Text
from bot.turn import Turn

BATCH: Final = 100
A_MONTH: Final = timedelta(days=30)


async def late(turn: Turn) -> Sequence[str]:
    """Ideas that should have been answered by now."""
    return [str(idea.id) for idea in await turn.store(Ideas).due(turn.now, BATCH)]


async def remind(turn: Turn, number: str) -> None:
    """The desk hears of it once."""
    idea = await turn.store(Ideas).get(IdeaId(int(number)))
    if idea is not None and idea.due is not None and idea.due <= turn.now:
        await service.remind(turn, idea)


async def next_moment(uow: UnitOfWork, now: datetime) -> datetime | None:
    """When the next one should have been answered."""
    return await uow.store(Ideas).next_due(now)


async def digest_line(turn: Turn, community: PlaceId | None, language: str) -> Text:
    """The ideas of the last thirty days, and those that still wait for an answer."""
    tally = await turn.store(Ideas).tally(community, turn.now - A_MONTH, turn.now)
    if not (tally.made or tally.answered or tally.open_now):
        return EMPTY
    return turn.setup.texts.text(
        "digest.ideas",
        language,
        made=tally.made,
        answered=tally.answered,
        adopted=tally.adopted,
        open_now=tally.open_now,
        late=tally.late,
    )
