"""Notes are for those who work on it, corrections put right what was taken down wrongly."""

import pytest

from bot.community import Role
from tests.town import Yucheng


@pytest.fixture
async def one(here: Yucheng) -> Yucheng:
    """A call that 李明 has accepted."""
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.presses("接单")
    return here


async def test_a_note_reaches_the_worker_and_no_resident(one: Yucheng) -> None:
    before = one.group.texts

    await one.zhao.tells_the_bot("/note 1 钥匙在门卫")

    assert one.zhao.inbox[-1] == "#1 记下了,只有办事的人看得到。"
    assert one.li.inbox[-1] == "#1 赵敏备注:“钥匙在门卫”"
    assert one.group.texts == before
    assert one.wang.inbox == []


async def test_a_note_moves_no_clock(one: Yucheng) -> None:
    """LESSONS 8."""
    card = one.group.card
    await one.town.passes(hours=1)

    await one.li.tells_the_bot("备注 1 下午再去")

    assert one.group.card == card


async def test_a_note_stands_behind_more(one: Yucheng) -> None:
    await one.li.presses("更多")
    await one.li.presses("备注")

    await one.li.tells_the_bot("钥匙在门卫")

    assert one.li.inbox[-1] == "#1 记下了,只有办事的人看得到。"


async def test_a_note_without_words_is_asked_for(one: Yucheng) -> None:
    await one.li.tells_the_bot("/note 1")

    assert one.li.inbox[-1].startswith("#1 要记什么?")


async def test_another_building_of_the_same_worker_stays_with_him(one: Yucheng) -> None:
    await one.li.tells_the_bot("/fix 1 4号楼")

    assert one.group.card.startswith("#1 御城一区4号楼")
    assert one.li.inbox[-1].startswith("#1 改好了:御城一区4号楼,")


async def test_another_buildings_worker_gets_it_and_nobody_is_surprised(one: Yucheng) -> None:
    """LESSONS 18: re-routing after a place was corrected."""
    grid = await one.town.place(one.grid.kind, "第二网格", one.community)
    await one.town.place(one.building3.kind, "9号楼", one.community, compound=one.second.id, grid=grid.id)
    zhou = await one.town.official("周强", Role.WORKER, grid)

    await one.li.tells_the_bot("更正 1 9号楼")

    assert one.li.inbox[-1].startswith("#1 改到御城二区9号楼,那里归周强管,已经转给周强,")
    assert "已交给网格员周强" in one.group.card
    assert zhou.inbox[0].startswith("#1 御城二区9号楼")


async def test_a_number_that_exists_twice_is_asked_with_buttons(one: Yucheng) -> None:
    elsewhere = await one.town.group("别的群")
    one.li.group = elsewhere
    await one.li.tells_the_bot("/fix 1 3号楼")

    await one.li.presses("御城二区")

    assert one.group.card.startswith("#1 御城二区3号楼")


async def test_urgency_and_category_are_put_right_with_their_deadlines(one: Yucheng) -> None:
    before = one.group.card

    await one.li.tells_the_bot("/fix 1 加急")
    await one.li.tells_the_bot("更正 1 矛盾")

    assert one.li.inbox[-1].startswith("#1 改好了:御城一区3号楼,邻里矛盾 加急。")
    assert one.group.card != before


async def test_what_is_right_may_be_said_after_the_button(one: Yucheng) -> None:
    await one.li.presses("更多")
    await one.li.presses("更正")

    await one.li.tells_the_bot("4号楼")

    assert one.group.card.startswith("#1 御城一区4号楼")


async def test_what_cannot_be_read_gets_one_line(one: Yucheng) -> None:
    await one.li.tells_the_bot("/fix 1 那个地方")

    assert one.li.inbox[-1].startswith("#1 没看懂“那个地方”。")
