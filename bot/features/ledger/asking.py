"""What people say behind `/export` and `/stats`: a time, a category, a form, and the rest, which names a place."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.understanding.reading import CATEGORIES

_MONTH: Final = re.compile(r"(20\d\d)[-年./](\d{1,2})月?")
_MONTH_ALONE: Final = re.compile(r"(\d{1,2})月(?:份)?")
_DAYS: Final = re.compile(r"(20\d\d-\d\d-\d\d)(?:[.~至到]{1,2}|\.\.)(20\d\d-\d\d-\d\d)")
_LAST_MONTH: Final = frozenset({"上月", "上个月", "last-month", "lastmonth"})
_THIS_MONTH: Final = frozenset({"本月", "这个月", "this-month", "thismonth"})
_THIS_WEEK: Final = frozenset({"本周", "这周", "week"})
_THIS_YEAR: Final = frozenset({"今年", "year"})
_ALL: Final = frozenset({"全部", "all"})
_FORMS: Final = frozenset({"csv", "xlsx"})
_SAID: Final[dict[str, str]] = {
    "环境": "environment",
    "环境卫生": "environment",
    "矛盾": "dispute",
    "邻里矛盾": "dispute",
    "服务": "service",
    "公共服务": "service",
    "设施": "facility",
    "城建设施": "facility",
    "安全": "safety",
    "安全健康": "safety",
    **{str(name): str(name) for name in CATEGORIES},
}
_DECEMBER: Final = 12


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What was asked for: whole days, both included; None is without end. `place` is what was not understood."""

    first: date | None
    last: date | None
    category: str | None = None
    form: str = "xlsx"
    place: str = ""


def asked_in(words: str, today: date) -> Asked:
    """Read it. Without a time this month is meant."""
    days: tuple[date | None, date | None] = (today.replace(day=1), today)
    category, form, rest = None, "xlsx", list[str]()
    for word in words.split():
        low = word.lower()
        period = _period(low, today)
        if period is not None:
            days = period
        elif low in _SAID:
            category = _SAID[low]
        elif low in _FORMS:
            form = low
        else:
            rest.append(word)
    return Asked(first=days[0], last=days[1], category=category, form=form, place=" ".join(rest))


def _period(word: str, today: date) -> tuple[date | None, date | None] | None:
    if word in _ALL:
        return None, None
    if word in _THIS_MONTH:
        return today.replace(day=1), today
    if word in _THIS_WEEK:
        return today - timedelta(days=today.weekday()), today
    if word in _THIS_YEAR:
        return today.replace(month=1, day=1), today
    if word in _LAST_MONTH:
        last = today.replace(day=1) - timedelta(days=1)
        return last.replace(day=1), last
    return _dated(word, today)


def _dated(word: str, today: date) -> tuple[date, date] | None:
    """A month, or two days; None: no date at all, or one that does not exist."""
    try:
        if (month := _MONTH.fullmatch(word)) is not None:
            return _month(int(month[1]), int(month[2]))
        if (alone := _MONTH_ALONE.fullmatch(word)) is not None:
            number = int(alone[1])
            return _month(today.year if number <= today.month else today.year - 1, number)
        if (days := _DAYS.fullmatch(word)) is not None:
            return date.fromisoformat(days[1]), date.fromisoformat(days[2])
    except ValueError:
        return None
    return None


def _month(year: int, month: int) -> tuple[date, date]:
    first = date(year, month, 1)
    following = date(year + month // _DECEMBER, month % _DECEMBER + 1, 1)
    return first, following - timedelta(days=1)
