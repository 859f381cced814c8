"""A department is called: who leads, who helps, who only knows; what the group reads."""

import pytest

from bot.community import Role
from bot.features.tickets import service, views
from bot.turn import Turn
from tests.features.whistles.builders import Called, with_departments
from tests.town import Yucheng


@pytest.fixture
async def called(here: Yucheng) -> Called:
    return await with_departments(here)


async def test_a_department_reads_what_it_is_called_for_and_until_when(called: Called) -> None:
    await called.here.li.tells_the_bot("吹哨 1 供水站 主管漏了,请来关阀")

    words = "“3号楼2单元漏水”\n请您牵头:主管漏了,请来关阀\n请今天 14:00前点“我来”,没有回音会告诉上一级。"
    assert called.water.inbox == [f"御城社区请供水站到场:#1 御城一区3号楼2单元\n{words}"]
    assert called.water.private[0].labels == [["我来", "约现场"], ["不归我们"]]


async def test_the_group_reads_who_was_called_under_the_card(called: Called) -> None:
    await called.here.li.tells_the_bot("吹哨 1 供水站 请来关阀")

    assert called.card.splitlines()[-1] == "已请供水站到场,今天 14:00前报到。"
    assert len(called.here.group.messages) == 1


async def test_the_first_leads_and_the_others_help(called: Called) -> None:
    await called.here.li.tells_the_bot("吹哨 1 供水站 请来关阀")
    await called.here.li.tells_the_bot("吹哨 1 城管中队 请围一下路面")

    assert "请您牵头" in called.water.inbox[0]
    assert "请您协助" in called.patrol.inbox[0]
    assert called.card.splitlines()[-2:] == [
        "已请供水站(牵头)到场,今天 14:00前报到。",
        "已请城管中队到场,今天 14:00前报到。",
    ]


async def test_a_helper_can_be_made_the_lead(called: Called) -> None:
    await called.here.li.tells_the_bot("吹哨 1 供水站 请来关阀")
    await called.here.li.tells_the_bot("吹哨 1 城管中队 请围一下路面")

    await called.here.li.presses("改为牵头")

    assert "请您协助" in called.water.inbox[0]
    assert "请您牵头" in called.patrol.inbox[0]


async def test_who_is_only_informed_has_no_clock(called: Called) -> None:
    await called.here.li.tells_the_bot("吹哨 1 城管中队 路面可能要挖")

    await called.here.li.presses("只是知会")

    assert called.patrol.inbox[0].endswith("知道就好,不用到场。")
    assert called.patrol.private[0].labels == []
    assert "城管中队" not in called.card
    await called.here.town.passes(days=4)
    assert len(called.patrol.inbox) == 1


async def test_a_whistle_can_be_taken_back(called: Called) -> None:
    await called.here.li.tells_the_bot("吹哨 1 供水站 请来关阀")

    await called.here.li.presses("撤回")

    assert called.water.inbox[0].endswith("不用来了,谢谢。")
    assert "供水站" not in called.card


async def test_its_own_time_to_report_in_can_be_given(called: Called) -> None:
    await called.here.li.tells_the_bot("吹哨 1 供水站 限30分钟 水漫到配电间了")

    assert "请您牵头:水漫到配电间了\n请今天 10:30前" in called.water.inbox[0]


async def test_a_length_of_time_in_the_reason_is_no_deadline(called: Called) -> None:
    await called.here.li.tells_the_bot("吹哨 1 供水站 3天没水了")

    assert "请您牵头:3天没水了" in called.water.inbox[0]


async def test_without_words_it_is_asked_what_for(called: Called) -> None:
    await called.here.li.tells_the_bot("吹哨 1 供水站")
    assert called.here.li.inbox[-1].startswith("#1 请供水站来做什么?")
    assert called.water.inbox == []

    await called.here.li.tells_the_bot("请来关阀")

    assert "请您牵头:请来关阀" in called.water.inbox[0]


async def test_without_a_name_the_departments_are_offered_the_fitting_ones_first(called: Called) -> None:
    await called.here.zhao.tells_the_bot("单位 供水站 管 城建设施")
    await called.here.li.tells_the_bot("吹哨 1")
    assert called.here.li.private[-1].labels == [["供水站", "城管中队"]]

    await called.here.li.presses("城管中队")
    await called.here.li.tells_the_bot("请围一下路面")

    assert "请您牵头:请围一下路面" in called.patrol.inbox[0]


async def test_a_worker_whistles_with_a_button_under_the_task(called: Called) -> None:
    await called.here.li.presses("更多")
    await called.here.li.presses("吹哨")
    await called.here.li.presses("供水站")

    await called.here.li.tells_the_bot("请来关阀")

    assert "请您牵头:请来关阀" in called.water.inbox[0]


async def test_two_of_one_name_are_told_apart_by_buttons_and_the_words_are_kept(called: Called) -> None:
    twin = await called.here.town.official("供水站", Role.DEPARTMENT, called.here.community)

    await called.here.li.tells_the_bot("吹哨 1 供水站 请来关阀")
    offered = called.here.li.private[-1]
    assert offered.labels == [["供水站", "供水站"]]
    await called.here.li.presses("供水站", on=offered)

    assert len(called.water.inbox) + len(twin.inbox) == 1


async def test_an_unknown_name_gets_the_nearest_and_a_way_out(called: Called) -> None:
    await called.here.li.tells_the_bot("吹哨 1 供水所 请来关阀")

    assert called.here.li.inbox[-1].startswith("#1 名册里没有这家单位。相近的有:供水站、")
    assert "外请" in called.here.li.inbox[-1]


async def test_nobody_is_called_twice_for_one_thing(called: Called) -> None:
    await called.here.li.tells_the_bot("吹哨 1 供水站 请来关阀")

    await called.here.li.tells_the_bot("吹哨 1 供水站 快点")

    assert called.here.li.inbox[-1] == "#1 已经请了供水站,还没办完。"


async def test_a_resident_and_a_worker_elsewhere_call_nobody(called: Called) -> None:
    stranger = await called.here.town.official("周强", Role.WORKER, called.here.other3)

    await called.here.wang.tells_the_bot("/whistle 1 供水站 快来")
    await stranger.tells_the_bot("/whistle 1 供水站 快来")

    assert called.water.inbox == []


async def test_when_the_ticket_is_done_nobody_need_come(called: Called) -> None:
    await called.here.li.tells_the_bot("吹哨 1 供水站 请来关阀")

    await called.here.li.tells_the_bot("/done 1 自己关好了")

    assert called.water.inbox[0].endswith("不用来了,谢谢。")
    await called.here.town.passes(days=4)
    assert len(called.water.inbox) == 1


async def test_a_ticket_that_is_over_calls_nobody(called: Called) -> None:
    await called.here.li.tells_the_bot("/done 1 自己关好了")
    await called.here.wang.presses("修好了")

    await called.here.li.tells_the_bot("吹哨 1 供水站 请来关阀")

    assert called.water.inbox == []


async def test_whoever_was_called_follows_a_ticket_that_joins_another(called: Called) -> None:
    """LESSONS 5: what is said under the joined ticket lands in the one that it follows."""
    await called.here.li.tells_the_bot("吹哨 1 供水站 请来关阀")
    await called.here.wang.says("/report 3号楼门口积水")

    await called.here.town.acts(_merge)
    await called.water.tells_the_bot("/here 2")

    assert "供水站来了,到场 0 次。" in called.here.group.messages[-1].text


async def test_called_to_a_ticket_that_joins_one_that_is_done_nobody_need_come_any_more(called: Called) -> None:
    await called.here.li.tells_the_bot("吹哨 1 供水站 请来关阀")
    await called.here.wang.says("/report 4号楼也漏水")
    await called.here.li.tells_the_bot("/claim 2")
    await called.here.li.tells_the_bot("/done 2 总阀修好了")

    await called.here.town.acts(_merge)

    assert called.water.inbox[0].endswith("不用来了,谢谢。")
    await called.water.tells_the_bot("/whistles")
    assert called.water.inbox[-1] == "没有等着的吹哨。"


async def _merge(turn: Turn) -> None:
    await service.merge(turn, await views.ticket(turn, 1), await views.ticket(turn, 2))


async def test_in_english(there: Yucheng) -> None:
    called = await with_departments(there)

    await called.here.li.tells_the_bot("/whistle 1 供水站 within 2 h close the valve please")

    assert "Please tap “Coming” by 12:00" in called.water.inbox[0]
