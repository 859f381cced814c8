"""Working hours: when a clock runs, when its time is up, how much working time lies between two moments.

Knows spans, opening hours, working days and time zones. Does not know tickets, urgencies or the present time.
Moments are aware of their zone; answers are in UTC.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache
from typing import Final, Protocol

DAY_MINUTES: Final = 24 * 60
LONGEST: Final = timedelta(days=3660)
# A calendar without a working day for so long is a mistake in the config, not a long holiday.
LONGEST_CLOSURE: Final = timedelta(days=400)
# Days whose openings are remembered: every deadline begins at nearly the same ones.
_DAYS_KNOWN: Final = 1000
# The clocks of one ticket ask for the same deadlines several times in a turn.
_DEADLINES_KNOWN: Final = 500

_SPAN: Final = re.compile(r"(\d{1,9})\s*(s|min|m|h|wd|d)")
_TIME: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


class Unit(StrEnum):
    """What a span counts."""

    SECOND = "s"
    MINUTE = "m"
    HOUR = "h"
    DAY = "d"
    WORKING_DAY = "wd"


_LENGTH: Final = {
    Unit.SECOND: timedelta(seconds=1),
    Unit.MINUTE: timedelta(minutes=1),
    Unit.HOUR: timedelta(hours=1),
    Unit.DAY: timedelta(days=1),
    Unit.WORKING_DAY: timedelta(days=1),
}


@dataclass(frozen=True, kw_only=True)
class Span:
    """A length of time as a rule says it: `2h`, `3d`, `1wd`."""

    value: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> "Span":
        """Read `90s`, `10m` (or `10 min`), `2h`, `3d` or `1wd`.

        Raises:
            ValueError: another form, nothing at all, or more than ten years.
        """
        found = _SPAN.fullmatch(text.strip())
        if found is None:
            raise ValueError(f'"{text}" is not a length of time, write it like 10m, 2h, 3d or 1wd')
        span = cls(value=int(found[1]), unit=Unit(found[2].replace("min", "m")))
        if not timedelta() < span.length <= LONGEST:
            raise ValueError(f'"{text}" is not between one second and ten years')
        return span

    @property
    def length(self) -> timedelta:
        """How long it is on a clock that always runs."""
        return self.value * _LENGTH[self.unit]

    def __str__(self) -> str:
        return f"{self.value}{self.unit}"


def minute_of_day(text: str) -> int:
    """Minutes since midnight of `9:05` or `21:40`; `24:00` is the end of the day.

    Raises:
        ValueError: it is not a time of day.
    """
    words = text.strip()
    if words == "24:00":
        return DAY_MINUTES
    found = _TIME.fullmatch(words)
    if found is None:
        raise ValueError(f'"{text}" is not a time of day')
    return int(found[1]) * 60 + int(found[2])


@dataclass(frozen=True, order=True)
class Interval:
    """From opening to closing, in minutes from the midnight that begins its day.

    `closes` lies beyond `DAY_MINUTES` when the interval lasts into the next morning.
    """

    opens: int
    closes: int

    @classmethod
    def parse(cls, text: str) -> "Interval":
        """Read `09:00-17:30`, or `22:00-06:00` over midnight.

        Raises:
            ValueError: another form, or no time between the two.
        """
        first, dash, last = text.partition("-")
        if not dash:
            raise ValueError(f'"{text.strip()}" is not a pair of times, write it like 09:00-17:30')
        opens, closes = minute_of_day(first), minute_of_day(last)
        if opens in (closes, DAY_MINUTES):
            raise ValueError(f'"{text.strip()}" leaves no time open; the whole day is 00:00-24:00')
        return cls(opens, closes if closes > opens else closes + DAY_MINUTES)


@dataclass(frozen=True, kw_only=True)
class Hours:
    """Opening hours of a day: intervals in order, none touching another's time. Without any it is never open."""

    intervals: tuple[Interval, ...]

    @classmethod
    def parse(cls, text: str) -> "Hours":
        """Read `09:00-17:30`, or several intervals with commas between them.

        Raises:
            ValueError: an interval is malformed, or two overlap.
        """
        intervals = sorted(Interval.parse(part) for part in text.split(","))
        closings = [intervals[-1].closes - DAY_MINUTES, *(interval.closes for interval in intervals)]
        if any(closing > following.opens for closing, following in zip(closings, intervals, strict=False)):
            raise ValueError(f'"{text}" has intervals that overlap')
        return cls(intervals=tuple(intervals))


class Calendar(Protocol):
    """Tells working days. Told apart from others, so that what was reckoned with it can be remembered."""

    def __hash__(self) -> int:
        return object.__hash__(self)

    def is_workday(self, day: date) -> bool:
        """Whether people work on that day: weekends, public holidays and make-up workdays are known."""


class EveryDay:
    """The calendar `none`, and that of urgent matters: every day is a working day."""

    def is_workday(self, day: date) -> bool:  # noqa: ARG002 - the day makes no difference, which is the point
        """Always."""
        return True


@lru_cache(_DEADLINES_KNOWN)
def deadline(start: datetime, span: Span, hours: Hours, calendar: Calendar, zone: tzinfo) -> datetime:
    """When the span that begins at `start` is over (DESIGN part 3).

    Seconds, minutes and hours run while it is open. A day ends at the same time of day, n calendar days later, and
    a working day n working days later; a start outside the hours of working days counts as the next opening. What
    falls outside the hours is moved to the next opening. The closing moment itself still belongs to the hours.

    Raises:
        ValueError: the hours and the calendar leave nothing open.
    """
    openings = _Openings(hours=hours, calendar=calendar, zone=zone)
    if span.unit is Unit.DAY:
        local = start.astimezone(zone).replace(tzinfo=None)
        return openings.moved_in(_moment(local + span.length, zone))
    if span.unit is Unit.WORKING_DAY:
        return openings.working_days_after(start, span.value)
    return openings.time_after(start, span.length)


def elapsed(start: datetime, end: datetime, hours: Hours, calendar: Calendar, zone: tzinfo) -> timedelta:
    """How long it was open between the two moments; nothing when the end does not come after the start."""
    total = timedelta()
    for opening in _Openings(hours=hours, calendar=calendar, zone=zone).around(start):
        if opening.opens >= end:
            break
        total += max(timedelta(), min(opening.closes, end) - max(opening.opens, start))
    return total


def is_quiet(now: datetime, quiet: Hours, zone: tzinfo) -> bool:
    """Whether nothing but an emergency may sound now. At the closing minute the night is over."""
    local = now.astimezone(zone)
    minute = local.hour * 60 + local.minute
    return any(
        interval.opens <= minute < interval.closes or minute + DAY_MINUTES < interval.closes
        for interval in quiet.intervals
    )


@dataclass(frozen=True, kw_only=True)
class _Opening:
    """One interval of one day, in UTC. `day` is the day on which it opened."""

    day: date
    opens: datetime
    closes: datetime


@lru_cache(_DAYS_KNOWN)
def _openings_on(day: date, hours: Hours, zone: tzinfo) -> tuple[_Opening, ...]:
    midnight = datetime.combine(day, time())
    moments = [
        (
            _moment(midnight + timedelta(minutes=interval.opens), zone),
            _moment(midnight + timedelta(minutes=interval.closes), zone),
        )
        for interval in hours.intervals
    ]
    # An interval that the clock change swallows whole never opens.
    return tuple(_Opening(day=day, opens=opens, closes=closes) for opens, closes in moments if opens < closes)


@dataclass(frozen=True, kw_only=True)
class _Openings:
    """The openings of a calendar in order, without end."""

    hours: Hours
    calendar: Calendar
    zone: tzinfo

    def around(self, moment: datetime) -> Iterator[_Opening]:
        """From the day before, whose last interval may reach over midnight."""
        yield from self._from(moment.astimezone(self.zone).date() - timedelta(days=1))

    def time_after(self, start: datetime, running: timedelta) -> datetime:
        """When it has been open for that long since the start."""
        for opening in self.around(start):
            begins = max(opening.opens, start)
            if begins < opening.closes and running <= opening.closes - begins:
                return begins.astimezone(UTC) + running
            running -= max(timedelta(), opening.closes - begins)
        raise AssertionError("openings never end")

    def working_days_after(self, start: datetime, count: int) -> datetime:
        """The same time of the day that comes so many working days later."""
        opening = next(opening for opening in self.around(start) if opening.closes > start)
        begins = max(opening.opens, start).astimezone(self.zone).replace(tzinfo=None)
        # A night shift's small hours belong to the day before, so the time is counted from that day's midnight.
        into_the_day = begins - datetime.combine(opening.day, time())
        days = self._workdays_from(opening.day + timedelta(days=1))
        for _ in range(count - 1):
            next(days)
        return self.moved_in(_moment(datetime.combine(next(days), time()) + into_the_day, self.zone))

    def moved_in(self, moment: datetime) -> datetime:
        """The moment itself while open, else the next opening."""
        return next(max(moment, opening.opens) for opening in self.around(moment) if opening.closes >= moment)

    def _from(self, first: date) -> Iterator[_Opening]:
        for day in self._workdays_from(first):
            yield from _openings_on(day, self.hours, self.zone)

    def _workdays_from(self, first: date) -> Iterator[date]:
        day, latest = first, first
        while day - latest < LONGEST_CLOSURE and self.hours.intervals:
            if self.calendar.is_workday(day):
                latest = day
                yield day
            day += timedelta(days=1)
        raise ValueError("the hours and the calendar leave nothing open")


def _moment(wall: datetime, zone: tzinfo) -> datetime:
    """What the clock on the wall means in UTC.

    In the hour that autumn repeats it means the first time; in the hour that spring skips, the moment of the skip.
    """
    moment = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall:
        return moment
    return _change(wall.replace(tzinfo=zone, fold=1).astimezone(UTC), moment, zone)


def _change(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """The moment between the two at which the zone's offset changes."""
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta.resolution:
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after
