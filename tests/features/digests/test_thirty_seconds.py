"""The daily digest in half a minute: what was found before anybody called, and one tap to each ticket."""

from datetime import UTC, datetime

from tests.features.digests.test_daily import shanghai
from tests.town import Somebody, Yucheng


async def digest_of(who: Somebody) -> list[str]:
    """The lines of the digest as it is now; its buttons stand under the last private message."""
    await who.tells_the_bot("/digest")
    return who.inbox[-1].splitlines()


async def test_three_of_a_kind_in_one_building_are_told(here: Yucheng) -> None:
    for words in ("楼道灯不亮", "楼道灯又坏了", "门禁坏了"):
        await here.wang.says(f"/report 3号楼{words}")

    assert "御城一区3号楼 30 天里 3 次城建设施,像是同一个原因" in await digest_of(here.zhao)


async def test_a_building_that_went_silent_is_told(here: Yucheng) -> None:
    here.town.clock.at = datetime(2026, 9, 28, 2, tzinfo=UTC)
    for number in (1, 2, 3):
        await here.wang.says("/report 3号楼路灯不亮")
        await here.li.tells_the_bot(f"/done {number} 换了灯")
        await here.wang.tells_the_bot(f"修好了 {number}")
    here.town.clock.at = shanghai(10)

    assert "30 天没有动静,以前常有:御城一区3号楼" in await digest_of(here.zhao)


async def test_a_worker_with_too_much_is_told(here: Yucheng) -> None:
    for number in range(12):
        await here.wang.says(f"/report 4号楼{number + 1}层路灯不亮")

    assert "李明手上 12 件,多了" in await digest_of(here.zhao)


async def test_a_caller_with_reason_to_be_unhappy_is_told_before_the_score(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼停水了")
    here.town.clock.at = shanghai(15)
    await here.li.tells_the_bot("/done 1 阀门打开了")

    assert "来报的人可能不满意,打个电话:#1" in await digest_of(here.zhao)


async def test_a_ticket_of_the_digest_is_one_tap_away_with_what_can_be_decided(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼停水了")
    here.town.clock.at = shanghai(18)
    await here.town.passes(minutes=1)

    await here.zhao.presses("#1")

    assert here.zhao.inbox[-1] == "#1 御城一区3号楼 · 3号楼停水了\n陈静,还没接,时限今天 12:00\n怎么定?"
    assert here.zhao.private[-1].labels == [["换人", "吹哨", "盯着"]]
    assert "您盯着了" in await here.zhao.presses("盯着")


async def test_what_is_in_hand_can_be_given_more_time_and_another_person(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼停水了")
    await here.li.tells_the_bot("/claim 1")
    here.town.clock.at = shanghai(10, day=30)
    await digest_of(here.zhao)

    await here.zhao.presses("#1")

    assert here.zhao.private[-1].labels == [["换人", "吹哨", "盯着"], ["宽限"]]
    await here.zhao.presses("换人")
    await here.zhao.presses("陈静")
    assert any("#1" in text for text in here.chen.inbox)


async def test_a_dispute_is_decided_from_the_digest(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.tells_the_bot("/done 1 换了灯")
    await here.wang.tells_the_bot("没修好 1")
    lines = await digest_of(here.zhao)

    await here.zhao.presses("#1")

    assert "等您定的 1 件:#1" in lines
    assert here.zhao.private[-1].labels == [["重办", "不重办"]]


async def test_which_ones_are_exactly_those_that_are_missing(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼停水了")
    await here.wang.says("/report 4号楼停水了")
    await here.li.tells_the_bot("/progress 1 马上去看")
    here.town.clock.at = shanghai(18)
    await digest_of(here.zhao)

    await here.zhao.presses("没响应的")

    assert here.zhao.inbox[-1] == "御城社区 响应率 50%(1/2):差这 1 件\n#2 御城一区4号楼 · 4号楼停水了,李明"


async def test_whoever_only_asked_for_the_digest_gets_no_buttons_to_decide(here: Yucheng) -> None:
    here.zhao.group = here.group
    await here.zhao.says("/bind 第一网格")
    boss = here.town.resident("群主", here.group, is_chat_admin=True)
    await boss.tells_the_bot("/help")
    await boss.presses("每天收日报")
    await here.wang.says("/report 3号楼停水了")
    here.town.clock.at = shanghai(18)
    await here.town.passes(minutes=1)

    assert boss.private[-1].labels == [["不用再发"]]


async def test_who_is_staff_no_more_decides_nothing_by_an_old_digest(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼停水了")
    here.town.clock.at = shanghai(18)
    await digest_of(here.zhao)
    await here.town.dismiss(here.zhao, here.community)

    toasts = [await here.zhao.presses(label) for label in ("#1", "没响应的")]

    assert toasts == ["这个要社区的管理员来做。"] * 2


async def test_the_picture_comes_after_the_words_once_there_are_days_to_see(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼停水了")
    await here.town.wakes_up_after(days=3, hours=9)

    shown = here.zhao.private[-1]

    assert shown.text == "御城社区,每天新的、办好的和在办的"
    assert shown.silent
    assert "三率" in here.zhao.inbox[-2]
