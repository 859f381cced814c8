"""What time makes due on return visits, and their line in the digest."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.community import PlaceId
from bot.features.visits import service
from bot.features.visits.model import Outcome
from bot.features.visits.store import ReturnVisits, VisitCounts
from bot.ports import UnitOfWork
from bot.richtext import EMPTY, Text
from bot.turn import Turn

OVER: Final = timedelta(days=30)


async def due(turn: Turn) -> Sequence[str]:
    """Visits whose next step has come."""
    return [str(number) for number in await turn.store(ReturnVisits).due(turn.now)]


async def go_on(turn: Turn, number: str) -> None:
    """One of them: the bot asks, or it goes onto the list of calls, or nobody rang in time."""
    visit = await turn.store(ReturnVisits).get(int(number))
    if visit is not None and visit.due is not None and visit.due <= turn.now:
        await service.go_on(turn, visit)


async def next_moment(uow: UnitOfWork, now: datetime) -> datetime | None:
    """When the next step comes."""
    return await uow.store(ReturnVisits).next_due(now)


async def digest_line(turn: Turn, community: PlaceId | None, language: str) -> Text:
    """What the visits of 30 days found, apart from the rates; and how many wait to be rung up."""
    tally = await turn.store(VisitCounts).tally(community, turn.now - OVER, turn.now)
    if not tally.asked and not tally.listed:
        return EMPTY
    counts = {outcome.value: tally.outcomes.get(outcome, 0) for outcome in Outcome}
    return turn.setup.texts.text("visit.digest", language, asked=tally.asked, listed=tally.listed, **counts)
