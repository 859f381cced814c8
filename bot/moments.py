"""Moments, lengths of time and rates, as people of a language say them.

A promise is a moment ("today 21:40"), never a length ("in 2 h"). Time and place are arguments. The words stand in the
kernel's text files, dates and times are Babel's; a language without words of ours gets its dates by Babel alone.
"""

from datetime import date, datetime, time, tzinfo
from functools import cache, lru_cache
from typing import Final

from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_percent
from babel.units import format_unit

from bot.texts import Texts, locale_of, primary

_WEEK: Final = 7
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
# Babel takes its time for what is said again and again: as many times and days are remembered as people speak of.
_TIMES: Final = 2000
_DATES: Final = 1000
# From here on the next larger unit says it well enough.
_LAST_MINUTES, _LAST_HOURS = 90 * _MINUTE, 23.5 * _HOUR


def moment(at: datetime, now: datetime, zone: tzinfo, language: str) -> str:
    """A moment as seen from now, in that zone: `今天 21:40`, `tomorrow 9:00 am`, `周四 15:00`, `Nov 30 9:00 am`.

    A weekday is named for the coming six days only, so that it is never a week off; the year only where it is another.
    """
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    at_day, clock = local.date(), _time(time(local.hour, local.minute), language)
    days = (at_day - today).days
    if _has_words(language) and days in _NEAR:
        return _kernel().word(f"moment.{_NEAR[days]}", language, time=clock)
    is_weekday = _has_words(language) and 0 < days < _WEEK
    said = _weekday(at_day, language) if is_weekday else _date(at_day, language, with_year=at_day.year != today.year)
    return _kernel().word("moment.day", language, day=said, time=clock) if _has_words(language) else f"{said} {clock}"


def day(at: datetime, zone: tzinfo, language: str) -> str:
    """A calendar day with its weekday, in that zone: "11月26日周四", "Thu, Nov 26"."""
    return format_skeleton("MMMEd", at.astimezone(zone), locale=locale_of(language))


def took(seconds: float, language: str) -> str:
    """A length of time that is over, in its largest unit: `3 小时`, `3 hours`."""
    if seconds < _LAST_MINUTES:
        unit, count = "minute", _rounded(seconds / _MINUTE)
    elif seconds < _LAST_HOURS:
        unit, count = "hour", _rounded(seconds / _HOUR)
    else:
        unit, count = "day", _rounded(seconds / _DAY)
    if not _has_words(language):
        return format_unit(count, f"duration-{unit}", "short", locale=locale_of(language))
    return _kernel().word(f"took.{unit}" if count else "took.moment", language, count=count)


def rate(part: int, whole: int, language: str) -> str:
    """A share with its numerator and denominator: `96%(48/50)`.

    It says 100 % only when nothing is missing, and 0 % only when nothing is there.
    """
    if not whole:
        return _kernel().word("rate.none", language)
    hundredths = _rounded(100 * part / whole)
    if 0 < part < whole:
        hundredths = min(max(hundredths, 1), 99)
    percent = format_percent(hundredths / 100, locale=locale_of(language))
    return _kernel().word("rate.of", language, percent=percent, part=part, whole=whole)


_NEAR: Final = {-1: "yesterday", 0: "today", 1: "tomorrow"}


@cache
def _kernel() -> Texts:
    # English stands in where a language has no words: figures in brackets read alike nearly everywhere.
    return Texts.load((), None, default="en")


def _has_words(language: str) -> bool:
    return bool({language, primary(language)} & _kernel().languages)


@lru_cache(_TIMES)
def _time(at: time, language: str) -> str:
    # Babel writes "9:40 PM" with a narrow space that some phones show as a box.
    return format_time(at, "short", locale=locale_of(language)).replace("\u202f", " ").lower()


@lru_cache(_DATES)
def _weekday(day: date, language: str) -> str:
    # Chinese says 周四 in a chat and 星期四 in a letter; other languages are better understood in full.
    return format_date(day, "EEE" if primary(language) == "zh" else "EEEE", locale=locale_of(language))


@lru_cache(_DATES)
def _date(day: date, language: str, *, with_year: bool) -> str:
    return format_skeleton("yMMMd" if with_year else "MMMd", day, locale=locale_of(language))


def _rounded(value: float) -> int:
    return int(value + 0.5)
