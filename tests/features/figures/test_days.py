"""Figures over days: what is kept when a day is over, by the calendar of each community, also after a standstill."""

from datetime import date
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.community import Place, PlaceKind
from bot.config import CommunityOverrides, Config
from bot.features.figures import views as figures
from bot.features.figures.views import Period, Value
from bot.turn import Turn
from storage.engine import OpenDatabase
from tests.town import Town, Yucheng, open_town, yucheng

NAMES = ("opened", "resolved", "open", "overdue")


async def trend(town: Town, area: Place | None, days: int) -> list[tuple[date, list[int | None]]]:
    """The counts of the last days, by date."""
    found = await town.service.ask(lambda turn: figures.trend(turn, NAMES, area, days))
    dates = [on for on, _ in found["opened"]]
    values = zip(*([value and value.part for _, value in found[name]] for name in NAMES), strict=True)
    return list(zip(dates, [list(each) for each in values], strict=True))


async def test_each_day_is_kept_when_it_is_over(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼停水了")
    await here.wang.says("/report 4号楼路灯不亮")
    await here.li.tells_the_bot("/done 2 换了灯泡")
    await here.town.leaps(hours=14, minutes=1)
    await here.wang.says("/report 4号楼门禁坏了")
    await here.town.leaps(days=1)

    assert await trend(here.town, here.community, 3) == [
        (date(2026, 11, 25), [None] * 4),
        (date(2026, 11, 26), [2, 1, 2, 1]),
        (date(2026, 11, 27), [1, 0, 3, 2]),
    ]


async def test_after_a_standstill_the_days_are_counted_from_the_history(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼停水了")
    await here.wang.says("/report 4号楼路灯不亮")
    await here.wang.tells_the_bot("/withdraw 2")

    await here.town.wakes_up_after(days=3)

    # What was late on those days cannot be told afterwards.
    assert [values for _, values in await trend(here.town, here.community, 3)] == [
        [2, 0, 1, None],
        [0, 0, 1, None],
        [0, 0, 1, None],
    ]


async def test_everywhere_is_all_communities_and_a_grid_is_counted_as_it_is_asked(here: Yucheng) -> None:
    west = await here.town.place(PlaceKind.COMMUNITY, "西山社区")
    ma = here.town.resident("马兰", await here.town.group("西山群", west))
    await here.wang.says("/report 3号楼停水了")
    await ma.says("/report 路灯不亮")

    await here.town.wakes_up_after(days=1)

    opened = [(await trend(here.town, area, 1))[0][1][0] for area in (None, here.community, west, here.grid)]
    assert opened == [2, 1, 1, 1]


async def test_today_begins_at_midnight_where_the_community_is(database: OpenDatabase) -> None:
    # LESSONS 13: "today" is no 24 hours. 10:00 in Shanghai is 21:00 of the day before in New York.
    there = CommunityOverrides(timezone=ZoneInfo("America/New_York"))
    here = await yucheng(open_town(database, Config(community=MappingProxyType({"御城社区": there}))))
    await here.wang.says("/report 3号楼停水了")

    async def opened_today(area: Place) -> int:
        async def ask(turn: Turn) -> int:
            return (await figures.count(turn, ["opened"], area, await figures.today(turn, area)))["opened"].part

        return await here.town.service.ask(ask)

    await here.town.wakes_up_after(hours=2, minutes=59)
    assert await opened_today(here.community) == 1
    await here.town.wakes_up_after(minutes=1)
    assert await opened_today(here.community) == 0


async def test_which_ones_are_those_between_numerator_and_denominator(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼停水了")
    await here.wang.says("/report 4号楼停水了")
    await here.li.tells_the_bot("/progress 1 马上去看")
    await here.town.wakes_up_after(hours=5)

    async def ask(turn: Turn) -> tuple[Value, list[int]]:
        period: Period = await figures.today(turn, here.community)
        values = await figures.count(turn, figures.RATES, here.community, period)
        return values["response"], list(await figures.which(turn, "response", here.community, period))

    assert await here.town.service.ask(ask) == (Value(part=1, whole=2), [2])


def test_a_value_is_said_by_its_unit() -> None:
    said = [
        figures.said(Value(part=48, whole=50), figures.definition("response"), "zh"),
        figures.said(Value(part=1234), figures.definition("opened"), "en"),
        figures.said(Value(part=4, whole=3), figures.definition("hops"), "en"),
        figures.said(Value(), figures.definition("scores"), "zh"),
    ]

    assert said == ["96%(48/50)", "1,234", "1.3", "还没有(0/0)"]
