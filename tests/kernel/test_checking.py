"""`huying check`: one line for each thing that is wrong, with what to do."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.checking import check, of_group, of_people
from bot.community import Account, ChatRef, Group, PlaceId, PlaceKind, Role
from bot.condition import AccountCondition, Condition
from bot.config import Config
from bot.features.roster.service import meet_admins
from bot.features.roster.views import IMPORTED
from bot.ports import Rights
from bot.stores import Facts
from storage.engine import OpenDatabase
from tests.network import BOT, NAME
from tests.town import MORNING, Town, Yucheng, open_town

GROUP = Group(chat=ChatRef(NAME, BOT, "-1"), title="三号楼群", place=PlaceId(1), hears=True)
WELL = Rights(there=True, hears=True, deletes=True)


RUNNING = Condition(at=MORNING - timedelta(seconds=50), accounts=[AccountCondition(channel=NAME, bot=BOT, ready=True)])


async def people_in(town: Town) -> list[str]:
    return await town.service.ask(of_people)


async def imported(town: Town) -> None:
    await town.keep(lambda uow: uow.store(Facts).set(IMPORTED, "yes"))


def test_a_group_where_all_is_well_has_no_line() -> None:
    assert list(of_group(GROUP, None, WELL)) == []
    assert list(of_group(GROUP, None, None)) == []


@pytest.mark.parametrize(
    ("group", "rights", "words"),
    [
        (replace(GROUP, suspended=True), None, "add us again"),
        (GROUP, Rights(there=False), "add us again"),
        (replace(GROUP, place=None), None, "an admin says /bind"),
        (replace(GROUP, hears=False), None, "we cannot hear it"),
        (GROUP, replace(WELL, hears=False, deletes=False), "we cannot hear it"),
        (GROUP, replace(WELL, writes=False), "give us the right to send messages"),
        (GROUP, replace(WELL, deletes=False), "give us the right to delete messages"),
    ],
)
def test_each_fault_of_a_group_is_one_line_with_what_to_do(group: Group, rights: Rights | None, words: str) -> None:
    (line,) = of_group(group, None, rights)

    assert line.startswith("group 三号楼群")
    assert words in line


def test_what_the_network_says_now_counts_more_than_what_we_remember() -> None:
    assert list(of_group(replace(GROUP, hears=False), None, WELL)) == []


async def test_buildings_that_nobody_looks_after_are_named(here: Yucheng) -> None:
    assert await people_in(here.town) == []

    await imported(here.town)

    (line,) = await people_in(here.town)
    assert line.startswith("御城社区: nobody looks after ")
    assert "3号楼" in line


async def test_a_worker_who_never_started_the_bot_is_named(here: Yucheng) -> None:
    await here.town.official("周平", Role.WORKER, here.second, started=False)

    assert await people_in(here.town) == [f"周平 ({here.second.name}) never started the bot: send the invitation"]


async def test_an_admin_of_the_config_who_never_wrote_to_the_bot_is_named(database: OpenDatabase) -> None:
    town = open_town(database, Config(admins=(Account(NAME, "9001"),)))
    await town.place(PlaceKind.COMMUNITY, "御城社区")
    zhou = replace(town.resident("周站长"), account=Account(NAME, "9001"))
    await town.acts(meet_admins)
    before = await people_in(town)

    await zhou.tells_the_bot("/start")

    assert before == [f"admin {NAME}:9001 never wrote to the bot, so nothing can be told to them; they send it /start"]
    assert await people_in(town) == []


async def test_an_account_that_a_running_service_holds_is_no_fault(
    here: Yucheng, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def taken() -> str:
        return "its keys are in use"

    monkeypatch.setattr(here.town.network, "start", taken)
    monkeypatch.setattr(type(here.town.network), "is_signed", True, raising=False)
    alone = await check(here.town.service)

    await here.town.keep(lambda uow: RUNNING.keep(uow.store(Facts)))

    assert [line for line in alone if "its keys are in use" in line]
    assert [line for line in await check(here.town.service) if "its keys are in use" in line] == []


async def test_a_network_that_does_not_answer_is_told_though_it_did_a_minute_ago(
    here: Yucheng, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def cut() -> str:
        return "cannot connect"

    monkeypatch.setattr(here.town.network, "start", cut)

    await here.town.keep(lambda uow: RUNNING.keep(uow.store(Facts)))

    assert [line for line in await check(here.town.service) if "not signed in now (cannot connect)" in line]
