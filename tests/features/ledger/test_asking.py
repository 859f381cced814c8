"""The ledger and the figures in the chat: who may have them, of what, and with which columns."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from bot.community import PlaceKind, Role
from bot.features.ledger.asking import Asked, asked_in
from bot.features.ledger.model import COLUMNS, OPEN_COLUMNS
from tests.town import Somebody, Yucheng

TODAY = date(2026, 11, 26)
MONTH = (date(2026, 11, 1), TODAY)
OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


@pytest.mark.parametrize(
    ("words", "days", "category", "form", "place"),
    [
        ("", MONTH, None, "xlsx", ""),
        ("上月 设施 csv", OCTOBER, "facility", "csv", ""),
        ("last-month facility", OCTOBER, "facility", "xlsx", ""),
        ("2026-10 御城社区", OCTOBER, None, "xlsx", "御城社区"),
        ("10月", OCTOBER, None, "xlsx", ""),
        ("12月", (date(2025, 12, 1), date(2025, 12, 31)), None, "xlsx", ""),
        ("2026-11-03..2026-11-09", (date(2026, 11, 3), date(2026, 11, 9)), None, "xlsx", ""),
        ("2026-13", MONTH, None, "xlsx", "2026-13"),
        ("本周", (date(2026, 11, 23), TODAY), None, "xlsx", ""),
        ("全部", (None, None), None, "xlsx", ""),
    ],
)
def test_what_people_say(
    words: str, days: tuple[date | None, date | None], category: str | None, form: str, place: str
) -> None:
    meant = Asked(first=days[0], last=days[1], category=category, form=form, place=place)

    assert asked_in(words, TODAY) == meant


def table(who: Somebody) -> list[tuple[object, ...]]:
    """The rows of the last table that came."""
    file = who.private[-1].file
    assert file is not None
    return list(load_workbook(io.BytesIO(file.content))["ledger"].iter_rows(values_only=True))


async def test_staff_get_this_months_ledger_as_a_file_in_private(here: Yucheng) -> None:
    here.zhao.group = here.big_group
    await here.wang.says("/report 3号楼2单元501漏水,电话13812345678")

    await here.zhao.says("/export")

    assert here.zhao.inbox == ["御城社区的台账,11月1日周日到11月26日周四,1 件。门牌和电话已遮。"]
    header, row = table(here.zhao)
    assert header == COLUMNS
    assert "13812345678" not in str(row)
    assert here.big_group.texts == []


async def test_another_month_a_category_and_a_place_choose(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼楼道灯不亮")
    await here.wang.says("/report 4号楼垃圾没人收")

    await here.zhao.tells_the_bot("台账 设施 第一网格")
    await here.zhao.tells_the_bot("台账 上月")

    assert here.zhao.inbox[0].startswith("第一网格的台账")
    assert here.zhao.inbox[1] == "御城社区 10月1日周四到10月31日周六没有诉求。"


async def test_those_above_read_neither_words_nor_names(here: Yucheng) -> None:
    street = await here.town.place(PlaceKind.STREET, "望江街道")
    await here.town.put_under(here.community, street)
    sun = await here.town.official("孙科", Role.STREET, street)
    await here.wang.says("/report 3号楼楼道灯不亮")

    await sun.tells_the_bot("/export 望江街道")

    header, row = table(sun)
    assert header == OPEN_COLUMNS
    assert "灯" not in str(row)
    assert "李明" not in str(row)


async def test_staff_of_another_community_and_workers_get_nothing(here: Yucheng) -> None:
    other = await here.town.place(PlaceKind.COMMUNITY, "西山社区")
    ma = await here.town.official("马兰", Role.STAFF, other)

    await ma.tells_the_bot("/export 御城社区")
    await here.li.tells_the_bot("/export")

    assert ma.inbox == ["这个要社区的管理员来做。"]
    assert here.li.inbox == ["这个要社区的管理员来做。"]


async def test_stats_says_each_figure_by_its_name(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼楼道灯不亮")
    await here.li.tells_the_bot("/done 1 换了灯")
    await here.wang.presses("修好了")
    await here.town.passes(minutes=1)

    await here.zhao.tells_the_bot("统计 本周")

    lines = here.zhao.inbox[-1].splitlines()
    assert lines[0] == "御城社区 11月23日周一到11月26日周四"
    assert lines[1:8] == [
        "新的事 1",
        "办好 1",
        "在办 0",
        "过了时限 0",
        "响应率 100%(1/1)",
        "解决率 100%(1/1)",
        "没人回话自动收起 0%(0/1)",
    ]
    assert lines[-1] == "都是些什么:城建设施 1"
