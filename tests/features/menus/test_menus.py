"""Menus of commands: each sees what fits, once, and again only when it has changed."""

import re

import pytest

from bot.community import Role
from bot.features.menus.choosing import commands_of
from bot.installed import FEATURES
from bot.orders import Audience
from storage.engine import OpenDatabase
from tests.town import Town, Yucheng, open_town, yucheng

# Opened by links alone; nobody types them.
NOT_SHOWN = {"start", "join"}
ROUTES = commands_of(FEATURES)


@pytest.fixture
async def shown(database: OpenDatabase) -> Yucheng:
    """御城社区 on a network with menus, just started."""
    here = await yucheng(open_town(database, shows_menus=True))
    await here.town.passes(minutes=1)
    return here


def menu(town: Town, audience: Audience, whose: str = "", language: str | None = None) -> list[str]:
    return town.network.menus.get((audience, whose, language), [])


async def test_after_the_start_everybody_has_a_menu_in_every_language(shown: Yucheng) -> None:
    """PLATFORMS 30: localized command lists per scope."""
    for audience in (Audience.PRIVATE, Audience.GROUPS, Audience.HOSTS):
        assert menu(shown.town, audience) == menu(shown.town, audience, language="en") != []


async def test_in_a_group_all_see_six_commands_and_its_administrators_those_that_bind_it(shown: Yucheng) -> None:
    assert menu(shown.town, Audience.GROUPS) == ["report", "status", "mine", "metoo", "who", "help"]
    assert {"bind", "unbind", "quiet"} <= set(menu(shown.town, Audience.HOSTS))


async def test_residents_are_not_shown_what_is_for_workers(shown: Yucheng) -> None:
    theirs = set(menu(shown.town, Audience.PRIVATE))

    assert {"report", "mine", "home", "help"} <= theirs
    assert theirs.isdisjoint({"claim", "tasks", "done", "whistles", "digest", "bind"})


async def test_a_worker_and_the_secretary_have_menus_of_their_own(shown: Yucheng) -> None:
    worker = menu(shown.town, Audience.PERSON, shown.li.account.id)
    secretary = menu(shown.town, Audience.PERSON, shown.zhao.account.id)

    assert worker[0] == "tasks"
    assert {"claim", "done", "report"} <= set(worker)
    assert "assign" not in worker
    assert {"assign", "digest", "claim"} <= set(secretary)
    assert menu(shown.town, Audience.PERSON, shown.wang.account.id) == []


async def test_what_is_right_is_not_set_again(shown: Yucheng) -> None:
    shown.town.network.menus.clear()

    await shown.town.passes(hours=1)

    assert shown.town.network.menus == {}


async def test_a_new_role_brings_a_new_menu_and_a_lost_one_takes_it_away(shown: Yucheng) -> None:
    await shown.town.also(shown.li, Role.STAFF, shown.community)
    await shown.town.passes(minutes=6)
    promoted = menu(shown.town, Audience.PERSON, shown.li.account.id)

    await shown.town.dismiss(shown.chen, shown.grid)
    await shown.town.passes(minutes=6)

    assert "assign" in promoted
    assert menu(shown.town, Audience.PERSON, shown.chen.account.id) == []


async def test_a_menu_speaks_the_language_that_its_reader_chose(shown: Yucheng) -> None:
    await shown.li.tells_the_bot("/lang en")
    before = dict(shown.town.network.menu_words)

    await shown.town.passes(minutes=6)

    key = (Audience.PERSON, shown.li.account.id, None)
    assert before[key][0] == "手上的事,先办哪些"
    assert shown.town.network.menu_words[key][0] == "What to do first"


async def test_a_network_without_menus_is_told_nothing(here: Yucheng) -> None:
    await here.town.passes(minutes=10)

    assert here.town.network.menus == {}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_command_that_people_type_has_short_words_for_the_menu(here: Yucheng, language: str) -> None:
    texts = here.town.service.setup.texts

    words = {
        route.name: texts.word(f"command.{route.name}", language) for route in ROUTES if route.name not in NOT_SHOWN
    }

    assert [name for name, said in words.items() if not 1 < len(said) <= 40] == []
    assert [name for name in words if not re.fullmatch(r"[a-z0-9_]{1,32}", name)] == []
    assert len(ROUTES) <= 100
