"""What residents read in their group: what was solved, what is under way. Nothing private, and nobody named."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.community import Group, Place, PlaceId, PlaceKind
from bot.features.clocks import views as clocks
from bot.features.digests.store import Radar
from bot.features.tickets import views as tickets
from bot.features.tickets.views import State, Ticket
from bot.messages import OutgoingMessage
from bot.moments import moment, took
from bot.richtext import Text, joined
from bot.stores import Groups, Places, Priority
from bot.turn import Turn
from bot.words import shortened

COUNTED: Final = 99
SHOWN: Final = 5
DAYS: Final = {"daily": 1, "weekly": 7}
LIVES: Final = timedelta(hours=24)


async def groups_of(turn: Turn, community: Place) -> Sequence[tuple[Group, Place]]:
    """The bound groups of a community that can be written to, each with its place."""
    places = {community.id: community}
    for kind in (PlaceKind.COMPOUND, PlaceKind.GRID, PlaceKind.BUILDING):
        places |= {place.id: place for place in await turn.store(Places).of_kind(kind, within=community.id)}
    bound = await turn.store(Groups).bound_to(list(places))
    return [(group, places[PlaceId(group.place)]) for group in bound if group.place and not group.suspended]


async def post(turn: Turn, group: Group, place: Place, how: str) -> None:
    """Post it, without sound; where nothing was solved and nothing is under way, nothing is said."""
    message = await _digest(turn, place, how, await turn.language_at(group.chat))
    if message is not None:
        turn.outbox.post(group.chat, message, about="digests", priority=Priority.DIGEST, lives=LIVES)


async def _digest(turn: Turn, place: Place, how: str, language: str) -> OutgoingMessage | None:
    since = turn.now - timedelta(days=DAYS[how])
    radar = turn.store(Radar)
    solved = await _tickets(turn, await radar.solved_in_public(place, since, turn.now, COUNTED))
    under_way = await _tickets(turn, await radar.open_in_public(place, COUNTED))
    on_time = [ticket for ticket in under_way if ticket.late_at is None or ticket.late_at > turn.now]
    late = [ticket for ticket in under_way if ticket not in on_time]
    if not solved and not under_way:
        return None
    texts, parts = turn.setup.texts, list[Text]()
    parts.append(texts.text(f"digest.group_{how}", language, community=place.name))
    for key, found in (("solved", solved), ("under_way", on_time), ("late", late)):
        if found:
            words = [await _item(turn, ticket, language) for ticket in found[:SHOWN]]
            more = [texts.word("digest.group_more", language)] if len(found) > SHOWN else []
            said = texts.word("digest.group_comma", language).join([*words, *more])
            parts.append(texts.text(f"digest.group_{key}", language, count=len(found), words=said))
    return OutgoingMessage(text=joined(parts), silent=True)


async def _tickets(turn: Turn, numbers: Sequence[int]) -> list[Ticket]:
    found = [await tickets.find(turn, number) for number in numbers]
    return [ticket for ticket in found if ticket is not None and ticket.shows_in_group]


async def _item(turn: Turn, ticket: Ticket, language: str) -> str:
    """`#12 3号楼路灯不亮(3 小时)`: how long it took, or by when."""
    zone = await clocks.zone_of(turn, ticket.spot.community)
    if ticket.resolved_at is not None and ticket.state in {State.RESOLVED, State.CLOSED}:
        when = took((ticket.resolved_at - ticket.opened_at).total_seconds(), language)
    elif ticket.resolve_due is not None and ticket.resolve_due > turn.now:
        when = moment(ticket.resolve_due, turn.now, zone, language)
    else:
        when = ""
    texts = turn.setup.texts
    spoken = shortened(ticket.public_words)
    key = "digest.group_item" if when else "digest.group_item_plain"
    return texts.word(key, language, n=int(ticket.id), short=spoken, time=when)
