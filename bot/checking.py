"""`huying check`: all that is wrong in config, accounts, groups and roster, with what to do. It asks the networks.

`huying doctor` reads the same of groups and people, but asks nobody.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Final

from bot.community import ChatRef, Group
from bot.condition import Condition
from bot.features.roster import strays
from bot.features.roster import views as roster
from bot.ports import Channel, KnowsRights, RefusedLogin, Rights, SignsItself
from bot.service import Service
from bot.stores import Facts, Groups, People
from bot.turn import Turn

# The running service writes down every minute how its accounts are.
_SIGN_OF_LIFE: Final = timedelta(minutes=3)
_AT_ONCE: Final = 5
_NAMED: Final = 5
_NOTHING_KNOWN: Final[Mapping[ChatRef, Rights]] = {}


async def check(service: Service) -> list[str]:
    """One line for each thing that is wrong."""
    problems = list(service.setup.config.warnings)
    held = await service.ask(_held_by_the_service)
    signed_in: list[Channel] = []
    for channel in service.channels.values():
        try:
            fault = await channel.start()
        except RefusedLogin as refusal:
            problems.append(str(refusal))
            continue
        if fault is None:
            signed_in.append(channel)
            problems += _of_device(channel)
        elif not isinstance(channel, SignsItself) or (channel.name, channel.bot) not in held:
            # Only of a device's keys there is one holder; whatever else is in the way is in ours too.
            problems.append(f"{channel.name} {channel.bot}: not signed in now ({fault}); is the address right?")
    rights = await _rights(signed_in, await service.ask(_bound))

    async def ask(turn: Turn) -> list[str]:
        return [*await of_groups(turn, rights), *await of_people(turn)]

    return [*problems, *await service.ask(ask)]


def _of_device(channel: Channel) -> Iterator[str]:
    if isinstance(channel, SignsItself) and not channel.is_signed:
        yield f"{channel.name} {channel.bot}: its device is not signed, so Element keeps it out; the log says why"


async def _held_by_the_service(turn: Turn) -> frozenset[tuple[str, str]]:
    """Accounts that a running service answers for: of their keys there is one holder."""
    condition = await Condition.read(turn.store(Facts))
    if condition is None or turn.now - condition.at > _SIGN_OF_LIFE:
        return frozenset()
    return frozenset((account.channel, account.bot) for account in condition.accounts if account.ready)


async def _bound(turn: Turn) -> list[ChatRef]:
    groups = await turn.store(Groups).all()
    return [group.chat for group in groups if group.place is not None and not group.suspended]


async def _rights(channels: Sequence[Channel], chats: Sequence[ChatRef]) -> dict[ChatRef, Rights]:
    """What each network says of each bound group; what it does not say is left out."""
    able = {(one.name, one.bot): one for one in channels if isinstance(one, KnowsRights)}
    turnstile = asyncio.Semaphore(_AT_ONCE)

    async def ask(channel: KnowsRights, chat: ChatRef) -> tuple[ChatRef, Rights | None]:
        async with turnstile:
            return chat, await channel.rights_in(chat)

    asked = [(able[chat.channel, chat.bot], chat) for chat in chats if (chat.channel, chat.bot) in able]
    told = await asyncio.gather(*(ask(channel, chat) for channel, chat in asked))
    return {chat: rights for chat, rights in told if rights is not None}


async def of_groups(turn: Turn, rights: Mapping[ChatRef, Rights] = _NOTHING_KNOWN) -> list[str]:
    """What is wrong with groups, by what we remember and by what the networks say now."""
    is_roster = await turn.store(Facts).get(roster.IMPORTED) is not None
    astray = await strays.groups_astray(turn) if is_roster else {}
    groups = await turn.store(Groups).all()
    return [line for g in groups for line in of_group(g, astray.get(g.chat), rights.get(g.chat))]


def of_group(group: Group, stray: str | None, rights: Rights | None) -> Iterator[str]:
    """`stray` is its community, where a roster was imported and none names it."""
    name = f"group {group.title or group.chat.chat}"
    if group.suspended or (rights is not None and not rights.there):
        yield f"{name}: we were removed or silenced there; add us again"
        return
    if group.place is None:
        yield f"{name}: belongs to no place; an admin says /bind and the place's name there"
    elif stray is not None:
        yield strays.astray(group.title or group.chat.chat, stray)
    hears = group.hears if rights is None or rights.hears is None else rights.hears
    if group.place is not None and hears is False:
        yield f"{name}: we cannot hear it; make us an administrator there with just “delete messages”"
    if rights is not None and not rights.writes:
        yield f"{name}: we may not write there; give us the right to send messages"
    if rights is not None and hears is not False and rights.deletes is False:
        yield f"{name}: a phone number that somebody writes there stays; give us the right to delete messages"


async def of_people(turn: Turn) -> list[str]:
    """Admins and workers to whom we cannot write, and buildings that nobody looks after."""
    silent = await roster.unreached_workers(turn)
    return [
        *await _silent_admins(turn),
        *(f"{who.name} ({place.name}) never started the bot: send the invitation" for who, place in silent),
        *await _unserved(turn),
    ]


async def _silent_admins(turn: Turn) -> list[str]:
    known = [(account, await turn.store(People).by_account(account)) for account in sorted(turn.admins)]
    return [
        f"admin {account} never wrote to the bot, so nothing can be told to them; they send it /start"
        for account, person in known
        if account.channel in turn.setup.bots and person is not None and not turn.can_write_to(person)
    ]


async def _unserved(turn: Turn) -> list[str]:
    """Buildings without a worker and a backup, by community. Without a roster all is the desk's anyway."""
    if await turn.store(Facts).get(roster.IMPORTED) is None:
        return []
    lines = []
    for community, places in await roster.unserved_buildings(turn):
        names = ", ".join(place.name for place in places[:_NAMED]) + (" …" if len(places) > _NAMED else "")
        lines.append(f"{community.name}: nobody looks after {names} ({len(places)}); name a worker in the places table")
    return lines
