from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.hours import EveryDay, Hours, Interval, Span, Unit, deadline, elapsed, is_quiet

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
WORK = Hours.parse("09:00-17:30")
URGENT = Hours.parse("07:00-23:00")
ALWAYS = Hours.parse("00:00-24:00")
NIGHT_SHIFT = Hours.parse("22:00-06:00")


@dataclass(frozen=True)
class Weekdays:
    """Monday to Friday; `closed` are days off, `open` are make-up workdays."""

    closed: frozenset[date] = frozenset()
    open: frozenset[date] = frozenset()

    def is_workday(self, day: date) -> bool:
        return day in self.open or (day.weekday() < 5 and day not in self.closed)


def shanghai(text: str) -> datetime:
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


def berlin(text: str) -> datetime:
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=BERLIN)


# ---- spans and hours as they are written ----


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("90s", 90, Unit.SECOND),
        ("10m", 10, Unit.MINUTE),
        ("10 min", 10, Unit.MINUTE),
        ("2h", 2, Unit.HOUR),
        (" 3d ", 3, Unit.DAY),
        ("1wd", 1, Unit.WORKING_DAY),
    ],
)
def test_a_span_is_a_number_and_a_unit(text: str, value: int, unit: Unit) -> None:
    assert Span.parse(text) == Span(value=value, unit=unit)


def test_a_span_writes_itself_as_the_config_does() -> None:
    assert [str(Span.parse(text)) for text in ("10 min", "2h", "1wd")] == ["10m", "2h", "1wd"]


@pytest.mark.parametrize("text", ["", "2", "h", "2 weeks", "-1h", "1.5h", "0h", "99999999d", "2h 30m"])
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match='"'):
        Span.parse(text)


def test_hours_may_have_a_break_and_may_last_over_midnight() -> None:
    assert Hours.parse("14:00-17:30, 8:30-12:00").intervals == (Interval(510, 720), Interval(840, 1050))
    assert NIGHT_SHIFT.intervals == (Interval(1320, 1800),)


@pytest.mark.parametrize(
    "text",
    ["", "9-17", "09:00", "25:00-26:00", "09:60-10:00", "09:00-09:00", "24:00-06:00", "09:00-12:00,11:00-13:00"],
)
def test_what_is_no_hours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match='"'):
        Hours.parse(text)


def test_a_night_that_runs_into_its_own_morning_is_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        Hours.parse("05:00-09:00, 22:00-06:00")


# ---- deadlines ----


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        ("11-26 10:00", "2h", "11-26 12:00"),
        ("11-26 16:30", "2h", "11-27 10:00"),  # Thursday evening to Friday
        ("11-27 16:30", "2h", "11-30 10:00"),  # Friday evening to Monday
        ("11-28 12:00", "30m", "11-30 09:30"),  # Saturday
        ("11-26 07:00", "90s", "11-26 09:01"),
        ("11-26 09:00", "510m", "11-26 17:30"),  # ends with the day, not with the next one's beginning
        ("11-26 10:00", "1d", "11-27 10:00"),
        ("11-26 10:00", "3d", "11-30 09:00"),  # Sunday, moved into the hours
        ("11-26 20:00", "1d", "11-30 09:00"),  # Friday 20:00, moved into the hours
        ("11-26 10:00", "1wd", "11-27 10:00"),
        ("11-27 10:00", "1wd", "11-30 10:00"),
        ("11-27 20:00", "1wd", "12-01 09:00"),  # counts as Monday's opening
        ("11-28 12:00", "1wd", "12-01 09:00"),
        ("11-26 10:00", "5wd", "12-03 10:00"),
    ],
)
def test_a_normal_matter_runs_in_work_hours_on_working_days(start: str, span: str, end: str) -> None:
    found = deadline(shanghai(start), Span.parse(span), WORK, Weekdays(), SHANGHAI)

    assert found.replace(microsecond=0, second=0) == shanghai(end)


def test_a_holiday_stops_the_clock_and_a_make_up_workday_runs_it() -> None:
    golden_week = frozenset(date(2026, 10, day) for day in range(1, 8))
    calendar = Weekdays(closed=golden_week, open=frozenset({date(2026, 10, 10)}))

    over_the_week = deadline(shanghai("09-30 15:00"), Span.parse("1wd"), WORK, calendar, SHANGHAI)
    on_the_saturday = deadline(shanghai("10-09 15:00"), Span.parse("1wd"), WORK, calendar, SHANGHAI)

    assert over_the_week == shanghai("10-08 15:00")
    assert on_the_saturday == shanghai("10-10 15:00")


def test_an_urgent_matter_runs_every_day_in_its_hours() -> None:
    started_late_on_saturday = shanghai("11-28 22:00")

    assert deadline(started_late_on_saturday, Span.parse("2h"), URGENT, EveryDay(), SHANGHAI) == shanghai("11-29 08:00")
    assert deadline(started_late_on_saturday, Span.parse("3d"), URGENT, EveryDay(), SHANGHAI) == shanghai("12-01 22:00")


def test_an_emergency_runs_round_the_clock() -> None:
    started_at_night = shanghai("11-28 23:55")

    assert deadline(started_at_night, Span.parse("10m"), ALWAYS, EveryDay(), SHANGHAI) == shanghai("11-29 00:05")
    assert deadline(started_at_night, Span.parse("24h"), ALWAYS, EveryDay(), SHANGHAI) == shanghai("11-29 23:55")


def test_a_night_shift_belongs_to_the_day_on_which_it_began() -> None:
    on_saturday_at_two = shanghai("11-28 02:00")  # Friday's shift

    assert deadline(on_saturday_at_two, Span.parse("3h"), NIGHT_SHIFT, Weekdays(), SHANGHAI) == shanghai("11-28 05:00")
    assert deadline(on_saturday_at_two, Span.parse("5h"), NIGHT_SHIFT, Weekdays(), SHANGHAI) == shanghai("11-30 23:00")
    assert deadline(on_saturday_at_two, Span.parse("1wd"), NIGHT_SHIFT, Weekdays(), SHANGHAI) == shanghai("12-01 02:00")


def test_hours_are_real_hours_when_the_clocks_change() -> None:
    spring = deadline(berlin("03-28 22:00"), Span.parse("8h"), NIGHT_SHIFT, EveryDay(), BERLIN)
    autumn = deadline(berlin("10-24 22:00"), Span.parse("8h"), NIGHT_SHIFT, EveryDay(), BERLIN)

    assert spring == berlin("03-29 23:00")  # that night had only seven hours
    assert autumn == berlin("10-25 05:00")  # that night had nine


def test_a_day_ends_at_the_same_time_on_the_wall_when_the_clocks_change() -> None:
    assert deadline(berlin("03-28 10:00"), Span.parse("1d"), ALWAYS, EveryDay(), BERLIN) == berlin("03-29 10:00")


def test_a_time_that_the_spring_skips_means_the_moment_of_the_skip() -> None:
    assert deadline(berlin("03-28 02:30"), Span.parse("1d"), ALWAYS, EveryDay(), BERLIN) == berlin("03-29 03:00")


def test_an_answer_is_in_utc() -> None:
    for span in ("1h", "1d", "1wd"):
        assert deadline(shanghai("11-26 10:00"), Span.parse(span), WORK, Weekdays(), SHANGHAI).tzinfo is UTC


def test_a_calendar_without_working_days_is_refused() -> None:
    class Never:
        def is_workday(self, day: date) -> bool:
            return day.year < 2000

    with pytest.raises(ValueError, match="nothing open"):
        deadline(shanghai("11-26 10:00"), Span.parse("1h"), WORK, Never(), SHANGHAI)


# ---- elapsed and quiet ----


def test_elapsed_counts_only_what_was_open() -> None:
    friday_to_monday = elapsed(shanghai("11-27 16:00"), shanghai("11-30 10:00"), WORK, Weekdays(), SHANGHAI)

    assert friday_to_monday == timedelta(hours=2, minutes=30)


def test_nothing_has_elapsed_when_the_end_comes_first() -> None:
    assert elapsed(shanghai("11-27 16:00"), shanghai("11-27 10:00"), WORK, Weekdays(), SHANGHAI) == timedelta()


@pytest.mark.parametrize(
    ("now", "quiet"),
    [("21:59", False), ("22:00", True), ("00:00", True), ("06:59", True), ("07:00", False), ("12:00", False)],
)
def test_the_night_is_quiet_until_the_minute_it_ends(now: str, quiet: bool) -> None:  # noqa: FBT001
    assert is_quiet(shanghai(f"11-26 {now}").astimezone(UTC), Hours.parse("22:00-07:00"), SHANGHAI) is quiet


def test_without_quiet_hours_it_is_never_quiet() -> None:
    assert not is_quiet(shanghai("11-26 03:00"), Hours(intervals=()), SHANGHAI)
