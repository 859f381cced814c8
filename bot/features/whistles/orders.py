"""How a whistle is written: an own time to report in, somebody outside the roster, a score. Values in, values out."""

import re
from typing import Final

# "限2小时" and "within 2h": said on purpose, for "3天没水了" is a reason and no deadline.
_SPAN: Final = re.compile(
    r"(?:限|within\s)\s*(\d{1,4})\s*(分钟|小时|个?工作日|天|minutes?|min|hours?|working days?|wd|days?|m|h|d)"
    r"(?:之?内)?(?![a-z])[\s,.:;、。,:;]*",
    re.IGNORECASE,
)
_UNITS: Final = {
    "分钟": "m",
    "小时": "h",
    "天": "d",
    "工作日": "wd",
    "个工作日": "wd",
    "min": "m",
    "minute": "m",
    "hour": "h",
    "day": "d",
    "working day": "wd",
}
# A name in quotes, else the first word.
_OUTSIDE: Final = re.compile(
    r"(?:外请|outside\b)[\s::]*(?:[“\"「](?P<quoted>[^”\"」]{1,40})[”\"」]|(?P<plain>[^\s,::]{1,40}))[\s,::]*",
    re.IGNORECASE,
)
_SCORE: Final = re.compile(r"([1-5])(?!\d)\s*分?[\s,.:;、。,:;]*")


def own_span(words: str) -> tuple[str, str]:
    """The time to report in that the words begin with, as a span ("2h") or empty, and the words behind."""
    found = _SPAN.match(words)
    if found is None:
        return "", words.strip()
    unit = found[2].casefold().removesuffix("s") if found[2].isascii() else found[2]
    return f"{int(found[1])}{_UNITS.get(unit, unit)}", words[found.end() :].strip()


def outsider(words: str) -> tuple[str, str] | None:
    """Somebody outside the roster ("外请 恒通电梯 …", "outside “Swift Lifts” …") and the words behind, or None."""
    found = _OUTSIDE.match(words)
    return None if found is None else (found["quoted"] or found["plain"], words[found.end() :].strip())


def leading_score(words: str) -> tuple[int, str] | None:
    """The score 1 to 5 that the words begin with, and the words behind."""
    found = _SCORE.match(words.strip())
    return None if found is None else (int(found[1]), words.strip()[found.end() :].strip())
