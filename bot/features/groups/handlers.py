"""What happens to the groups we are in: understand, act, answer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from difflib import get_close_matches
from typing import Final

from bot.backlog import LostChats
from bot.community import Group, Place, PlaceId, PlaceKind
from bot.errors import Refused
from bot.features.roster import views as roster
from bot.labels import Action, buttons_of
from bot.messages import (
    BotAdded,
    BotRemoved,
    Buttons,
    ChatMoved,
    HearingChanged,
    MessageSealed,
    OutgoingMessage,
    Private,
)
from bot.reaching import without
from bot.richtext import joined
from bot.service_events import Moved, Reachable
from bot.stores import Facts, Groups, People, Places, Priority
from bot.texts import listed
from bot.turn import Turn

LONGEST_QUIET: Final = 72
CHOICES: Final = 9
IN_A_ROW: Final = 3
# Areas above a community have groups of officials, not of residents.
BINDABLE: Final = frozenset({PlaceKind.COMMUNITY, PlaceKind.COMPOUND, PlaceKind.GRID, PlaceKind.BUILDING})
INTRO: Final = "groups:intro"


async def bind(turn: Turn, words: str) -> None:
    """`/bind <place>`: this group's calls belong to that place from now on."""
    group = await our_group(turn)
    found = [place for place in await turn.store(Places).find(words) if place.kind in BINDABLE]
    if len(found) > 1:
        await ask_which(turn, "bind.several", found[:CHOICES], short=words)
        return
    await _bind(turn, group, await _theirs(turn, found[0]) if found else await _new_community(turn, words))


async def bind_by_button(turn: Turn, value: str) -> None:
    """One of several places of that name was meant."""
    place = await _theirs(turn, await turn.store(Places).get(PlaceId(int(value))))
    await _bind(turn, await our_group(turn), place)


async def unbind(turn: Turn, _words: str) -> None:
    """`/unbind`: this group belongs to no place any more; nothing said here becomes a ticket by itself."""
    group = await our_group(turn)
    await turn.store(Groups).save(replace(group, place=None))
    turn.answer("bind.unbound")


async def quiet(turn: Turn, words: str) -> None:
    """`/quiet <hours>`: nothing sounds here for so long, emergencies excepted; 0 ends it."""
    group = await our_group(turn)
    hours = words.rstrip("hH个小时 ")
    if not (hours.isdecimal() and int(hours) <= LONGEST_QUIET):
        raise Refused("quiet.how", count=LONGEST_QUIET)
    until = turn.now + timedelta(hours=int(hours)) if int(hours) else None
    changed = replace(group, quiet_until=until)
    await turn.store(Groups).save(changed)
    await turn.enter(changed)
    turn.answer("quiet.on" if until else "quiet.off", count=int(hours))


async def on_added(turn: Turn, event: BotAdded) -> None:
    """We are in a group now: introduce ourselves in two lines, or say that we are deaf."""
    known = await turn.store(Groups).get(event.chat)
    group = known or Group(chat=event.chat.whole, title=event.chat_title)
    group = replace(group, hears=event.hears, suspended=False, encrypted=event.encrypted, title=event.chat_title)
    await turn.store(Groups).save(group)
    await turn.store(LostChats).found(group.chat, turn.now)
    await _introduce(turn, group)


async def on_reachable(turn: Turn, news: Reachable) -> None:
    """Somebody who could not be written to has opened a private chat: what waited for them leaves."""
    bot = turn.person.bot_for(news.account) or turn.setup.bots[news.account.channel]
    await turn.store(LostChats).found(Private(bot=bot, account=news.account), turn.now)


async def on_hearing(turn: Turn, event: HearingChanged) -> None:
    """Our rights changed: the introduction is edited to what is true now."""
    group = await turn.store(Groups).get(event.chat)
    if group is None:
        return
    changed = replace(group, hears=event.hears, suspended=False)
    if changed != group:
        await turn.store(Groups).save(changed)
    if group.suspended:
        await turn.store(LostChats).found(group.chat, turn.now)
    if changed.hears is not group.hears:
        await _introduce(turn, changed)


async def on_removed(turn: Turn, event: BotRemoved) -> None:
    """We were removed: nothing is sent there until we are back; the desk is told once."""
    if event.is_private:
        await _unreachable(turn, event)
        return
    group = await turn.store(Groups).get(event.chat)
    if group is None or group.suspended:
        return
    await turn.store(Groups).save(replace(group, suspended=True))
    place = await turn.store(Places).get(group.place) if group.place else None
    for person in await roster.admins(turn, roster.community_of(place) if place else None):
        turn.tell(person, "groups.removed", group=group.title)


async def on_sealed(turn: Turn, event: MessageSealed) -> None:
    """A message that we cannot open: its author learns it once a day; it is no call until its key comes."""
    account = event.sender.account
    person = await turn.store(People).by_account(account)
    language = turn.language_of(person) if event.is_private and person is not None else turn.group_language
    to = Private(bot=event.chat.bot, account=account) if event.is_private else event.chat.whole
    note = turn.compose("groups.sealed", language)
    turn.outbox.card(to, f"groups:sealed:{turn.now.date()}:{account.id}", note, reply_to=event.message)


async def _unreachable(turn: Turn, event: BotRemoved) -> None:
    """A person blocked us: nothing can be told in private until they write again."""
    person = await turn.store(People).by_account(event.sender.account)
    if person is not None:
        chat = Private(bot=event.chat.bot, account=event.sender.account)
        await turn.store(People).save(without(person, chat))


async def on_moved(turn: Turn, event: ChatMoved) -> None:
    """The chat goes on under another name; everything about it follows, however often we are told."""
    await turn.store(Groups).move(event.chat.whole, event.to.whole)
    await turn.publish(Moved(old=event.chat.whole, new=event.to.whole))


async def _bind(turn: Turn, group: Group, place: Place) -> None:
    bound = replace(group, place=place.id)
    await turn.store(Groups).save(bound)
    await turn.enter(bound)
    responsible = await roster.responsible(turn, place)
    name = await roster.place_name(turn, place.id)
    worker = responsible.worker or responsible.backup
    key = "intro.bound" if worker else "intro.no_worker"
    if worker is None and await roster.has_workers(turn, place):
        key = "intro.bound_wide"
    who = worker or responsible.first
    actions: list[list[Action]] = [[("digests.subscribe", str(place.id))]]
    turn.answer(key, about=INTRO, actions=actions, community=name, worker=who.name if who else "")
    if bound.hears is False:
        await _say_deaf(turn, bound)


async def _say_deaf(turn: Turn, group: Group) -> None:
    """A group whose talk we cannot hear: it and the desk are told how to mend it."""
    message = turn.compose("intro.deaf", turn.group_language)
    message = replace(message, buttons=_bind_button(turn, group))
    turn.outbox.card(group.chat, INTRO, message, priority=Priority.ANSWER)
    place = await turn.store(Places).get(group.place) if group.place else None
    for person in await roster.admins(turn, roster.community_of(place) if place else None):
        turn.tell(person, "groups.deaf", group=group.title)


async def _introduce(turn: Turn, group: Group) -> None:
    if group.hears is False:
        await _say_deaf(turn, group)
        return
    numbers = turn.setup.config.emergency
    # One number may stand for all three.
    number = " / ".join(dict.fromkeys(filter(None, (numbers.police, numbers.fire, numbers.medical))))
    texts, language = turn.setup.texts, turn.group_language
    lines = [texts.text("intro.group" if number else "intro.group_without_number", language, number=number)]
    if group.encrypted and _has_other_networks(turn, group):
        stays = (group.chat.channel, group.chat.bot) in turn.setup.sealing
        lines.append(texts.text("intro.kept" if stays else "intro.relay", language))
    if group.place is None:
        lines.append(texts.text("intro.bind_hint", language))
    message = OutgoingMessage(text=joined(lines), buttons=_bind_button(turn, group))
    turn.outbox.card(group.chat, INTRO, message)


def _bind_button(turn: Turn, group: Group) -> Buttons:
    """One button for the admin, as long as the group is nobody's."""
    labels = turn.setup.texts.labels("intro.bind_hint", turn.group_language)
    return buttons_of(labels, [[("groups.begin", "")]]) if group.place is None else ()


def _has_other_networks(turn: Turn, group: Group) -> bool:
    """Are there workers elsewhere, where the encryption of this group does not reach?"""
    return any(channel != group.chat.channel for channel, _ in turn.setup.accounts)


async def _new_community(turn: Turn, name: str) -> Place:
    """Without any roster `/bind` makes the place; with one, an unknown name is a slip of the pen."""
    places = turn.store(Places)
    if await turn.store(Facts).get(roster.IMPORTED) is None:
        return await places.add(Place(id=PlaceId(0), kind=PlaceKind.COMMUNITY, name=name))
    kinds = (PlaceKind.COMMUNITY, PlaceKind.COMPOUND, PlaceKind.GRID)
    known = [place.name for kind in kinds for place in await places.of_kind(kind)]
    near = get_close_matches(name, known, n=3, cutoff=0.2) or known[:3]
    raise Refused("bind.unknown", short=name, words=listed(near, turn.language_of(turn.person)))


async def ask_which(turn: Turn, key: str, places: Sequence[Place], **values: str) -> None:
    """Which of these places: one button for each, with as much of its name as tells it from the others."""
    names = await _told_apart(turn, places)
    buttons = [(name, ("groups.bind", str(place.id))) for name, place in zip(names, places, strict=True)]
    turn.choose(key, buttons, in_a_row=IN_A_ROW, **values)


async def _told_apart(turn: Turn, places: Sequence[Place]) -> list[str]:
    """Each with its compound in front; where that is alike, with its kind; where that is, too, with its community."""
    texts, language = turn.setup.texts, turn.group_language
    plain = [await roster.place_name(turn, place.id) for place in places]
    with_kind = [
        name if plain.count(name) == 1 else texts.word(f"bind.kind_{place.kind}", language, place=name)
        for name, place in zip(plain, places, strict=True)
    ]
    return [
        name if with_kind.count(name) == 1 else f"{await roster.place_name(turn, place.community)} {name}".strip()
        for name, place in zip(with_kind, places, strict=True)
    ]


async def our_group(turn: Turn) -> Group:
    """The group this is said in. The place that it is bound to is the business of that community's staff alone."""
    if turn.group is None or turn.is_private:
        raise Refused("bind.in_group")
    if turn.group.place is not None:
        await _theirs(turn, await turn.store(Places).get(turn.group.place))
    return turn.group


async def _theirs(turn: Turn, place: Place) -> Place:
    """The place, if the actor serves its community: staff of another one decide nothing here."""
    if not await roster.serves(turn, place):
        raise Refused("no.admins_only")
    return place
