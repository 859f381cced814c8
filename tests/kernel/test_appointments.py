"""Moments to come, as people write them."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.appointments import read_moment

SHANGHAI = ZoneInfo("Asia/Shanghai")
# A Thursday, 10:00 in Shanghai.
NOW = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)


def read(words: str, at: time | None = None) -> str | None:
    moment = read_moment(words, NOW, SHANGHAI, at=at)
    return None if moment is None else moment.strftime("%m-%d %H:%M")


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("明天15:00", "11-27 15:00"),
        ("今天下午3点", "11-26 15:00"),
        ("今晚7点半到现场", "11-26 19:30"),
        ("后天9点20分", "11-28 09:20"),
        ("周四16点", "11-26 16:00"),
        ("周一 上午10点", "11-30 10:00"),
        ("下周五9点", "12-04 09:00"),
        ("12月1日9点半", "12-01 09:30"),
        ("1月5号 14:00", "01-05 14:00"),
        ("2026-11-30 08:15", "11-30 08:15"),
        ("15:30", "11-26 15:30"),
        ("tomorrow 3 pm", "11-27 15:00"),
        ("Monday at 10:30", "11-30 10:30"),
        ("Dec 1, 9:00 am", "12-01 09:00"),
        ("12 am tomorrow", "11-27 00:00"),
    ],
)
def test_a_moment_is_read(words: str, moment: str) -> None:
    assert read(words) == moment


@pytest.mark.parametrize(
    "words", ["过两天", "明天", "13月40日9点", "2026-02-30 9:00", "soon", "3号楼", "25点", "第3天"]
)
def test_what_is_no_moment_is_none(words: str) -> None:
    assert read(words) is None


def test_a_day_alone_is_enough_where_a_time_is_given() -> None:
    assert read("12月10日", at=time(18)) == "12-10 18:00"
    assert read("soon", at=time(18)) is None


def test_a_day_that_is_over_this_year_is_the_next_years() -> None:
    moment = read_moment("3月1日 9:00", NOW, SHANGHAI)

    assert moment is not None
    assert moment.year == 2027
