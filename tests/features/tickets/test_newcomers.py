"""What people did on the first day, and what went wrong then."""

import pytest

from bot.community import PlaceKind
from tests.town import Yucheng


@pytest.mark.parametrize("words", ["3号楼着火了", "4号楼电梯困人了", "3号楼漏水了"])
async def test_a_call_is_no_answer_to_which_building(here: Yucheng, words: str) -> None:
    liu = here.town.resident("刘大爷", here.big_group)
    await liu.says("/report 路灯坏了")

    await liu.says(words, mention=True)

    assert "是哪栋楼" in here.big_group.messages[0].text or "处,您说的是哪个小区" in here.big_group.messages[0].text
    assert "#2" in here.big_group.messages[-1].text


async def test_a_fire_after_a_private_call_is_never_lost(here: Yucheng) -> None:
    await here.wang.tells_the_bot("我家灯坏了")

    await here.wang.tells_the_bot("4号楼着火了")

    assert "着火" in here.li.inbox[-1]
    assert here.li.inbox[-1].startswith("紧急 #2")


async def test_buildings_of_one_name_without_a_compound_have_a_label_each(here: Yucheng) -> None:
    other = await here.town.place(PlaceKind.COMMUNITY, "新村")
    await here.town.place(PlaceKind.BUILDING, "4号楼", other)

    await here.wang.tells_the_bot("四号楼电梯坏了")

    labels = [label for row in here.wang.private[-1].labels for label in row]
    assert labels == ["御城一区4号楼", "4号楼"] or all(labels)
    assert len(set(labels)) == len(labels)


async def test_a_worker_who_talks_to_us_does_not_call(here: Yucheng) -> None:
    await here.li.tells_the_bot("师傅已经在路上了")

    assert here.li.inbox[-1].startswith("这句我没往外传。")


async def test_a_neighbours_word_under_a_card_reaches_the_worker(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼没热水")

    await here.town.resident("孙姐", here.group).says("楼道里也是凉的", to=here.group.messages[0])

    assert here.li.inbox[-1] == "#1 孙姐又说:“楼道里也是凉的”"
    assert len(here.group.messages) == 1


async def test_a_strangers_look_at_a_number_tells_nothing(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    stranger = here.town.resident("路人")

    await stranger.tells_the_bot("/status 1")

    assert stranger.inbox == ["没有 #1。您报的事在“我的”里。"]
