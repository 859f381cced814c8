"""After ten minutes without a decision the resident is asked, once a day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.community import PlaceId, PlaceKind
from bot.features.suggestions import service
from bot.features.suggestions.model import SuggestionId, SuggestionState
from bot.features.suggestions.store import Suggestions
from bot.ports import UnitOfWork
from bot.richtext import EMPTY, Text, joined
from bot.stores import Groups, Places
from bot.turn import Turn

BATCH: Final = 100
A_DAY: Final = timedelta(days=1)


async def undecided(turn: Turn) -> Sequence[str]:
    """Lines whose ten minutes are over."""
    return [str(suggestion.id) for suggestion in await turn.store(Suggestions).due(turn.now, BATCH)]


async def ask_or_count(turn: Turn, number: str) -> None:
    """Ask the resident; one who was asked already today is left in peace, and the line is counted in the digest."""
    store = turn.store(Suggestions)
    suggestion = await store.get(SuggestionId(int(number)))
    if suggestion is not None and suggestion.state in {SuggestionState.JOINED, SuggestionState.UNSURE}:
        await store.save(replace(suggestion, words="", due=None))
    if suggestion is None or suggestion.state is not SuggestionState.WAITING:
        return
    if await store.asked_since(suggestion.person, turn.now - A_DAY):
        await service.decide(turn, suggestion, SuggestionState.UNANSWERED)
    else:
        await service.ask_resident(turn, suggestion)


async def next_moment(uow: UnitOfWork, now: datetime) -> datetime | None:
    """When the next line's time is over."""
    return await uow.store(Suggestions).next_due(now)


async def digest_line(turn: Turn, community: PlaceId | None, language: str) -> Text:
    """Lines of the last day that nobody decided on: no suggestion is lost."""
    if community is None:
        return EMPTY
    place = await turn.store(Places).get(community)
    within = [place.id]
    for kind in (PlaceKind.COMPOUND, PlaceKind.GRID, PlaceKind.BUILDING):
        within += [inner.id for inner in await turn.store(Places).of_kind(kind, within=place.id)]
    chats = [group.chat for group in await turn.store(Groups).bound_to(within)]
    counts = {
        "digest.undecided": await turn.store(Suggestions).undecided(chats, turn.now - A_DAY) if chats else 0,
        "digest.heard": await service.heard_today(turn, community),
    }
    texts = turn.setup.texts
    return joined([texts.text(key, language, count=count) for key, count in counts.items() if count])
