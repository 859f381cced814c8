"""Asking for a digest: at once, or every day."""

from bot.community import PlaceId, PlaceKind
from bot.errors import Refused
from bot.features.digests import service
from bot.features.digests.store import Digests
from bot.stores import Places
from bot.turn import Turn


async def digest(turn: Turn, _words: str) -> None:
    """`/digest`: the digests of the admin's communities, now and in private. The day's own still comes."""
    if not turn.can_write_to(turn.person):
        raise Refused("no.start_first", who=turn.person.name)
    areas = [area for area in await service.areas(turn) if area is None or area.kind is PlaceKind.COMMUNITY]
    mine = [area for area in areas if turn.is_admin or await service.is_staff_of(turn, turn.person, area)]
    if not mine:
        raise Refused("digest.none")
    for area in mine:
        await service.send_to(turn, area, turn.person)
    if turn.message is not None and not turn.is_private:
        turn.outbox.react(turn.here, turn.message.id)


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
    at, _ = await service.digest_time(turn, place)
    turn.whisper("digest.subscribed", community=place.name, time=f"{at:%H:%M}")


async def unsubscribe(turn: Turn, value: str) -> None:
    """The button under the digest of somebody who asked for it."""
    place = await turn.store(Places).get(PlaceId(int(value)))
    await turn.store(Digests).unsubscribe(place.id, turn.person.id)
    turn.answer("digest.stopped", community=place.name)
