"""What comes again by the week."""

from datetime import UTC, datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.rhythm import Rhythm

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
# A Thursday, 10:00 in Shanghai.
MORNING = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)


def test_a_day_and_a_time_are_read() -> None:
    assert Rhythm.parse("wed 19:00") == Rhythm(weekday=2, every=1, at=time(19))
    assert Rhythm.parse("Wed/2 9:05") == Rhythm(weekday=2, every=2, at=time(9, 5))


@pytest.mark.parametrize("words", ["", "wed", "19:00", "wed/0 19:00", "wed/2 24:00", "every wed 19:00"])
def test_anything_else_is_refused_with_an_example(words: str) -> None:
    with pytest.raises(ValueError, match="write it like"):
        Rhythm.parse(words)


def test_the_next_one_is_this_week_or_the_next() -> None:
    assert Rhythm.parse("thu 10:00").first_after(MORNING, SHANGHAI) == datetime(2026, 12, 3, 2, tzinfo=UTC)
    assert Rhythm.parse("thu 10:01").first_after(MORNING, SHANGHAI) == datetime(2026, 11, 26, 2, 1, tzinfo=UTC)
    assert Rhythm.parse("wed 19:00").first_after(MORNING, SHANGHAI) == datetime(2026, 12, 2, 11, tzinfo=UTC)


def test_every_second_week_leaves_one_out_also_over_the_end_of_a_year() -> None:
    rhythm = Rhythm.parse("wed/2 19:00")
    at, days = MORNING, []
    for _ in range(60):
        at = rhythm.first_after(at, SHANGHAI)
        days.append(at)

    assert {(later - sooner).days for sooner, later in pairwise(days)} == {14}


def test_the_time_of_day_stays_when_the_clocks_change() -> None:
    before = datetime(2026, 10, 24, tzinfo=UTC)

    assert Rhythm.parse("mon 19:00").first_after(before, BERLIN).astimezone(BERLIN).hour == 19
