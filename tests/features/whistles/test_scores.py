"""The community rates a department, which hears it before it counts and may answer."""

import pytest

from tests.features.whistles.builders import Called, with_departments
from tests.town import Yucheng


@pytest.fixture
async def called(here: Yucheng) -> Called:
    made = await with_departments(here)
    await made.here.li.tells_the_bot("吹哨 1 供水站 请来关阀")
    await made.water.tells_the_bot("完成 1 阀门换好了")
    return made


async def test_the_desk_is_asked_when_a_part_is_done(called: Called) -> None:
    asked = called.here.zhao.private[-1]

    assert asked.text.startswith("#1 御城一区3号楼2单元 · 3号楼2单元漏水\n供水站的部分办完了:阀门换好了\n办得怎么样?")
    assert asked.labels == [["很好", "一般", "不好"]]


async def test_the_department_hears_the_score_three_working_days_before_it_counts(called: Called) -> None:
    await called.here.zhao.tells_the_bot("考评 1 供水站 2 来得太晚")

    heard = called.water.private[-1]
    head = "御城社区给 #1 御城一区3号楼2单元 评了 2 分:来得太晚"
    assert heard.text == f"{head}\n有话要说?周二 10:00前;不说就这样算。"
    assert heard.labels == [["没有", "说明"]]


async def test_it_may_answer_and_the_community_reads_that(called: Called) -> None:
    await called.here.zhao.presses("不好")
    await called.water.presses("说明")
    await called.water.tells_the_bot("路上封路,绕了一小时")

    assert called.here.zhao.inbox[-1] == "#1 供水站对 1 分说明:“路上封路,绕了一小时”"
    assert any("您的说明收到了" in line for line in called.water.inbox)


async def test_having_nothing_to_say_is_one_tap(called: Called) -> None:
    await called.here.zhao.presses("很好")

    assert await called.water.presses("没有") == "好,就这样算。"


async def test_a_score_counts_only_after_its_time(called: Called) -> None:
    await called.here.zhao.tells_the_bot("考评 1 4 还行")
    await called.here.zhao.tells_the_bot("考评")
    assert called.here.zhao.inbox[-1] == "近 30 天还没有算数的考评。"

    await called.here.town.wakes_up_after(days=6)
    await called.here.zhao.tells_the_bot("考评")

    assert called.here.zhao.inbox[-1] == "近 30 天的考评:\n供水站 4.0 分(4/1)"


async def test_until_it_counts_it_may_be_changed_and_afterwards_not(called: Called) -> None:
    await called.here.zhao.tells_the_bot("考评 1 2 来得太晚")
    await called.here.zhao.tells_the_bot("考评 1 3 弄错了")
    assert "3 分:弄错了" in called.water.inbox[-1]

    await called.here.town.wakes_up_after(days=6)
    await called.here.zhao.tells_the_bot("考评 1 5 很好")

    assert called.here.zhao.inbox[-1] == "#1 供水站的分已经算数了,改不了。"


async def test_an_answer_after_its_time_is_too_late(called: Called) -> None:
    await called.here.zhao.presses("不好")
    await called.here.town.wakes_up_after(days=6)

    await called.water.presses("说明")
    await called.water.tells_the_bot("我们当天就来了")

    assert called.water.inbox[-1].startswith("#1 没有可以说明的分")


async def test_a_part_that_is_not_done_is_not_rated(here: Yucheng) -> None:
    await with_departments(here)
    await here.li.tells_the_bot("吹哨 1 供水站 请来关阀")

    await here.zhao.tells_the_bot("考评 1 供水站 5 快")

    assert here.zhao.inbox[-1].startswith("#1 还没有单位办完")


async def test_a_score_is_one_to_five(called: Called) -> None:
    await called.here.zhao.tells_the_bot("考评 1 供水站 9 快")

    assert called.here.zhao.inbox[-1].startswith("#1 请给 1 到 5 分")


async def test_the_worker_does_not_rate(called: Called) -> None:
    await called.here.li.tells_the_bot("考评 1 供水站 1 慢")

    assert not any("评了 1 分" in line for line in called.water.inbox)
