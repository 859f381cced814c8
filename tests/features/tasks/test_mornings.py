"""At nine on a working day each worker reads what is due first."""

from bot.community import Role
from tests.town import Yucheng


def lists(texts: list[str]) -> list[str]:
    return [text for text in texts if text.startswith("早上好")]


async def test_the_list_comes_once_when_the_working_day_begins(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.wang.says("/report 4号楼路灯不亮")
    await here.li.tells_the_bot("/claim 1 2")
    assert lists(here.li.inbox) == []

    await here.town.leaps(hours=22)
    assert lists(here.li.inbox) == []
    await here.town.passes(hours=2)

    assert [text.splitlines()[0] for text in lists(here.li.inbox)] == ["早上好,今天有 2 件,先办前面的:"]
    morning = next(shown for shown in here.li.private if shown.text.startswith("早上好"))
    assert morning.labels == [["#1", "#2"], ["按楼走", "早上不发"]]


async def test_who_is_off_duty_reads_nothing_and_whoever_stands_in_does(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.tells_the_bot("/claim 1")
    await here.li.tells_the_bot("/duty off 3d")

    await here.town.leaps(hours=23, minutes=30)

    assert lists(here.li.inbox) == lists(here.zhao.inbox) == []
    assert len(lists(here.chen.inbox)) == 1


async def test_on_a_day_off_nobody_is_woken(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.tells_the_bot("/claim 1")

    # From Thursday morning to Sunday evening: Friday alone is a working day.
    await here.town.passes(hours=23, minutes=30)
    await here.town.passes(hours=58)

    assert len(lists(here.li.inbox)) <= 1


async def test_who_works_in_two_places_has_one_list(here: Yucheng) -> None:
    await here.town.also(here.li, Role.STAFF, here.community)
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.tells_the_bot("/claim 1")

    await here.town.passes(hours=23, minutes=30)

    assert len(lists(here.li.inbox)) == 1


async def test_a_service_that_was_away_all_morning_sends_none(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.tells_the_bot("/claim 1")

    await here.town.wakes_up_after(hours=25)

    assert lists(here.li.inbox) == []


async def test_whoever_wants_none_says_so_with_one_tap_and_reads_the_list_on_request(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.tells_the_bot("/claim 1")
    await here.town.passes(hours=23, minutes=30)

    toast = await here.li.presses("早上不发")
    await here.town.passes(days=3)

    assert toast.startswith("好,早上的单子不再发。")
    assert len(lists(here.li.inbox)) == 1
    await here.li.tells_the_bot("任务")
    assert here.li.inbox[-1].startswith("先办这 1 件:")


async def test_whoever_changes_their_mind_has_it_again(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.tells_the_bot("/claim 1")
    await here.li.tells_the_bot("/tasks off")

    await here.li.tells_the_bot("任务 早上发")
    await here.town.passes(hours=23, minutes=30)

    assert len(lists(here.li.inbox)) == 1
