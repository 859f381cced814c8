"""Asking for a digest: at once, or every day."""

from bot.community import PlaceId, PlaceKind
from bot.errors import Refused
from bot.features.digests import service
from bot.features.digests.store import Digests
from bot.stores import Places
from bot.turn import Turn


async def digest(turn: Turn, _words: str) -> None:
    """`/digest`: the digests of the admin's communities, now and in private. The day's own still comes."""
    for area in await service.areas(turn):
        if area is not None and area.kind is not PlaceKind.COMMUNITY:
            continue
        readers = {person.id for person in await service.recipients(turn, area)}
        staff_of = {duty.place for duty in await turn.duties()}
        if turn.person.id in readers or (area is not None and area.id in staff_of):
            await service.send_to(turn, area, turn.person)


async def subscribe(turn: Turn, value: str) -> None:
    """The button under `/bind`'s answer: a chat's admin wants the digest of its place every day."""
    event = turn.event
    if not (turn.is_admin or event.sender.is_chat_admin):
        raise Refused("no.admins_only")
    place = await turn.store(Places).get(PlaceId(int(value)))
    await turn.store(Digests).subscribe(place.id, turn.person.id)
    if not turn.can_write_to(turn.person):
        turn.answer("no.start_first", who=turn.person.name)
        return
    at, _ = await service.digest_time(turn, place)
    turn.whisper("digest.subscribed", community=place.name, time=f"{at:%H:%M}")
