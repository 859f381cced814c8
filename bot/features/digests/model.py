"""When digests come, as people write it. Values in, values out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Final

ALL_DAYS: Final = tuple(range(7))
_WORKING: Final = tuple(range(5))
_TIME: Final = re.compile(r"([01]?\d|2[0-3])[::]([0-5]\d)")
_EVERY_DAY: Final = frozenset({"daily", "每天", "天天"})
_WORK_DAYS: Final = frozenset({"weekdays", "工作日", "周一到周五"})
_LATIN: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CHINESE: Final = "一二三四五六日"
_SAID: Final = {"off": "off", "不发": "off", "daily": "daily", "每天": "daily", "weekly": "weekly", "每周": "weekly"}
RESIDENTS: Final = ("residents", "居民")


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What a place has chosen for itself; None is what everybody has. Days are numbers, 0 is Monday."""

    at: time | None = None
    days: tuple[int, ...] | None = None
    residents: str | None = None

    def but(self, other: "Choice") -> "Choice":
        """This one, and what the other says wins."""
        return Choice(
            at=self.at if other.at is None else other.at,
            days=self.days if other.days is None else other.days,
            residents=self.residents if other.residents is None else other.residents,
        )


def choice_in(words: str) -> Choice | None:
    """What people say behind `/digest`: `8:00 mon wed fri`, `17:30 一三五`, `residents weekly`; None: another thing."""
    parts = words.lower().split()
    if parts and parts[0] in RESIDENTS:
        said = _SAID.get(" ".join(parts[1:]))
        return None if said is None else Choice(residents=said)
    found = Choice()
    for part in parts:
        clock = _TIME.fullmatch(part)
        if clock is not None:
            found = replace(found, at=time(int(clock[1]), int(clock[2])))
        elif (days := _days(part)) is not None:
            found = replace(found, days=tuple(sorted({*(found.days or ()), *days})))
        else:
            return None
    return found if parts else None


def is_weekly(on: date, days: Sequence[int], weekday: int) -> bool:
    """Does the review of the week come on this day: on its day, or on the first day after it on which digests come?"""
    if on.weekday() not in days:
        return False
    since = (on.weekday() - weekday) % 7
    return all((weekday + passed) % 7 not in days for passed in range(since))


def is_first_of_month(on: date, days: Sequence[int]) -> bool:
    """Is this the month's first day on which digests come?"""
    earlier = [on.replace(day=number).weekday() for number in range(1, on.day)]
    return on.weekday() in days and not set(earlier) & set(days)


def _days(part: str) -> Sequence[int] | None:
    if part in _EVERY_DAY:
        return ALL_DAYS
    if part in _WORK_DAYS:
        return _WORKING
    named = [_LATIN.index(name[:3]) for name in re.split(r"[,,、]", part) if name[:3] in _LATIN and name.isalpha()]
    if named:
        return named
    chinese = re.sub(r"[周星期、,,]", "", part).replace("天", "日")
    return [_CHINESE.index(sign) for sign in chinese] if chinese and set(chinese) <= set(_CHINESE) else None
