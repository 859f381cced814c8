"""The rates of a digest as one counts them by hand, and what its readers have to rule on."""

from tests.features.digests.test_daily import shanghai
from tests.town import Yucheng


async def test_the_three_rates_as_one_counts_them_by_hand(here: Yucheng) -> None:
    """LESSONS 21: closed is not fixed; what was closed without a word is shown apart."""
    town = here.town
    # 1: answered in time, confirmed, satisfied. 2: answered late, closed by silence. 3: only accepted, never answered.
    # 4: taken back, which counts nowhere. 5: answered in time, confirmed, not satisfied.
    for words in ("3号楼停水了", "4号楼停水了", "3号楼路灯不亮", "4号楼门禁坏了", "3号楼门口有积水"):
        await here.wang.says(f"/report {words}")
    await here.li.tells_the_bot("/progress 1 马上去看")
    await here.li.tells_the_bot("/done 1 阀门打开了")
    await here.wang.presses("修好了")
    await here.wang.presses("满意")
    await here.li.tells_the_bot("/claim 3")
    await here.wang.tells_the_bot("/withdraw 4")
    await here.li.tells_the_bot("/done 5 通了下水口")
    await here.wang.tells_the_bot("修好了 5")
    await here.wang.presses("一般")
    await town.wakes_up_after(hours=5)
    await here.li.tells_the_bot("/claim 2")
    await here.li.tells_the_bot("/done 2 修好了")

    await town.wakes_up_after(days=8, hours=4)

    digest = next(text for text in reversed(here.zhao.inbox) if "三率" in text).splitlines()
    first = digest.index("三率,近 30 天")
    assert digest[first : first + 4] == [
        "三率,近 30 天",
        "响应率 50%(2/4),上周这时 50%(2/4)",
        "解决率 50%(2/4),上周这时 100%(2/2),另有 1 件没人回话、自动收起",
        "满意率 50%(1/2),上周这时 50%(1/2),问了 2",
    ]


async def test_what_was_answered_solved_and_rated_at_once_shows_at_once(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼楼道灯不亮")
    await here.li.tells_the_bot("/progress 1 下午来换")
    await here.li.tells_the_bot("/done 1 换了灯")
    await here.wang.presses("修好了")
    await here.wang.presses("满意")
    await here.wang.says("/report 4号楼垃圾桶满了")
    await here.town.passes(minutes=1)

    await here.zhao.tells_the_bot("/digest")

    assert here.zhao.inbox[-1].splitlines()[-5:-1] == [
        "三率,近 30 天",
        "响应率 100%(1/1)",
        "解决率 100%(1/1)",
        "满意率 100%(1/1),问了 1",
    ]


async def test_what_waits_for_a_ruling_is_named_before_the_rates(here: Yucheng) -> None:
    for number in range(1, 5):
        await here.wang.says(f"/report {number + 2}号楼路灯不亮")
        await here.li.tells_the_bot(f"/done {number} 换了灯")
        await here.wang.tells_the_bot(f"没修好 {number}")
        if number == 1:
            await here.zhao.tells_the_bot("/digest")

    await here.zhao.tells_the_bot("/digest")

    digests = [text.splitlines() for text in here.zhao.inbox if "三率,近 30 天" in text]
    before = [digest[: digest.index("三率,近 30 天")] for digest in digests]
    lines = [line for digest in before for line in digest if line.startswith("等您定的")]
    assert lines == ["等您定的 1 件:#1", "等您定的 4 件:#1 #2 #3 …"]


async def test_who_may_not_rule_reads_nothing_of_rulings(here: Yucheng) -> None:
    here.zhao.group = here.group
    await here.zhao.says("/bind 第一网格")
    boss = here.town.resident("群主", here.group, is_chat_admin=True)
    await boss.tells_the_bot("/help")
    await boss.presses("每天收日报")
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.tells_the_bot("/done 1 换了灯")
    await here.wang.tells_the_bot("没修好 1")
    here.town.clock.at = shanghai(18)

    await here.town.passes(minutes=1)

    assert boss.inbox[-1].startswith("第一网格")
    assert "等您定的" not in boss.inbox[-1]
    assert "等您定的 1 件:#1" in here.zhao.inbox[-1]


async def test_what_is_disputed_after_it_was_confirmed_is_not_solved(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼停水了")
    await here.li.tells_the_bot("/done 1 阀门打开了")
    await here.wang.presses("修好了")
    await here.wang.presses("点错了")

    await here.town.wakes_up_after(days=4, hours=9)

    assert "解决率 0%(0/1)" in here.zhao.inbox[-1]
