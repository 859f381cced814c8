"""The menus as they should be now, by a key of their own each."""

import hashlib
from collections.abc import Sequence

from bot.community import Account, ChatRef, Person, PersonId, PlaceKind, Role
from bot.feature import CommandRoute
from bot.features.menus.choosing import Post, commands_of, in_groups, in_private, posts_of
from bot.features.roster import views as roster
from bot.messages import Private
from bot.orders import Audience, MenuLine, ShowMenu
from bot.stores import People, Places
from bot.texts import primary
from bot.turn import Turn

# One account of ours, by network and name.
Bot = tuple[str, str]


async def wanted_menus(turn: Turn, bot: Bot) -> dict[str, ShowMenu]:
    """Everything that this account of ours should offer."""
    return {**_for_all(turn, bot), **await _for_each(turn, bot)}


def mark(menu: ShowMenu) -> str:
    """What tells a menu from what it was before."""
    return hashlib.sha256(repr((menu.audience, menu.language, menu.lines)).encode()).hexdigest()[:12]


def empty(bot: Bot, key: str) -> ShowMenu:
    """The menu of somebody who has no work with us any more: whatever everybody is offered."""
    account = Account(bot[0], key.partition(":")[2])
    return ShowMenu(to=Private(bot=bot[1], account=account), audience=Audience.PERSON, lines=())


def _for_all(turn: Turn, bot: Bot) -> dict[str, ShowMenu]:
    routes, nowhere = commands_of(turn.setup.features), ChatRef(*bot, "")
    default = turn.setup.config.language
    menus = {}
    for audience, offered in (
        (Audience.PRIVATE, in_private(routes)),
        (Audience.GROUPS, in_groups(routes)),
        (Audience.HOSTS, in_groups(routes, hosts=True)),
    ):
        for language in (None, *sorted(turn.setup.texts.languages - {default})):
            # Networks know languages by two letters; a region or script of one is no language of its own there.
            if language is not None and (language != primary(language) or len(language) != 2):  # noqa: PLR2004
                continue
            lines = _lines(turn, offered, language or default)
            menu = ShowMenu(to=nowhere, audience=audience, lines=lines, language=language)
            menus[f"{audience}:{language or ''}"] = menu
    return menus


async def _for_each(turn: Turn, bot: Bot) -> dict[str, ShowMenu]:
    """The menus of those who work with us, in their own language, where they opened a chat with this account."""
    routes, menus = commands_of(turn.setup.features), {}
    for person, posts in await _workforce(turn):
        for account in person.accounts:
            if account.channel != bot[0] or account not in person.reachable:
                continue
            if person.bot_for(account) not in {None, bot[1]}:
                continue
            lines = _lines(turn, in_private(routes, posts), turn.language_of(person))
            to = Private(bot=bot[1], account=account)
            menus[f"{Audience.PERSON}:{account.id}"] = ShowMenu(to=to, audience=Audience.PERSON, lines=lines)
    return menus


async def _workforce(turn: Turn) -> list[tuple[Person, frozenset[Post]]]:
    """Everybody with a role that has commands of its own, and the admins of the config."""
    people = turn.store(People)
    roles: dict[PersonId, set[Role]] = {}
    persons: dict[PersonId, Person] = {}
    for community in await turn.store(Places).of_kind(PlaceKind.COMMUNITY):
        persons |= {person.id: person for person in await roster.people_of(turn, community.id)}
    for person in persons.values():
        roles[person.id] = {duty.role for duty in await people.duties(person.id)}
    for account in sorted(turn.admins):
        known = await people.by_account(account)
        if known is not None:
            persons[known.id] = known
            roles.setdefault(known.id, set()).add(Role.ADMIN)
    found = [(persons[number], posts_of(frozenset(held))) for number, held in sorted(roles.items())]
    return [(person, posts) for person, posts in found if posts]


def _lines(turn: Turn, offered: Sequence[CommandRoute], language: str) -> tuple[MenuLine, ...]:
    """What a command does, in a few words. One without words is for links, not for people."""
    lines = []
    for route in dict.fromkeys(offered):
        try:
            words = turn.setup.texts.word(f"command.{route.name}", language)
        except KeyError:
            continue
        lines.append(MenuLine(command=route.name, words=words))
    return tuple(lines)
