"""Reading a moment to come, as people write it: "明天15:00", "周四下午3点", "12月1日9点半", "tomorrow 3 pm".

Knows days and times of day. Does not know the present: it is an argument, and so is the zone.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from bot.words import plain_width

_NEAR: Final = {"今天": 0, "今晚": 0, "明天": 1, "明晚": 1, "后天": 2, "today": 0, "tonight": 0, "tomorrow": 1}
_WEEKDAYS: Final = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_ENGLISH_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEK: Final = 7
_NOON: Final = 12

_NEAR_DAY: Final = re.compile("|".join(_NEAR))
_WEEKDAY: Final = re.compile("(下)?(?:周|星期|礼拜)([一二三四五六日天])")
_ENGLISH_DAY: Final = re.compile(rf"\b({'|'.join(_ENGLISH_DAYS)})[a-z]*\b")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MONTH_DAY: Final = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?")
_ENGLISH_MONTH: Final = re.compile(rf"\b({'|'.join(_MONTHS)})[a-z]*\.? (\d{{1,2}})\b")
_CLOCK: Final = re.compile(r"(?<!\d)([01]?\d|2[0-3]):([0-5]\d)\s*(am|pm)?")
_O_CLOCK: Final = re.compile(r"(?<!\d)(\d{1,2})[点时](?:(半)|([0-5]?\d)分?)?")
_AM_PM: Final = re.compile(r"\b(\d{1,2})\s*(am|pm)\b")
_AFTERNOON: Final = re.compile("下午|晚上|傍晚|[昨今明]晚|tonight")


def read_moment(words: str, now: datetime, zone: tzinfo, *, at: time | None = None) -> datetime | None:
    """The moment that the words name, in that zone; `at` is the time of day where they name only a day.

    A day without a month is the next of its kind, a month and day without a year the next to come. None: no moment.
    """
    line = plain_width(words).casefold()
    today = now.astimezone(zone).date()
    try:
        day, clock = _day(line, today), time_of_day(line)
    except ValueError:
        return None
    if clock is None and (day is None or at is None):
        return None
    return datetime.combine(day or today, clock or at or time(), tzinfo=zone)


def _day(line: str, today: date) -> date | None:
    """The day that is named, if any. Raises `ValueError` for one that no calendar has."""
    for read in (_iso, _month_day, _near, _weekday):
        found = read(line, today)
        if found is not None:
            return found
    return None


def _iso(line: str, _: date) -> date | None:
    found = _ISO.search(line)
    return None if found is None else date(int(found[1]), int(found[2]), int(found[3]))


def _month_day(line: str, today: date) -> date | None:
    if (found := _MONTH_DAY.search(line)) is not None:
        month, day = int(found[1]), int(found[2])
    elif (found := _ENGLISH_MONTH.search(line)) is not None:
        month, day = _MONTHS.index(found[1]) + 1, int(found[2])
    else:
        return None
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)


def _near(line: str, today: date) -> date | None:
    found = _NEAR_DAY.search(line)
    return None if found is None else today + timedelta(days=_NEAR[found[0]])


def _weekday(line: str, today: date) -> date | None:
    if (found := _WEEKDAY.search(line)) is not None:
        monday = today - timedelta(days=today.weekday())
        if found[1]:
            return monday + timedelta(days=_WEEK + _WEEKDAYS[found[2]])
        return _next(_WEEKDAYS[found[2]], today)
    english = _ENGLISH_DAY.search(line)
    return None if english is None else _next(_ENGLISH_DAYS.index(english[1]), today)


def _next(weekday: int, today: date) -> date:
    return today + timedelta(days=(weekday - today.weekday()) % _WEEK)


def time_of_day(line: str) -> time | None:
    """The time of day that a line of small letters in plain width names. Raises `ValueError` for one of no clock."""
    readers: tuple[Callable[[str], tuple[int, int, str] | None], ...] = (_clock, _o_clock, _am_pm)
    for read in readers:
        found = read(line)
        if found is not None:
            return _of_day(*found, is_late=_AFTERNOON.search(line) is not None)
    return None


def _clock(line: str) -> tuple[int, int, str] | None:
    found = _CLOCK.search(line)
    return None if found is None else (int(found[1]), int(found[2]), found[3] or "")


def _o_clock(line: str) -> tuple[int, int, str] | None:
    found = _O_CLOCK.search(line)
    return None if found is None else (int(found[1]), 30 if found[2] else int(found[3] or 0), "")


def _am_pm(line: str) -> tuple[int, int, str] | None:
    found = _AM_PM.search(line)
    return None if found is None else (int(found[1]), 0, found[2])


def _of_day(hour: int, minute: int, half: str, *, is_late: bool) -> time | None:
    if (half == "pm" or is_late) and hour < _NOON:
        hour += _NOON
    elif half == "am" and hour == _NOON:
        hour = 0
    return time(hour, minute) if hour < 24 else None  # noqa: PLR2004 - hours of a day
