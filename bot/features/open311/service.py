"""Calls that programs hand in: the same tickets as all others, opened in the name of the program."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.community import ChatRef, Group, Person, PersonId, Place, PlaceId
from bot.errors import Refused
from bot.features.intake_desk import service as intake_desk
from bot.features.privacy import views as privacy
from bot.features.roster import views as roster
from bot.features.tickets import service as tickets
from bot.features.tickets.views import PERSONAL_DANGERS, Source, Ticket
from bot.messages import Attachment, AttachmentKind
from bot.stores import Facts, Groups, People, Places
from bot.turn import STRANGER, Turn
from bot.understanding import Category, Reading, read

# What doors may do.
__all__ = ["ORIGIN", "Submission", "submit"]

# How the ledger calls it; no channel has this name, so nothing ever leaves for it.
ORIGIN: Final = "open311"


@dataclass(frozen=True, kw_only=True)
class Submission:
    """A call as a program hands it in. `key`: the name of the key that it came with.

    `address` are words for the place, `building` its number. `name`, `phone` and `email` are read by those who work on
    it alone; `point` is latitude and longitude.
    """

    key: str
    community: PlaceId
    service: Category
    words: str
    address: str = ""
    building: PlaceId | None = None
    point: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""


async def submit(turn: Turn, submission: Submission) -> Ticket:
    """Take the call down.

    Raises:
        Refused: neither the words nor the rest name one building, and nobody is in danger.
    """
    words = _words(submission)
    reading = replace(read(words), category=submission.service)
    located = await _located(turn, submission, words)
    if located.building is None and reading.urgency != "emergency":
        raise Refused("requests.no.no_place")
    community = await turn.store(Places).get(submission.community)
    group = await _group_of(turn, located.building or community)
    await turn.enter(group)
    turn.actor = await _caller(turn, submission.key)
    here = ChatRef(ORIGIN, submission.key, ORIGIN)
    # Without a group that reads of it, it is between its caller and those who work on it. Nor does a group hear of
    # what is private: its caller does not read there.
    is_private = group is None or _is_private(turn, words, reading)
    source = Source(
        chat=here if group is None or is_private else group.chat, message=None, is_private=is_private, origin=ORIGIN
    )
    call = tickets.Call(words=words, reading=reading, located=located, source=source)
    ticket = await tickets.open_ticket(turn, call, turn.person)
    await _keep_the_rest(turn, ticket, submission, here)
    return ticket


def _is_private(turn: Turn, words: str, reading: Reading) -> bool:
    if reading.danger in PERSONAL_DANGERS:
        return True
    return privacy.is_private(turn, words, reading.category, room=reading.place.room)


def _words(submission: Submission) -> str:
    """The place belongs to the words, where they do not hold it already."""
    address, words = submission.address, submission.words
    return words if not address or address in words else f"{address} {words}"


async def _located(turn: Turn, submission: Submission, words: str) -> roster.Located:
    buildings = await roster.buildings_of(turn, await turn.store(Places).get(submission.community))
    if submission.building is not None:
        known = next((place for place in buildings if place.id == submission.building), None)
        return roster.Located(building=known)
    return _within(await roster.locate(turn, words, read(words).place, person=None), buildings)


def _within(located: roster.Located, buildings: Sequence[Place]) -> roster.Located:
    """What lies in another community is not meant."""
    here = {place.id for place in buildings}
    if located.building is not None:
        return located if located.building.id in here else roster.Located()
    inside = [place for place in located.candidates if place.id in here]
    is_one = len(inside) == 1 and located.said is None and len(located.candidates) > 1
    return roster.Located(building=inside[0]) if is_one else replace(located, candidates=tuple(inside))


async def _group_of(turn: Turn, place: Place) -> Group | None:
    """The group that is nearest."""
    near = [one for one in (place.id, place.grid, place.compound, place.community) if one]
    groups = [group for group in await turn.store(Groups).bound_to(near) if not group.suspended]
    return min(groups, key=lambda group: near.index(group.place or place.id), default=None)


async def _caller(turn: Turn, key: str) -> Person:
    """The person who stands for everybody that calls with this key. Nobody can write to them."""
    fact = f"open311.caller.{key}"
    known = await turn.store(Facts).get(fact)
    if known is not None:
        return await turn.store(People).get(PersonId(int(known)))
    made = await turn.store(People).add(Person(id=STRANGER, name=key))
    await turn.store(Facts).set(fact, str(made.id))
    return made


async def _keep_the_rest(turn: Turn, ticket: Ticket, submission: Submission, here: ChatRef) -> None:
    if submission.point:
        place = Attachment(kind=AttachmentKind.LOCATION, remote_id=submission.point)
        origin = tickets.Origin(by=turn.person.id, chat=here)
        await tickets.attach(turn, ticket, [place], origin=origin)
    name = " ".join(filter(None, [submission.name, submission.email]))
    if name or submission.phone:
        contact = intake_desk.Contact(
            ticket=int(ticket.id), by=turn.person.id, name=name, phone=submission.phone, consent=True
        )
        await intake_desk.keep(turn, ticket, contact)
