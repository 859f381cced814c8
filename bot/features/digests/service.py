"""Sends digests: now, or as the one of the day."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.community import Person, Place, PlaceKind
from bot.features.clocks import views as clocks
from bot.features.digests import replies
from bot.features.digests.store import Digests
from bot.features.roster import views as roster
from bot.stores import People, Places, Priority
from bot.turn import STAFF_ROLES, Turn

# A digest is worth reading until the next one (DESIGN part 2, `expires_at`).
LIVES: Final = timedelta(hours=24)


async def areas(turn: Turn) -> list[Place | None]:
    """Whose digests there are: every community, every place that somebody asked for; without any, one for all."""
    places = turn.store(Places)
    communities = list(await places.of_kind(PlaceKind.COMMUNITY))
    known = {place.id for place in communities}
    asked = [await places.get(place) for place in await turn.store(Digests).subscribed() if place not in known]
    found: list[Place | None] = [*communities, *(place for place in asked if not place.retired)]
    return found or [None]


async def digest_time(turn: Turn, area: Place | None) -> tuple[time, ZoneInfo]:
    """At what time of day, in which zone, this area's digest goes out."""
    community = roster.community_of(area) if area else None
    name = (await turn.store(Places).get(community)).name if community else None
    here = turn.setup.config.settings_in(name)
    return here.digest_at, here.timezone


async def send(turn: Turn, area: Place | None) -> int:
    """Write this area's digest to everybody who receives it; answers to how many."""
    readers = await recipients(turn, area)
    for person in readers:
        await send_to(turn, area, person)
    return len(readers)


async def send_to(turn: Turn, area: Place | None, person: Person) -> None:
    """Write this area's digest to one person."""
    to = turn.private_to(person)
    if to is None:
        return
    community = roster.community_of(area) if area else None
    zone = await clocks.zone_of(turn, community)
    reader = replies.Reader(
        zone=zone,
        language=turn.language_of(person),
        is_staff=not turn.admins.isdisjoint(person.accounts) or await is_staff_of(turn, person, area),
    )
    message = await replies.digest(turn, area, reader)
    if area is not None and person.id in await turn.store(Digests).subscribers(area.id):
        message = replace(message, buttons=replies.stop_button(turn, area, reader.language))
    turn.outbox.post(to, message, about="digests", priority=Priority.DIGEST, lives=LIVES)


async def recipients(turn: Turn, area: Place | None) -> list[Person]:
    """A community's admins and secretary; for any place whoever asked for it."""
    people = turn.store(People)
    found: list[Person] = []
    if area is None or area.kind is PlaceKind.COMMUNITY:
        found.extend(await roster.admins(turn, area.id if area else None))
    if area is not None:
        found.extend([await people.get(person) for person in await turn.store(Digests).subscribers(area.id)])
    return list({person.id: person for person in found}.values())


async def is_staff_of(turn: Turn, person: Person, area: Place | None) -> bool:
    """Does this person work for the community that the area lies in, or for the street or district above it?"""
    duties = [duty for duty in await turn.store(People).duties(person.id) if duty.role in STAFF_ROLES]
    if area is None:
        return bool(duties)
    community = roster.community_of(area)
    above = (await turn.store(Places).get(community)).parent if community else None
    return any(duty.place in {None, area.id, community, above} for duty in duties)
