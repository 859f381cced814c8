"""How much two lines say the same: what they are about, and how they put it. The place is compared elsewhere."""

import re
from functools import lru_cache
from typing import Final

from bot.understanding.categories import find_subject
from bot.understanding.writing import languages, plain, shortened

# From here on two open calls of one place and kind are surely about the same thing.
SURE: Final = 0.6
# From here on somebody should look.
LIKELY: Final = 0.4
_MATTER: Final = 3.0
# Lines of which the gist is remembered: those of one place come back with each call there.
_ALL: Final = 500
# Words that stand in every call, and where it is: they make no two lines alike.
_COMMON: Final = re.compile(
    r"[\d一二三四五六七八九十]+(?:号楼?|栋|幢|单元|层|楼|室)|号楼|单元|小区|我们?家?|你们?|他们|大家|师傅|请问?|麻烦|有没有|有人|没人|怎么|什么"
    r"|回事|为什么|今天|昨天|刚才?|现在|已经|都|又|也|还|就|了|吗|呢|啊|呀|吧|的|是|在|这|那|个|\W"
    r"|\b(?:the|a|an|is|are|in|at|on|of|my|our|your|it|has|have|been|again|please|building|block|unit|and|to|we|i)\b"
)


def likeness(one: str, other: str) -> float:
    """From 0 (nothing in common) to 1 (the same): half for the words that say what is the matter, half for all others.

    Lines that name no common matter are never alike, however they are put.
    """
    here, there = _gist(shortened(one)), _gist(shortened(other))
    shared = _shared(here.matter, there.matter)
    if not shared:
        return 0.0
    return round((shared + _contained(here.pieces, there.pieces)) / 2, 3)


def is_another_matter(one: str, other: str) -> bool:
    """Does each of the two lines name what is the matter, and do they share none of it?"""
    here, there = _gist(shortened(one)), _gist(shortened(other))
    return bool(here.matter and there.matter) and not _shared(here.matter, there.matter)


class _Gist:
    """What a line is about (`matter`) and its pieces: pairs of characters in Chinese, words in English."""

    def __init__(self, text: str) -> None:
        plain_text = plain(text)
        language = languages(plain_text)[0]
        hits = find_subject(plain_text, language).hits
        bare = _COMMON.sub(" ", plain_text)
        self.matter = frozenset(hit.word.rstrip("*") for hit in hits if hit.weight >= _MATTER)
        self.pieces = frozenset(_pairs(bare) if language == "zh" else bare.split())


@lru_cache(_ALL)
def _gist(text: str) -> _Gist:
    return _Gist(text)


def _pairs(text: str) -> list[str]:
    return [run[at : at + 2] for run in text.split() for at in range(max(1, len(run) - 1))]


def _shared(here: frozenset[str], there: frozenset[str]) -> float:
    """The share of the shorter list that the other one names too, also as part of a longer word."""
    few, many = sorted((here, there), key=len)
    known = sum(any(word in other or other in word for other in many) for word in few)
    return known / len(few) if few else 0.0


def _contained(here: frozenset[str], there: frozenset[str]) -> float:
    few = min(len(here), len(there))
    return len(here & there) / few if few else 1.0
