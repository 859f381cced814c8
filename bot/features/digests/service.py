"""Sends digests: now, or as the one of the day."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.community import Person, Place, PlaceKind
from bot.features.clocks import views as clocks
from bot.features.digests import daily, replies, residents, review
from bot.features.digests.model import ALL_DAYS, Choice, is_first_of_month, is_weekly
from bot.features.digests.store import Digests
from bot.features.figures import service as figures
from bot.features.roster import views as roster
from bot.messages import OutgoingMessage
from bot.rhythm import DAYS
from bot.stores import People, Places, Priority
from bot.turn import STAFF_ROLES, Turn

# A digest is worth reading until the next one (DESIGN part 2, `expires_at`).
LIVES: Final = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """At what time of which days (0 is Monday) a digest comes, in which zone, and how often residents read theirs."""

    at: time
    zone: ZoneInfo
    days: tuple[int, ...]
    residents: str


async def areas(turn: Turn) -> list[Place | None]:
    """Whose digests there are: every community, every place that somebody asked for; without any, one for all."""
    places = turn.store(Places)
    communities = list(await places.of_kind(PlaceKind.COMMUNITY))
    known = {place.id for place in communities}
    asked = [await places.get(place) for place in await turn.store(Digests).subscribed() if place not in known]
    found: list[Place | None] = [*communities, *(place for place in asked if not place.retired)]
    return found or [None]


async def schedule(turn: Turn, area: Place | None) -> Schedule:
    """When this area's digest goes out: its own choice, else its community's, else everybody's."""
    community = roster.community_of(area) if area else None
    name = (await turn.store(Places).get(community)).name if community else None
    here, config = turn.setup.config.settings_in(name), turn.setup.config.digest
    chosen = Choice()
    for place in dict.fromkeys((community, area.id if area else None)):
        chosen = chosen.but(await turn.store(Digests).choice(place)) if place else chosen
    return Schedule(
        at=here.digest_at if chosen.at is None else chosen.at,
        zone=here.timezone,
        days=tuple(DAYS.index(day) for day in config.days) if chosen.days is None else chosen.days,
        residents=config.residents if chosen.residents is None else chosen.residents,
    )


async def send(turn: Turn, area: Place | None) -> int:
    """Write this area's digest to everybody who receives it; answers to how many."""
    readers = await recipients(turn, area)
    for person in readers:
        await send_to(turn, area, person)
    return len(readers)


async def send_reviews(turn: Turn, area: Place | None, on: date) -> None:
    """On the days for it the week's and the month's review, to those who read the digest, and the residents' own."""
    here, weekly = await schedule(turn, area), turn.setup.config.digest.weekly
    is_week = weekly != "off" and is_weekly(on, here.days, DAYS.index(weekly))
    periods = [review.last_week] if is_week else []
    if weekly != "off" and is_first_of_month(on, here.days):
        periods.append(review.last_month)
    for person in await recipients(turn, area) if periods else ():
        to, reader = turn.private_to(person), await _reader(turn, area, person)
        if to is None:
            continue
        for period in periods:
            message = await review.review(turn, area, reader, period(on, reader))
            turn.outbox.post(to, message, about="digests", priority=Priority.DIGEST, lives=LIVES)
    if area is not None and area.kind is PlaceKind.COMMUNITY:
        await _tell_residents(turn, area, on)


async def _tell_residents(turn: Turn, community: Place, on: date) -> None:
    for group, place in await residents.groups_of(turn, community):
        here = await schedule(turn, place)
        weekday = 4 if turn.setup.config.digest.weekly == "off" else DAYS.index(turn.setup.config.digest.weekly)
        is_day = here.residents == "daily" or (here.residents == "weekly" and is_weekly(on, ALL_DAYS, weekday))
        if is_day:
            await residents.post(turn, group, place, here.residents)


async def send_to(turn: Turn, area: Place | None, person: Person) -> None:
    """Write this area's digest to one person, and the picture of its last thirty days after it."""
    to = turn.private_to(person)
    if to is None:
        return
    reader = await _reader(turn, area, person)
    message = await daily.digest(turn, area, reader)
    if area is not None and person.id in await turn.store(Digests).subscribers(area.id):
        message = replace(message, buttons=(*message.buttons, *replies.stop_button(turn, area, reader.language)))
    turn.outbox.post(to, message, about="digests", priority=Priority.DIGEST, lives=LIVES)
    picture = await figures.picture_of(turn, area, reader.language)
    if picture is not None:
        words = turn.setup.texts.text(
            "digest.picture", reader.language, community=replies.area_name(turn, area, reader.language)
        )
        shown = OutgoingMessage(text=words, file=picture, silent=True)
        turn.outbox.post(to, shown, about="digests", priority=Priority.DIGEST, lives=LIVES)


async def _reader(turn: Turn, area: Place | None, person: Person) -> replies.Reader:
    community = roster.community_of(area) if area else None
    return replies.Reader(
        zone=await clocks.zone_of(turn, community),
        language=turn.language_of(person),
        is_staff=not turn.admins.isdisjoint(person.accounts) or await is_staff_of(turn, person, area),
    )


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
