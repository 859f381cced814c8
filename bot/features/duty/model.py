"""Reading what somebody says about being on or off duty: "off 3d", "off until Dec 5", "休息到周五 陈静"."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import Final

from bot.appointments import read_moment

_ON: Final = re.compile(r"\bon\b|\bback\b|上班|在岗|回来|销假", re.IGNORECASE)
_OFF: Final = re.compile(r"\boff\b|\baway\b|\bleave\b|下班|休息|请假|不在|出差", re.IGNORECASE)
_SPAN: Final = re.compile(r"(?<!\d)(\d{1,3})\s*(?:(h\b|hours?\b|个?小时)|(?:d\b|days?\b|天))", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"到|至|\buntil\b|\btill?\b|\bto\b", re.IGNORECASE)
# A leave that names a day lasts until that day is over, and one that begins on a day begins with it.
_DAY_ENDS: Final = time(23, 59)
_DAY_BEGINS: Final = time(0)
LONGEST: Final = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class Leave:
    """Off duty from `since` to `until`; None: until further notice."""

    since: datetime
    until: datetime | None


def means_on(words: str) -> bool:
    """Does somebody say that they are on duty?"""
    return _ON.search(words) is not None and not means_off(words)


def means_off(words: str) -> bool:
    """Does somebody say that they are off duty?"""
    return _OFF.search(words) is not None


def read_leave(words: str, now: datetime, zone: tzinfo) -> Leave | None:
    """The leave that the words name: a length of time, a last day, or a first and a last one.

    None: its end is past, or more than a year away, or before its beginning.
    """
    if (span := _SPAN.search(words)) is not None:
        hours = int(span[1]) * (1 if span[2] else 24)
        return _checked(Leave(since=now, until=now + timedelta(hours=hours)), now)
    first, _, last = _halves(words)
    since = read_moment(first, now, zone, at=_DAY_BEGINS) if last else None
    until = read_moment(last or first, now, zone, at=_DAY_ENDS)
    return _checked(Leave(since=max(since or now, now), until=until), now)


def _halves(words: str) -> tuple[str, str, str]:
    """What stands before and after "until"."""
    found = _BETWEEN.search(words)
    return (words, "", "") if found is None else (words[: found.start()], found[0], words[found.end() :])


def _checked(leave: Leave, now: datetime) -> Leave | None:
    if leave.until is None:
        return leave
    is_sensible = leave.since < leave.until <= now + LONGEST
    return leave if is_sensible else None
