"""One list of what waits for a department, in every community, with the same cause together."""

from bot.community import PlaceKind, Role
from bot.features.whistles.causes import by_cause
from tests.features.whistles.builders import with_departments
from tests.town import Yucheng


def test_what_is_said_alike_has_one_cause() -> None:
    said = [("a", "facility", "3号楼停水了"), ("b", "safety", "煤气味"), ("c", "facility", "5号楼也停水了,急")]

    assert by_cause(said) == [["a", "c"], ["b"]]


def test_the_same_words_about_another_category_are_another_cause() -> None:
    assert by_cause([("a", "facility", "停水了"), ("b", "service", "停水了")]) == [["a"], ["b"]]


def test_words_without_letters_are_alike_to_nothing() -> None:
    assert by_cause([("a", "", "?"), ("b", "", "!!")]) == [["a"], ["b"]]


async def test_a_department_sees_all_communities_in_one_list_and_reports_in_with_one_tap(here: Yucheng) -> None:
    called = await with_departments(here)
    lake = await here.town.place(PlaceKind.COMMUNITY, "湖滨社区")
    grid = await here.town.place(PlaceKind.GRID, "湖滨第一网格", lake)
    building = await here.town.place(PlaceKind.BUILDING, "8号楼", lake, grid=grid.id)
    group = await here.town.group("湖滨邻里群", grid)
    worker = await here.town.official("吴磊", Role.WORKER, grid, group)
    await here.town.also(called.water, Role.DEPARTMENT, lake)
    sun = here.town.resident("孙姐", group)
    await here.li.tells_the_bot("吹哨 1 供水站 请来关阀")
    await sun.says("/report 8号楼1单元漏水")
    await worker.tells_the_bot("吹哨 2 供水站 请来看看")
    assert building.name == "8号楼"

    await called.water.tells_the_bot("哨单")

    shown = called.water.private[-1]
    assert shown.text.splitlines()[:2] == ["等您的 2 件:", "像是同一个缘故的 2 件:"]
    assert "御城社区 御城一区3号楼2单元" in shown.text
    assert "湖滨社区 8号楼1单元" in shown.text
    await called.water.presses("全部报到")
    assert "供水站来了" in here.group.card
    assert "供水站来了" in group.card


async def test_staff_see_what_is_owed_to_their_community(here: Yucheng) -> None:
    await with_departments(here)
    await here.li.tells_the_bot("吹哨 1 供水站 请来关阀")

    await here.zhao.tells_the_bot("/whistles")

    assert here.zhao.inbox[-1].startswith("请了还没办完的 1 件:\n#1 御城社区 御城一区3号楼2单元")


async def test_nothing_waits_for_a_resident(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/whistles")

    assert here.wang.inbox == ["没有等着的吹哨。"]
