"""Finds what Telegram marks in a text by itself: commands, mentions, links. Offsets count UTF-16 units."""

import re
from typing import Any, Final

from tests.servers.telegram.people import Account

Json = dict[str, Any]

_PATTERNS: Final = (
    ("url", re.compile(r"(?:https?://|www\.|t\.me/)[^\s<>\"“”，。；！？（）、]+", re.IGNORECASE)),
    ("email", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)),
    ("bot_command", re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>])")),
    ("mention", re.compile(r"(?<!\w)@[a-zA-Z0-9_]{4,32}(?!\w)")),
    ("hashtag", re.compile(r"(?<!\w)#\w*[^\W\d_]\w*")),
    ("phone_number", re.compile(r"(?<!\w)\+\d{7,15}(?!\w)")),
)
_TRAILING: Final = ".,:;!?)]}'"


def units(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def find(text: str) -> list[Json]:
    """The entities that the server sees without being told, in order, none over another."""
    found: list[tuple[int, int, str]] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if kind == "url":
                end = start + len(match[0].rstrip(_TRAILING))
            if not any(start < taken_end and taken_start < end for taken_start, taken_end, _ in found):
                found.append((start, end, kind))
    return [entity(text, start, end, kind) for start, end, kind in sorted(found)]


def entity(text: str, start: int, end: int, kind: str, **more: Any) -> Json:
    """A MessageEntity for a range of Python characters."""
    return {"type": kind, "offset": units(text[:start]), "length": units(text[start:end]), **more}


def merged(told: list[Json], found: list[Json]) -> list[Json]:
    """The entities that somebody asked for, and of the found ones those that touch none of these."""
    free = [one for one in found if not any(_touch(one, other) for other in told)]
    return sorted([*told, *free], key=lambda one: (one["offset"], -one["length"]))


def mentions(text: str, people: dict[str, Account]) -> list[Json]:
    """text_mention entities for people without a username: each shown word stands for an account."""
    return [
        entity(text, text.index(word), text.index(word) + len(word), "text_mention", user=person.json())
        for word, person in people.items()
    ]


def _touch(one: Json, other: Json) -> bool:
    ends = one["offset"] + one["length"], other["offset"] + other["length"]
    return bool(one["offset"] < ends[1] and other["offset"] < ends[0])
