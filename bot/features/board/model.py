"""What anybody may read of a ticket, and how its words are found. Values in, values out."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.community import PlaceId

# What was taken back, or follows another ticket, is in no list.
UNLISTED: Final = frozenset({"withdrawn", "merged"})
_RUN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+|[^\W_\u3400-\u9fff\uf900-\ufaff]+")
_IS_HAN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# A longer wish than this finds what its beginning finds.
LONGEST_WISH: Final = 60
_MOST_GRAMS: Final = 12


class Standing(StrEnum):
    """How far a ticket is, as people choose from it."""

    OPEN = "open"
    DONE = "done"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Which tickets of a community somebody wants to see: the newest first, or those before one that they saw."""

    community: PlaceId
    building: PlaceId | None = None
    category: str | None = None
    standing: Standing | None = None
    words: str = ""
    before: int | None = None


@dataclass(frozen=True)
class Term:
    """Something that the words must hold: these signs, or a word that begins with them."""

    gram: str
    is_beginning: bool


@dataclass(frozen=True, kw_only=True)
class Stirred:
    """A line of a ticket's history."""

    line: int
    ticket: int
    at: datetime


def grams(words: str) -> frozenset[str]:
    """What stands for these words in the index: each two Chinese signs that follow each other, other words whole.

    The last sign of a run stands alone as well, so that one sign finds all that it is in.
    """
    found: set[str] = set()
    for run, is_han in _runs(words):
        found.update([run[place : place + 2] for place in range(len(run))] if is_han else [run])
    return frozenset(found)


def terms(words: str) -> Sequence[Term]:
    """What words must be in a ticket that is looked for with these."""
    found: dict[Term, None] = {}
    for run, is_han in _runs(words[:LONGEST_WISH]):
        if is_han and len(run) > 1:
            found |= {Term(run[place : place + 2], is_beginning=False): None for place in range(len(run) - 1)}
        else:
            found[Term(run, is_beginning=True)] = None
    return list(found)[:_MOST_GRAMS]


def _runs(words: str) -> Iterator[tuple[str, bool]]:
    for run in _RUN.findall(unicodedata.normalize("NFKC", words).casefold()):
        yield run, _IS_HAN.match(run) is not None
