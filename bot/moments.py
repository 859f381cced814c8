"""Moments, lengths of time and rates, as people of a language say them.

A promise is a moment ("today 21:40"), never a length ("in 2 h"). Time and place are arguments. The words stand in the
kernel's text files, dates and times are Babel's; a language without words of ours gets its dates by Babel alone.
"""

from datetime import datetime, tzinfo
from functools import cache
from typing import Final

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_percent
from babel.units import format_unit

from bot.texts import Texts, locale_of, primary

_WEEK: Final = 7
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
# From here on the next larger unit says it well enough.
_LAST_MINUTES, _LAST_HOURS = 90 * _MINUTE, 23.5 * _HOUR


def moment(at: datetime, now: datetime, zone: tzinfo, language: str) -> str:
    """A moment as seen from now, in that zone: `今天 21:40`, `tomorrow 9:00 am`, `周四 15:00`, `Nov 30 9:00 am`.

    A weekday is named for the coming six days only, so that it is never a week off; the year only where it is another.
    """
    local, today = at.astimezone(zone), now.astimezone(zone)
    locale = locale_of(language)
    time = _time(local, locale)
    days = (local.date() - today.date()).days
    if not _has_words(language):
        return f"{_date(local, today, locale)} {time}"
    if days in _NEAR:
        return _kernel().word(f"moment.{_NEAR[days]}", language, time=time)
    day = _weekday(local, locale) if 0 < days < _WEEK else _date(local, today, locale)
    return _kernel().word("moment.day", language, day=day, time=time)


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


def _time(local: datetime, locale: Locale) -> str:
    # Babel writes "9:40 PM" with a narrow space that some phones show as a box.
    return format_time(local, "short", locale=locale).replace("\u202f", " ").lower()


def _weekday(local: datetime, locale: Locale) -> str:
    # Chinese says 周四 in a chat and 星期四 in a letter; other languages are better understood in full.
    return format_date(local, "EEE" if locale.language == "zh" else "EEEE", locale=locale)


def _date(local: datetime, today: datetime, locale: Locale) -> str:
    skeleton = "MMMd" if local.year == today.year else "yMMMd"
    return format_skeleton(skeleton, local, locale=locale)


def _rounded(value: float) -> int:
    return int(value + 0.5)
