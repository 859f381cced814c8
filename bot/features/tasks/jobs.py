"""When a working day begins each worker reads what is due first, unless off duty or without anything to do."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.community import Person, PlaceId, PlaceKind
from bot.features.clocks import views as clocks
from bot.features.roster import views as roster
from bot.features.tasks import mornings as wishes
from bot.features.tasks.listing import MORNING, show_list
from bot.stores import Facts, Places
from bot.turn import Turn

# A list that would come later than this, because nothing ran, is no morning's list.
STILL_MORNING: Final = timedelta(hours=1)


async def mornings(turn: Turn) -> Sequence[str]:
    """Communities whose working day has just begun, with that day; without any, one for everybody."""
    communities: list[PlaceId | None] = [
        place.id for place in await turn.store(Places).of_kind(PlaceKind.COMMUNITY) if not place.retired
    ]
    found = []
    for community in communities or [None]:
        day = await _beginning_day(turn, community)
        if day is not None and await turn.store(Facts).get(_key(community)) != day:
            found.append(f"{community or ''}@{day}")
    return found


async def _beginning_day(turn: Turn, community: PlaceId | None) -> str | None:
    rules = await clocks.rules(turn, community)
    local = turn.now.astimezone(rules.zone)
    if not rules.work.intervals or not rules.calendar.is_workday(local.date()):
        return None
    midnight = datetime.combine(local.date(), datetime.min.time(), tzinfo=rules.zone)
    opens = midnight + timedelta(minutes=rules.work.intervals[0].opens)
    return local.date().isoformat() if opens <= local < opens + STILL_MORNING else None


async def begin_day(turn: Turn, item: str) -> None:
    """Post the lists of one community, and remember it in the same transaction."""
    place, _, day = item.partition("@")
    community = PlaceId(int(place)) if place else None
    await turn.store(Facts).set(_key(community), day)
    for person in await roster.people_of(turn, community):
        is_there = not await roster.is_away(turn, person.id) and turn.can_write_to(person)
        if is_there and await wishes.are_wanted(turn, person.id):
            await _begin(turn, person, day)


async def _begin(turn: Turn, person: Person, day: str) -> None:
    """Whoever works in two communities has one list."""
    key = f"tasks.morning_of.{person.id}"
    if await turn.store(Facts).get(key) != day and await show_list(turn, person, MORNING):
        await turn.store(Facts).set(key, day)


def _key(community: PlaceId | None) -> str:
    return f"tasks.morning.{community or ''}"
