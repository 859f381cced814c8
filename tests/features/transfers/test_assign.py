"""Staff put a ticket into somebody's hands."""

from bot.community import Role
from tests.town import Yucheng


async def test_the_secretary_gives_it_to_another_worker(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.zhao.tells_the_bot("/assign 1 陈静")

    assert "已交给网格员陈静" in here.group.card
    assert here.chen.inbox[0].startswith("#1 御城一区3号楼")
    assert here.li.private[0].text.endswith("现在由陈静来办,您不用管了。")
    assert here.li.private[0].labels == []


async def test_an_unknown_name_gets_the_nearest_ones(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.zhao.tells_the_bot("派 1 陈金")

    assert here.zhao.inbox[-1].startswith("#1 名册里没有“陈金”。相近的有:陈静")
    assert "已交给网格员李明" in here.group.card


async def test_two_of_one_name_are_asked_with_buttons(here: Yucheng) -> None:
    other = await here.town.official("陈静", Role.ASSISTANT, here.community)
    await here.wang.says("/report 3号楼路灯不亮")
    await here.zhao.tells_the_bot("/assign 1 陈静")

    await here.zhao.presses("陈静", on=here.zhao.private[-1])

    assert len(here.chen.inbox) + len(other.inbox) == 1


async def test_a_worker_who_cannot_be_written_to_is_told_to_the_desk(here: Yucheng) -> None:
    """LESSONS 39 and LESSONS 40: a channel that delivers nothing, and a worker who was not told."""
    here.town.network.unreachable.add(here.li.address)

    await here.wang.says("/report 3号楼路灯不亮")

    assert here.zhao.inbox[-1].startswith("#1 御城一区3号楼 · 3号楼路灯不亮\n李明还没打开过呼应,信送不到。")


async def test_a_worker_may_not_give_it_away_like_that(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.li.tells_the_bot("/assign 1 陈静")

    assert here.li.inbox[-1] == "这个要社区的管理员来做。"
    assert "已交给网格员李明" in here.group.card
