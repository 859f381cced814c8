"""Admins watch tickets: they hear of each lapse, and read what is due next."""

import pytest

from bot.community import Account, Role
from tests.features.roster.builders import imports, people, places
from tests.network import NAME
from tests.town import Somebody, Town, Yucheng


@pytest.fixture
async def one(here: Yucheng) -> Yucheng:
    """A call that 李明 has been given, and that 赵敏 watches."""
    await here.wang.says("/report 3号楼路灯不亮")
    await here.zhao.tells_the_bot("督办 1")
    return here


def lapses(somebody: Somebody) -> list[str]:
    return [text for text in somebody.inbox if "的时限过了" in text]


async def test_watching_is_told_to_both_and_to_no_resident(one: Yucheng) -> None:
    assert one.zhao.inbox[-1].startswith("#1 御城一区3号楼 · 3号楼路灯不亮\n您盯着了:在李明手上,")
    assert any("赵敏在看着这件事" in text for text in one.li.inbox)
    assert not any("盯" in text or "督办" in text for text in [*one.group.texts, *one.wang.inbox])


async def test_each_deadline_that_passes_is_told_once(one: Yucheng) -> None:
    await one.town.passes(days=1, hours=1)
    assert len(lapses(one.zhao)) == 1
    assert "明天 10:00的时限过了" not in lapses(one.zhao)[0]

    await one.chen.tells_the_bot("/claim 1")
    await one.town.passes(days=1)
    assert len(lapses(one.zhao)) == 1

    await one.town.passes(days=8)
    assert len(lapses(one.zhao)) == 2


async def test_a_ticket_that_nobody_watches_tells_nobody_of_its_lapses(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.town.passes(days=1, hours=1)

    assert lapses(here.zhao) == []


async def test_what_was_missed_while_nothing_ran_is_told(one: Yucheng) -> None:
    await one.town.wakes_up_after(days=1, hours=1)

    assert len(lapses(one.zhao)) == 1


async def test_a_nudge_reaches_whoever_has_it(one: Yucheng) -> None:
    await one.town.passes(days=1, hours=1)
    await one.zhao.tells_the_bot("/assign 1 李明")

    await one.zhao.presses("催一下")

    assert any("赵敏问办到哪了" in text for text in one.li.inbox)


async def test_another_person_is_two_taps_away(one: Yucheng) -> None:
    await one.li.tells_the_bot("/claim 1")
    await one.town.passes(days=10)
    await one.zhao.presses("换人")

    await one.zhao.presses("陈静")

    assert "已交给网格员陈静" in one.group.card


async def test_whoever_stops_watching_hears_no_more(one: Yucheng) -> None:
    await one.zhao.tells_the_bot("/supervise 1 off")

    await one.town.passes(days=1, hours=1)

    assert lapses(one.zhao) == []


async def test_the_end_is_told_and_ends_the_watch(one: Yucheng) -> None:
    await one.li.tells_the_bot("/done 1 换了灯泡")
    await one.wang.says("/fixed 1")

    assert any(text.endswith("收起了,不用再盯。") for text in one.zhao.inbox)
    await one.zhao.tells_the_bot("/supervise")
    assert one.zhao.inbox[-1] == "没有在盯的,两天之内也没有到期的。"


async def test_the_list_is_sorted_by_what_is_due_next(one: Yucheng) -> None:
    await one.wang.says("/report 4号楼停水了")
    await one.wang.says("/report 3号楼楼道灯坏了")
    await one.zhao.tells_the_bot("/supervise 2")

    await one.zhao.tells_the_bot("督办")

    numbers = [line[:2] for line in one.zhao.inbox[-1].split("\n") if line.startswith("#")]
    assert one.zhao.inbox[-1].startswith("盯着的 2 件:\n#2 ")
    assert numbers == ["#2", "#1", "#3"]
    assert "别的快到期的 1 件:\n#3 " in one.zhao.inbox[-1]


async def test_a_worker_may_not_watch(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.li.tells_the_bot("/supervise 1")

    assert here.li.inbox[-1] == "这个要社区的管理员来做。"


async def test_staff_of_another_community_may_not_watch(here: Yucheng) -> None:
    lakeside = await here.town.place(here.community.kind, "湖滨社区")
    stranger = await here.town.official("吴芳", Role.SECRETARY, lakeside)
    await here.wang.says("/report 3号楼路灯不亮")

    await stranger.tells_the_bot("/supervise 1")

    assert stranger.inbox[-1] == "这个要社区的管理员来做。"


async def test_the_admins_hear_what_nobody_watches_any_more(town: Town) -> None:
    """LESSONS 17: a watch of somebody who left."""
    both = ("王强,expert,柳湖社区,fake:501,", "吴芳,secretary,柳湖社区,fake:503,")
    await imports(town, places("柳湖社区,东院,北网格,1号楼,,王强,"), people(*both, "刘敏,staff,柳湖社区,fake:502,"))
    liu = Somebody(town=town, name="刘敏", account=Account(NAME, "502"))
    wu = Somebody(town=town, name="吴芳", account=Account(NAME, "503"))
    await town.resident("孙姐").tells_the_bot("/report 1号楼路灯不亮")
    await liu.tells_the_bot("/supervise 1")

    await imports(town, places("柳湖社区,东院,北网格,1号楼,,王强,"), people(*both))
    await town.settle()

    assert wu.inbox == ["#1 原来由刘敏盯着,刘敏不在名册里了,现在没有人盯。要盯就说“督办 1”。"]


async def test_the_digest_says_what_is_watched_and_how_much_of_it_is_late(one: Yucheng) -> None:
    await one.zhao.tells_the_bot("/digest")
    assert "盯着的 1 件,过了时限的 0 件:#1" in one.zhao.inbox[-1]

    await one.town.wakes_up_after(days=1, hours=1)
    await one.zhao.tells_the_bot("/digest")

    assert "盯着的 1 件,过了时限的 1 件:#1" in one.zhao.inbox[-1]
