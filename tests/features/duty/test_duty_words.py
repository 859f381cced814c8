"""Reading what people say about leave."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.features.duty.model import means_off, means_on, read_leave

SHANGHAI = ZoneInfo("Asia/Shanghai")
# A Thursday, 10:00 in Shanghai.
NOW = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)


def local(month: int, day: int, hour: int = 23, minute: int = 59) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("off 3d", NOW + timedelta(days=3)),
        ("休息 3天", NOW + timedelta(days=3)),
        ("休息 5小时", NOW + timedelta(hours=5)),
        ("off 2h", NOW + timedelta(hours=2)),
        ("off until Dec 5", local(12, 5)),
        ("休息到12月5日 陈静", local(12, 5)),
        ("请假到周五", local(11, 27)),
        ("off until 2026-12-05", local(12, 5)),
        ("休息到明天15:00", local(11, 27, 15, 0)),
        ("off", None),
    ],
)
def test_a_leave_lasts_as_long_as_it_says(words: str, until: datetime | None) -> None:
    leave = read_leave(words, NOW, SHANGHAI)

    assert leave is not None
    assert (leave.since, leave.until) == (NOW, until)


def test_a_leave_may_begin_later() -> None:
    leave = read_leave("休息 12月1日到12月5日", NOW, SHANGHAI)

    assert leave is not None
    assert (leave.since, leave.until) == (local(12, 1, 0, 0), local(12, 5))


@pytest.mark.parametrize("words", ["off until 2026-11-20", "off 900d", "休息 12月9日到12月5日"])
def test_a_leave_that_makes_no_sense_is_none(words: str) -> None:
    assert read_leave(words, NOW, SHANGHAI) is None


def test_off_is_not_on() -> None:
    assert [means_on("上班"), means_on("off until Mon"), means_off("休息"), means_off("上班")] == [
        True,
        False,
        True,
        False,
    ]
