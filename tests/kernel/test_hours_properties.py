"""Deadlines and elapsed time against a slow count, over many starts, hours, calendars and zones."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as some

from bot.hours import Calendar, EveryDay, Hours, Interval, Span, Unit, deadline, elapsed

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


zones = some.sampled_from([SHANGHAI, BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu"), UTC])
calendars: some.SearchStrategy[Calendar] = some.sampled_from(
    [EveryDay(), Weekdays(), Weekdays(closed=frozenset({date(2026, 3, 30)}), open=frozenset({date(2026, 3, 28)}))]
)
# Bounds between 4:00 and midnight: the hour that a clock change skips or repeats lies inside an interval or outside.
hours = some.one_of(
    some.sampled_from([ALWAYS, WORK, URGENT, NIGHT_SHIFT, Hours.parse("08:30-12:00,14:00-17:30")]),
    some.tuples(some.integers(240, 1380), some.integers(60, 1000)).map(
        lambda pair: (
            Hours(intervals=(Interval(pair[0], pair[0] + pair[1]),))
            if not DAWN <= pair[0] + pair[1] <= DAWN + 240
            else WORK
        )
    ),
)
DAWN = 24 * 60
minutes = some.integers(0, 40 * 24 * 60)
spans = some.builds(Span, value=some.integers(1, 12), unit=some.sampled_from([Unit.HOUR, Unit.DAY, Unit.WORKING_DAY]))


def around_a_clock_change(minute: int, *, autumn: bool) -> datetime:
    first = datetime(2026, 10, 5, tzinfo=UTC) if autumn else datetime(2026, 3, 1, tzinfo=UTC)
    return first + timedelta(minutes=minute)


starts = some.builds(around_a_clock_change, minutes, autumn=some.booleans())


def is_open(moment: datetime, opening: Hours, calendar: Calendar, zone: ZoneInfo) -> bool:
    """The same rule, told for one minute."""
    local = moment.astimezone(zone)
    minute = local.hour * 60 + local.minute
    return any(
        (calendar.is_workday(local.date()) and interval.opens <= minute < interval.closes)
        or (calendar.is_workday(local.date() - timedelta(days=1)) and minute + 24 * 60 < interval.closes)
        for interval in opening.intervals
    )


def counted(start: datetime, running: int, opening: Hours, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """A deadline found by looking at every minute."""
    moment = start
    while running:
        running -= is_open(moment, opening, calendar, zone)
        moment += timedelta(minutes=1)
    return moment


@settings(deadline=None, max_examples=60)
@given(starts, some.integers(1, 500), hours, calendars, zones)
def test_a_deadline_equals_a_slow_count_of_minutes(
    start: datetime, running: int, opening: Hours, calendar: Calendar, zone: ZoneInfo
) -> None:
    found = deadline(start, Span(value=running, unit=Unit.MINUTE), opening, calendar, zone)

    assert found == counted(start, running, opening, calendar, zone)


@settings(deadline=None)
@given(starts, spans, hours, calendars, zones)
def test_a_deadline_comes_after_its_start_and_inside_the_hours(
    start: datetime, span: Span, opening: Hours, calendar: Calendar, zone: ZoneInfo
) -> None:
    found = deadline(start, span, opening, calendar, zone)

    assert found > start
    just_before = found - timedelta(minutes=1)
    assert is_open(found, opening, calendar, zone) or is_open(just_before, opening, calendar, zone)


@settings(deadline=None)
@given(starts, minutes, spans, hours, calendars, zones)
def test_a_later_start_never_ends_earlier(
    start: datetime, later: int, span: Span, opening: Hours, calendar: Calendar, zone: ZoneInfo
) -> None:
    second = start + timedelta(minutes=later)
    # In the hour that autumn repeats, "the same time tomorrow" goes back once; nothing else may.
    assume(not second.astimezone(zone).fold)

    first_end = deadline(start, span, opening, calendar, zone)

    assert first_end <= deadline(second, span, opening, calendar, zone)


@settings(deadline=None)
@given(starts, spans, some.integers(0, 10), hours, calendars, zones)
def test_a_longer_span_never_ends_earlier(
    start: datetime, span: Span, more: int, opening: Hours, calendar: Calendar, zone: ZoneInfo
) -> None:
    longer = Span(value=span.value + more, unit=span.unit)

    first_end = deadline(start, span, opening, calendar, zone)

    assert first_end <= deadline(start, longer, opening, calendar, zone)


@settings(deadline=None)
@given(starts, some.integers(1, 5000), hours, calendars, zones)
def test_the_time_that_elapsed_until_a_deadline_is_its_span(
    start: datetime, running: int, opening: Hours, calendar: Calendar, zone: ZoneInfo
) -> None:
    span = Span(value=running, unit=Unit.MINUTE)

    found = deadline(start, span, opening, calendar, zone)

    assert elapsed(start, found, opening, calendar, zone) == span.length
