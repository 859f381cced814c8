"""Reading a moment that is over, as people tell of it: "昨天下午就办好了", "早上9点修好的", "done yesterday at 3 pm".

Knows days and times of day. Does not know the present: it is an argument, and so is the zone. `bot/appointments.py`
reads moments to come.
"""

import re
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from bot.appointments import time_of_day
from bot.words import plain_width

# Longer ago than this nobody enters a step from memory.
OLDEST: Final = timedelta(days=14)
_DAYS_AGO: Final = {"前天": 2, "昨": 1, "the day before yesterday": 2, "yesterday": 1, "last night": 1}
# Not "昨天报的那件": a day that tells which matter is meant, and not when something was done.
_PAST_DAY: Final = re.compile(
    r"前天(?!的|报|说|那)|昨[天日晚](?!的|报|说|那)|the day before yesterday(?!'s)|yesterday(?!'s)|last night(?!'s)"
)
_WEEKDAY: Final = re.compile("(上)?(?:周|星期|礼拜)([一二三四五六日天])")
_WEEKDAYS: Final = "一二三四五六日"
_WEEK: Final = 7
_PARTS: Final = (
    (re.compile("今早|今晨|清早|清晨|早上|早晨"), time(8)),
    (re.compile("上午|morning"), time(10)),
    (re.compile("中午|noon"), time(12)),
    (re.compile("下午|afternoon"), time(15)),
    (re.compile("傍晚"), time(18)),
    (re.compile("晚上|[昨今]晚|evening|night"), time(20)),
)
# A day without a time of day: its middle.
_MIDDAY: Final = time(12)
# Something to come is no memory.
_TO_COME: Final = re.compile(
    r"[明后]天|明[早晚]|下[周个]|tomorrow|tonight|\bwill\b|\bnext\b|再[来去]|要来|会来|准备|打算|安排"
)
# What is over: without one of these "9点" of today may as well be an appointment.
_OVER: Final = re.compile(
    r"了|过|已|完|的[。.!]?$|\b(?:was|were|done|already|has|have|had|did)\b|\w(?:ed|xed)\b|\b(?:came|went)\b"
)


def read_past(words: str, now: datetime, zone: tzinfo) -> datetime | None:
    """The moment before now that the words name, in that zone; None: they name none, several, or one to come.

    A part of a day stands for its middle ("下午" is 15:00), a day alone for noon.
    """
    line = plain_width(words).casefold()
    today = now.astimezone(zone).date()
    if _TO_COME.search(line):
        return None
    try:
        found = _moment(line, today, zone)
    except ValueError:
        return None
    return found if found is not None and now - OLDEST <= found < now else None


def _moment(line: str, today: date, zone: tzinfo) -> datetime | None:
    days = {*_past_days(line, today), *_weekdays(line, today)}
    if len(days) > 1 or (not days and not _OVER.search(line)):
        return None
    part = next((at for words, at in _PARTS if words.search(line)), None)
    clock = time_of_day(line) or part
    if not days and clock is None:
        return None
    return datetime.combine(days.pop() if days else today, clock or _MIDDAY, tzinfo=zone)


def _past_days(line: str, today: date) -> set[date]:
    said = {found[0][:1] if found[0][0] == "昨" else found[0] for found in _PAST_DAY.finditer(line)}
    return {today - timedelta(days=_DAYS_AGO[word]) for word in said}


def _weekdays(line: str, today: date) -> set[date]:
    """The weekdays that are named: "周三" is the last one, "上周三" the one of the week before."""
    found = set()
    for last, name in _WEEKDAY.findall(line):
        weekday = _WEEKDAYS.index("日" if name == "天" else name)
        monday = today - timedelta(days=today.weekday())
        back = (today.weekday() - weekday) % _WEEK or _WEEK
        found.add(monday + timedelta(days=weekday - _WEEK) if last else today - timedelta(days=back))
    return found
