"""How long a wait may last, and whom it is for."""

import re
from datetime import datetime, time, timedelta, tzinfo
from typing import Final

from bot.appointments import read_moment
from bot.hours import Span

# Somebody who is asked answers within these; an emergency waits for nobody long.
_ANSWERS: Final = {"emergency": Span.parse("15m"), "urgent": Span.parse("4h"), "normal": Span.parse("2wd")}
# Parts, firms and offices take longer.
_OTHERS: Final = {"emergency": Span.parse("1h"), "urgent": Span.parse("1d"), "normal": Span.parse("3wd")}
_CALLER: Final = re.compile(r"\s*(?:居民|报事人|住户|业主|resident|caller)", re.IGNORECASE)
_SPAN: Final = re.compile(r"(?<!\d)(\d{1,2})\s*(h\b|hours?\b|个?小时|d\b|days?\b|天)", re.IGNORECASE)
# "The part comes on Friday" is over when Friday's work is.
_EVENING: Final = time(17, 0)
LONGEST: Final = timedelta(days=60)


def answer_time(urgency: str) -> Span:
    """How long the caller has to answer a question."""
    return _ANSWERS.get(urgency, _ANSWERS["normal"])


def others_time(urgency: str) -> Span:
    """How long a third party has, unless the words say until when."""
    return _OTHERS.get(urgency, _OTHERS["normal"])


def is_for_caller(words: str) -> bool:
    """Do these words name the caller as the one who is waited for?"""
    return _CALLER.match(words) is not None


def named_end(words: str, now: datetime, zone: tzinfo) -> datetime | None:
    """Until when the words say that it takes: "3天", "周五到货"; None: they name no moment in the coming two months."""
    if (span := _SPAN.search(words)) is not None:
        unit = timedelta(days=1) if span[2].lower()[0] in "d天" else timedelta(hours=1)
        return now + int(span[1]) * unit
    moment = read_moment(words, now, zone, at=_EVENING)
    return moment if moment is not None and now < moment <= now + LONGEST else None
