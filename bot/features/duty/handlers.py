"""What people say about being on or off duty: understand, act, answer."""

from collections.abc import Sequence

from bot.community import Person, PlaceId
from bot.errors import Refused
from bot.features.clocks import views as clocks
from bot.features.duty import replies, service
from bot.features.duty.model import means_off, means_on, read_leave
from bot.features.roster import views as roster
from bot.features.roster.views import Absence
from bot.naming import named_first
from bot.turn import STAFF_ROLES, Turn


async def duty(turn: Turn, words: str) -> None:
    """`/duty on`, `/duty off 3d`, `/duty off until Dec 5 <substitute>`; staff name first whom they speak for."""
    person, rest = await _for_whom(turn, words)
    if means_off(rest):
        await _off(turn, person, rest)
    elif means_on(rest):
        await _on(turn, person)
    else:
        await replies.say_how_it_stands(turn, person)


async def off_by_button(turn: Turn, value: str) -> None:
    """One of the lengths of leave, for whoever pressed it."""
    await _off(turn, turn.person, value)


async def on_by_button(turn: Turn, _value: str) -> None:
    """“I'm back”."""
    await _on(turn, turn.person)


async def _off(turn: Turn, person: Person, words: str) -> None:
    places = await roster.communities_of(turn, person.id)
    zone = await clocks.zone_of(turn, next(iter(places), None))
    leave = read_leave(words, turn.now, zone)
    if leave is None:
        raise Refused("duty.no_such_time")
    substitute = _named_in(words, await _colleagues(turn, person, places))
    absence = Absence(
        person=person.id,
        since=leave.since,
        until=leave.until,
        substitute=substitute.id if substitute else None,
    )
    if leave.since > turn.now:
        await service.plan(turn, absence)
        await replies.planned(turn, person, absence)
    else:
        await replies.went_off(turn, person, absence, await service.go_off(turn, absence))


async def _on(turn: Turn, person: Person) -> None:
    await service.come_back(turn, person.id)
    await replies.is_on(turn, person)


async def _for_whom(turn: Turn, words: str) -> tuple[Person, str]:
    """Staff may speak for somebody of their community, who is ill perhaps; anybody speaks for themselves."""
    if words and await turn.has_role(STAFF_ROLES):
        for place in await roster.staffed(turn):
            found, rest = named_first(words, await roster.people_of(turn, place), _name)
            if found and (means_off(rest) or means_on(rest)):
                return found[0], rest
    return turn.person, words


async def _colleagues(turn: Turn, person: Person, places: Sequence[PlaceId]) -> list[Person]:
    found = [one for place in places for one in await roster.people_of(turn, place)]
    return [one for one in found if one.id != person.id]


def _named_in(words: str, people: Sequence[Person]) -> Person | None:
    """The person whose name stands anywhere in the words; of several the longest."""
    named = [person for person in people if person.name and person.name in words]
    return max(named, key=lambda person: len(person.name), default=None)


def _name(person: Person) -> str:
    return person.name
