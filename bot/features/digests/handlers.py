"""Asking for a digest: at once, or every day; choosing when it comes; going on from it to its tickets."""

from datetime import UTC, datetime

from bot.community import Place, PlaceId, PlaceKind
from bot.errors import Refused
from bot.features.digests import replies, service
from bot.features.digests.model import choice_in
from bot.features.digests.store import Digests
from bot.features.figures.views import Period
from bot.features.tickets import views as tickets
from bot.rhythm import DAYS
from bot.stores import Places
from bot.texts import listed
from bot.turn import Turn


async def digest(turn: Turn, words: str) -> None:
    """`/digest`: the digests of the admin's communities, now and in private. The day's own still comes.

    `/digest 17:30 mon-fri` and the like say when it comes from now on; `/digest residents weekly` what residents read.
    """
    if words:
        await _choose(turn, words)
        return
    if not turn.can_write_to(turn.person):
        raise Refused("no.start_first", who=turn.person.name)
    mine = await _own_areas(turn)
    for area in mine:
        await service.send_to(turn, area, turn.person)
    if turn.message is not None and not turn.is_private:
        turn.outbox.react(turn.here, turn.message.id)


async def _own_areas(turn: Turn) -> list[Place | None]:
    areas = [area for area in await service.areas(turn) if area is None or area.kind is PlaceKind.COMMUNITY]
    mine = [area for area in areas if turn.is_admin or await service.is_staff_of(turn, turn.person, area)]
    if not mine:
        raise Refused("digest.none")
    return mine


async def _choose(turn: Turn, words: str) -> None:
    """When the digest of the group's place, of the named place, or of the only community comes from now on."""
    area, rest = await _area_meant(turn, words)
    chosen = choice_in(rest)
    if chosen is None:
        raise Refused("digest.how")
    if not (turn.is_admin or await service.is_staff_of(turn, turn.person, area)):
        raise Refused("no.admins_only")
    store = turn.store(Digests)
    await store.choose(area.id, (await store.choice(area.id)).but(chosen))
    here, language = await service.schedule(turn, area), turn.language_of(turn.person)
    turn.whisper(
        "digest.chosen",
        community=area.name,
        time=f"{here.at:%H:%M}",
        words=listed([turn.setup.texts.word(f"digest.day_{DAYS[day]}", language) for day in here.days], language),
        residents=turn.setup.texts.word(f"digest.residents_{here.residents}", language),
    )


async def _area_meant(turn: Turn, words: str) -> tuple[Place, str]:
    first, _, rest = words.partition(" ")
    named = await turn.store(Places).find(first)
    if named and rest:
        return named[0], rest
    if turn.group is not None and turn.group.place is not None and not turn.is_private:
        return await turn.store(Places).get(turn.group.place), words
    mine = [area for area in await _own_areas(turn) if area is not None]
    if len(mine) != 1:
        raise Refused("digest.how")
    return mine[0], words


async def open_(turn: Turn, value: str) -> None:
    """A ticket of the digest was tapped: what staff can decide about it."""
    ticket = await tickets.ticket(turn, int(value))
    if not await tickets.is_staff_of(turn, ticket):
        raise Refused("no.admins_only")
    tickets.check_unseen(turn, ticket)
    await replies.decide(turn, ticket)


async def which(turn: Turn, value: str) -> None:
    """“Which ones?” of a rate: exactly those that are missing."""
    name, number, start, end = value.split(",")
    area = await turn.store(Places).get(PlaceId(int(number))) if number else None
    if not (turn.is_admin or await service.is_staff_of(turn, turn.person, area)):
        raise Refused("no.admins_only")
    period = Period(start=datetime.fromtimestamp(int(start), tz=UTC), end=datetime.fromtimestamp(int(end), tz=UTC))
    await replies.which(turn, name, area, period)


async def subscribe(turn: Turn, value: str) -> None:
    """The button under `/bind`'s answer: a chat's admin wants the digest of its place every day."""
    place = await turn.store(Places).get(PlaceId(int(value)))
    is_staff = turn.is_admin or await service.is_staff_of(turn, turn.person, place)
    if not (is_staff or turn.event.sender.is_chat_admin):
        raise Refused("no.admins_only")
    await turn.store(Digests).subscribe(place.id, turn.person.id)
    if not turn.can_write_to(turn.person):
        turn.answer("no.start_first", who=turn.person.name)
        return
    here = await service.schedule(turn, place)
    turn.whisper("digest.subscribed", community=place.name, time=f"{here.at:%H:%M}")


async def unsubscribe(turn: Turn, value: str) -> None:
    """The button under the digest of somebody who asked for it."""
    place = await turn.store(Places).get(PlaceId(int(value)))
    await turn.store(Digests).unsubscribe(place.id, turn.person.id)
    turn.answer("digest.stopped", community=place.name)
