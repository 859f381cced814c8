"""The review of the week and the month for staff, and what residents read in their group."""

from tests.features.digests.test_daily import shanghai
from tests.town import Yucheng


async def test_the_week_is_reviewed_on_monday_beside_the_week_before(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼停水了")
    await here.wang.says("/report 4号楼路灯不亮")
    await here.li.tells_the_bot("/done 1 阀门打开了")
    await here.wang.presses("修好了")

    here.town.clock.at = shanghai(18, day=30)
    await here.town.passes(minutes=1)

    review = next(text for text in here.zhao.inbox if text.startswith("御城社区 11月23日周一到11月29日周日"))
    assert review.splitlines()[1] == "新 2(上期 0)· 办好 1(上期 0)· 在办 1"
    assert "解决率 100%(1/1)" in review
    assert "网格内办好 100%(1/1)" in review
    assert review.splitlines()[-1] == "都是些什么:城建设施 2"


async def test_the_month_is_reviewed_with_its_first_digest(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼停水了")
    here.town.clock.at = shanghai(18, day=30)
    await here.town.wakes_up_after(days=1)

    assert any(text.startswith("御城社区 11月1日周日到11月30日周一") for text in here.zhao.inbox)


async def test_residents_read_what_was_solved_and_goes_on_and_nothing_private(here: Yucheng) -> None:
    here.zhao.group = here.group
    await here.zhao.says("/digest 居民 每天")
    await here.wang.says("/report 3号楼停水了")
    await here.wang.says("/report 4号楼路灯不亮")
    await here.wang.tells_the_bot("/report 邻居天天吵架")
    await here.li.tells_the_bot("/done 1 阀门打开了")
    here.town.clock.at = shanghai(18)

    await here.town.passes(minutes=1)

    posted = here.group.messages[-1]
    assert posted.silent
    assert posted.text.splitlines()[0] == "第一网格 这一天"
    assert "办好 1 件:#1 3号楼停水了(不到 1 分钟)" in posted.text
    assert "还在办 1 件:#2 4号楼路灯不亮(" in posted.text
    assert "吵架" not in posted.text
    assert not any(name in posted.text for name in ("王芳", "李明"))


async def test_a_group_that_did_not_ask_reads_nothing(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼停水了")
    before = len(here.group.messages)

    here.town.clock.at = shanghai(18, day=30)
    await here.town.passes(minutes=1)

    assert not any("这一" in message.text for message in here.group.messages[before:])
