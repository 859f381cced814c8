"""The button under the greeting binds the group in one or two taps, on every network."""

import pytest

from bot.community import Account, Group
from bot.config import Config
from bot.features.roster.views import IMPORTED
from bot.messages import BotAdded
from bot.stores import Facts, Groups
from storage.engine import OpenDatabase
from tests.network import NAME
from tests.town import GroupChat, Somebody, Town, Yucheng, open_town

RELAYED = "本群是加密的;报的事会转给网格员,他们有的用别的聊天工具。"


async def place_of(town: Town, chat: GroupChat) -> int | None:
    group: Group | None = await town.keep(lambda uow: uow.store(Groups).get(chat.chat))
    return None if group is None else group.place


async def imported(town: Town) -> None:
    await town.keep(lambda uow: uow.store(Facts).set(IMPORTED, "yes"))


def admin_of_the_config(town: Town) -> Somebody:
    return Somebody(town=town, name="周站长", account=Account(NAME, "9001"))


@pytest.fixture
def town(database: OpenDatabase) -> Town:
    """Without a roster; 周站长 is the admin of the config."""
    return open_town(database, Config(admins=(Account(NAME, "9001"),)))


async def test_with_a_roster_two_taps_bind_the_group(here: Yucheng) -> None:
    await imported(here.town)
    group = await here.town.bot_comes_into("新群", here.zhao)

    await here.zhao.presses("绑定")
    await here.zhao.presses("第一网格")

    assert group.texts[1] == "这个群是哪里的?没有的话,回这一条说“绑定”加名字。"
    assert group.messages[1].labels[0][0] == "御城社区"
    assert await place_of(here.town, group) == here.grid.id


async def test_without_a_roster_the_next_line_is_its_name(town: Town) -> None:
    zhou = admin_of_the_config(town)
    group = await town.bot_comes_into("柳荫里业主群", zhou)

    await zhou.presses("绑定")
    await zhou.says("柳荫里")

    assert group.texts[1] == "这个小区叫什么?请管理员回这一条,只写名字。"
    assert group.texts[-1].startswith("好,这个群就是柳荫里。")


async def test_a_long_line_is_no_name(town: Town) -> None:
    zhou = admin_of_the_config(town)
    group = await town.bot_comes_into("柳荫里业主群", zhou)

    await zhou.presses("绑定")
    await zhou.says("大家晚上好,这个机器人是居委会请来帮大家报修的,有事就跟它说")

    assert await place_of(town, group) is None


async def test_a_resident_who_taps_it_reads_one_line_and_nothing_changes(here: Yucheng) -> None:
    await imported(here.town)
    group = await here.town.bot_comes_into("新群", here.wang)

    await here.wang.presses("绑定")

    assert await place_of(here.town, group) is None
    assert len(group.messages) == 1


async def test_a_deaf_group_has_the_button_too_and_a_bound_one_has_none(here: Yucheng) -> None:
    group = await here.town.bot_comes_into("新群", here.zhao, hears=False)
    assert group.messages[0].labels == [["绑定"]]

    await here.zhao.says("/bind 第一网格")

    assert group.messages[0].labels == []


@pytest.mark.parametrize("others", [True, False], ids=["workers elsewhere", "one network"])
async def test_an_encrypted_group_is_told_whether_its_calls_leave_the_network(here: Yucheng, *, others: bool) -> None:
    town = here.town
    if others:
        object.__setattr__(town.service.setup, "accounts", frozenset({*town.service.setup.accounts, ("other", "7")}))
    group = await town.group("新群")
    added = BotAdded(
        key="u:added", chat=group.chat, sender=here.wang.sender, at=town.clock.now(), chat_title="新群", encrypted=True
    )

    await town.happens(added)

    assert (RELAYED in group.texts[0]) is others
