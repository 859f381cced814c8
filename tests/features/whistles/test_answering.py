"""What a department answers: it reports in, sets a time, comes several times, ends its part, or refuses."""

import pytest

from bot.community import Role
from tests.features.whistles.builders import Called, with_departments
from tests.town import Yucheng


@pytest.fixture
async def called(here: Yucheng) -> Called:
    made = await with_departments(here)
    await made.here.li.tells_the_bot("吹哨 1 供水站 请来关阀")
    return made


async def test_reporting_in_is_one_tap_and_the_worker_hears_of_it(called: Called) -> None:
    await called.water.presses("我来")

    assert "供水站报到了,到场 0 次。" in called.water.inbox[0]
    assert called.water.private[0].labels == [["到场", "办完了"], ["约现场", "不归我们"]]
    assert called.here.li.inbox[-1] == "#1 供水站报到了。"
    assert called.card.splitlines()[-1] == "供水站来了,到场 0 次。"


async def test_reporting_in_twice_changes_nothing(called: Called) -> None:
    await called.water.tells_the_bot("报到 1")
    heard = len(called.here.li.inbox)

    await called.water.tells_the_bot("报到 1")

    assert len(called.here.li.inbox) == heard


async def test_several_visits_are_written_down(called: Called) -> None:
    await called.water.tells_the_bot("到场 1 阀门锈住了,明天带工具来")
    await called.water.tells_the_bot("到场 1 阀门关上了")
    await called.water.presses("到场")

    assert called.here.li.inbox[-3:] == [
        "#1 供水站到场了:阀门锈住了,明天带工具来",
        "#1 供水站到场了:阀门关上了",
        "#1 供水站到场了:到现场看了",
    ]
    assert called.card.splitlines()[-1] == "供水站来了,到场 3 次。"


async def test_a_visit_reports_in_by_itself(called: Called) -> None:
    await called.water.tells_the_bot("到场 1 看过了")

    await called.here.town.passes(hours=5)

    assert not any("还在等供水站" in line for line in called.water.inbox)


async def test_its_part_is_done_with_words_that_residents_read(called: Called) -> None:
    await called.water.presses("我来")
    await called.water.presses("办完了")
    assert called.water.inbox[-1].startswith("#1 办了什么?")

    await called.water.tells_the_bot("换了阀门,电话13800001234")

    assert called.here.li.inbox[-1] == "#1 供水站的部分办完了:换了阀门,电话13800001234"
    assert called.card.splitlines()[-1].startswith("供水站到场 0 次,办完了自己那部分:换了阀门,电话")
    assert "13800001234" not in called.card
    assert called.water.private[0].labels == []


async def test_the_card_names_three_departments_and_says_in_few_words_what_they_did(called: Called) -> None:
    for name in ("燃气站", "路灯所", "园林站", "排水所"):
        await called.here.town.official(name, Role.DEPARTMENT, called.here.community)
        await called.here.li.tells_the_bot(f"吹哨 1 {name} 请来看看")

    await called.water.tells_the_bot(f"完成 1 {'阀门井里的旧阀门换成了新的' * 5}")

    lines = called.card.splitlines()[-4:]
    assert lines[0].startswith("供水站(牵头)到场 0 次,办完了自己那部分:阀门井里")
    assert len(lines[0]) < 70
    assert [line[:5] for line in lines[1:3]] == ["已请燃气站", "已请路灯所"]
    assert lines[3] == "还请了另外 2 家。"


async def test_one_time_is_set_for_a_joint_visit_and_residents_are_told(called: Called) -> None:
    await called.water.presses("约现场")
    await called.water.tells_the_bot("明天下午3点")

    told = called.here.group.messages[-1]
    assert told.text == "#1 御城一区3号楼2单元 · 3号楼2单元漏水\n供水站明天 15:00到现场看,住户可以一起来说。"
    assert not told.silent
    assert told.reply_to == called.here.group.messages[0].reply_to
    assert called.card.splitlines()[-1] == "供水站明天 15:00到现场看,住户可以一起来说。"


async def test_another_time_replaces_the_first(called: Called) -> None:
    await called.water.tells_the_bot("约现场 1 明天15:00")

    await called.water.tells_the_bot("约现场 1 周六9点")

    assert called.card.splitlines()[-1] == "供水站周六 09:00到现场看,住户可以一起来说。"


async def test_a_time_that_is_none_is_asked_for_again(called: Called) -> None:
    for words in ("过两天", "昨天", "今天9:00"):
        await called.water.tells_the_bot(f"约现场 1 {words}")

        assert called.water.inbox[-1].startswith("#1 没看懂时间。")


async def test_the_time_of_a_private_ticket_goes_to_its_caller_alone(here: Yucheng) -> None:
    called = await with_departments(here)
    await here.wang.tells_the_bot("/report 御城一区3号楼201家里漏水")
    await here.li.tells_the_bot("吹哨 2 供水站 请来看看")
    before = len(here.group.messages)

    await called.water.tells_the_bot("约现场 2 明天15:00")

    assert len(here.group.messages) == before
    assert here.wang.inbox[-1].endswith("供水站明天 15:00到现场看,住户可以一起来说。")


async def test_nothing_said_about_a_private_ticket_claims_that_residents_read_it(here: Yucheng) -> None:
    called = await with_departments(here)
    await here.wang.tells_the_bot("/report 御城一区3号楼201家里漏水")
    await here.li.tells_the_bot("吹哨 2 供水站 请来看看")
    before = len(called.water.inbox)

    await called.water.tells_the_bot("报到 2")
    await called.water.tells_the_bot("约现场 2 明天15:00")
    await called.water.tells_the_bot("到场 2 看过了")
    await called.water.tells_the_bot("完成 2")

    assert called.water.inbox[before + 1 :] == [
        "#2 约好了。这件事私下办,群里不显示。要改再约一次就行。",
        "#2 到场记下了。这件事私下办,群里不显示。",
        "#2 办了什么?打一句,群里不显示。不说就先不记。",
    ]
    await called.water.presses("约现场")
    assert called.water.inbox[-1].endswith("这件事私下办,群里不显示。不说就不约。")


async def test_a_plain_reply_to_a_whistle_is_no_call_and_is_asked_what_it_is(called: Called) -> None:
    await called.water.tells_the_bot("阀门在地下室,我们带人来", to=called.water.private[0])
    assert called.water.inbox[-1].startswith("#1 这句记成什么?")
    assert called.water.private[-1].labels == [["到场", "办完了"], ["转告社区"]]

    await called.water.presses("转告社区")

    assert called.here.li.inbox[-1] == "#1 供水站说:“阀门在地下室,我们带人来”"


async def test_a_plain_reply_can_be_a_visit(called: Called) -> None:
    await called.water.tells_the_bot("阀门关好了", to=called.water.private[0])

    await called.water.presses("到场", on=called.water.private[-1])

    assert called.here.li.inbox[-1] == "#1 供水站到场了:阀门关好了"


async def test_thanks_under_a_whistle_is_nothing(called: Called) -> None:
    """LESSONS 2: the last word is "thanks"."""
    await called.water.tells_the_bot("谢谢", to=called.water.private[0])

    assert len(called.water.inbox) == 1


async def test_another_department_cannot_answer_for_it(called: Called) -> None:
    await called.patrol.tells_the_bot("/here 1")

    assert called.card.splitlines()[-1].startswith("已请供水站到场")
    assert not any("报到了" in line for line in called.here.li.inbox)


async def test_the_community_speaks_for_a_department_that_cannot_write(called: Called) -> None:
    await called.here.li.tells_the_bot("吹哨 1 城管中队 请围一下")

    await called.here.li.tells_the_bot("报到 1 城管中队")
    await called.here.li.tells_the_bot("报到 1")

    assert called.card.splitlines()[-1] == "城管中队来了,到场 0 次。"
    assert called.here.li.inbox[-1].startswith("#1 请了几家,说的是哪一家?供水站、城管中队")


async def test_refusing_names_whose_it_is_and_the_desk_rules(called: Called) -> None:
    await called.water.presses("不归我们")
    await called.water.tells_the_bot("城管中队 这是路边消火栓,归他们管")

    asked = called.here.zhao.private[-1]
    assert asked.text == (
        "#1 御城一区3号楼2单元 · 3号楼2单元漏水\n供水站说不归他们:这是路边消火栓,归他们管,应找城管中队。"
        "怎么定?明天 10:00前没有定,会请上一级定。"
    )
    assert asked.labels == [["改请那边", "还请他们"], ["请上级定"]]
    assert called.card.splitlines()[-1] == "供水站说不归他们,社区在定。"


async def test_the_ruling_calls_those_that_were_named_for_the_same_reason(called: Called) -> None:
    await called.water.tells_the_bot("不归我 1 城管中队 归他们管")

    await called.here.zhao.presses("改请那边")

    assert "请您牵头:请来关阀" in called.patrol.inbox[0]
    assert called.water.inbox[0].endswith("不用来了,谢谢。")
    assert any(line.endswith("定了:改请城管中队。") for line in called.here.zhao.inbox)
    assert called.card.splitlines()[-1].startswith("已请城管中队到场")


async def test_the_ruling_may_insist_and_the_clock_begins_anew(called: Called) -> None:
    await called.water.tells_the_bot("不归我 1 城管中队 归他们管")
    await called.here.town.passes(hours=2)

    await called.here.zhao.presses("还请他们")

    assert called.water.inbox[-1].endswith("社区定了,还是请供水站来办。请今天 16:00前报到。")
    assert called.water.private[0].labels == [["我来", "约现场"], ["不归我们"]]


async def test_the_desk_may_ask_above(called: Called) -> None:
    street = await called.here.town.official("街道韩主任", Role.STREET, called.here.community)
    await called.water.tells_the_bot("不归我 1 城管中队 归他们管")

    await called.here.zhao.presses("请上级定")
    await street.presses("还请他们")

    assert called.water.inbox[-1].startswith("#1 御城一区3号楼2单元")
    assert "还是请供水站来办" in called.water.inbox[-1]


async def test_without_a_ruling_the_desk_is_asked_again_then_the_level_above(called: Called) -> None:
    street = await called.here.town.official("街道韩主任", Role.STREET, called.here.community)
    await called.water.tells_the_bot("不归我 1 城管中队 归他们管")

    await called.here.town.passes(days=2)

    assert street.private[-1].labels == [["改请那边", "还请他们"], ["请上级定"]]


async def test_a_refusal_without_a_department_of_the_roster_gets_the_nearest(called: Called) -> None:
    await called.water.tells_the_bot("不归我 1 城管队 归他们管")
    assert called.water.inbox[-1] == "#1 请先写名册里的单位名。相近的有:城管中队。"

    await called.water.tells_the_bot("不归我 1 城管中队")
    assert called.water.inbox[-1].startswith("#1 为什么该找城管中队?")


async def test_the_department_itself_does_not_rule(called: Called) -> None:
    await called.here.zhao.tells_the_bot("单位 供水站 加 赵敏")
    await called.here.zhao.tells_the_bot("不归我 1 城管中队 归他们管")

    await called.here.zhao.presses("改请那边")

    assert called.patrol.inbox == []


async def test_an_old_button_does_no_harm(called: Called) -> None:
    await called.water.presses("我来")
    await called.water.tells_the_bot("完成 1 关好了")

    await called.water.presses("我来", on=called.water.private[0].before("我来"))

    assert called.card.splitlines()[-1] == "供水站到场 0 次,办完了自己那部分:关好了"


async def test_whoever_called_and_left_the_job_is_not_told_any_more(here: Yucheng) -> None:
    called = await with_departments(here)
    await here.li.tells_the_bot("/whistle 1 供水站 看阀门")
    await here.zhao.tells_the_bot("/assign 1 陈静")
    await here.town.dismiss(here.li, here.grid)
    told = list(here.li.inbox)

    await called.water.tells_the_bot("/here 1")

    assert here.li.inbox == told
    assert "#1 供水站报到了。" in here.chen.inbox


async def test_a_worker_who_says_ready_where_nobody_was_called_reads_how_to_finish(here: Yucheng) -> None:
    await with_departments(here)

    await here.li.tells_the_bot("完成 1 修好了")

    assert here.li.inbox[-1] == "#1 没有请过单位,或者都办完了。这件自己办好了就说“办结 1”加一句。"


async def test_a_time_for_a_visit_to_a_private_ticket_is_told_to_the_caller_alone(
    here: Yucheng,
) -> None:
    called = await with_departments(here)
    await here.li.tells_the_bot("吹哨 1 供水站 请来关阀")
    await here.wang.tells_the_bot("/start")
    await here.wang.tells_the_bot("/private 1")
    before = list(here.group.texts)

    await called.water.tells_the_bot("/propose 1 明天15:00")

    assert any("明天 15:00" in text for text in here.wang.inbox)
    assert not any("15:00" in text or "供水站" in text for text in here.group.texts if text not in before)
    assert here.group.card == "#1 这件事私下办,已经有人负责。"
