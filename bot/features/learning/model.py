"""What is learnt from: counts of our own words, and phrases that corrected calls have in common."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Final

from bot.understanding import phrases_in
from bot.understanding.writing import plain

# As long as a press can be taken back.
TAKEN_BACK: Final = timedelta(minutes=10)
# Fewer corrections are chance.
ENOUGH: Final = 3
# Of the lines with a word that we took for calls, so many were talk: the word speaks against a call from now on.
MOSTLY: Final = 0.8
ENOUGH_TALK: Final = 5
# A call of another meaning may say a phrase as often as this many corrected ones do.
FEW: Final = 5
# More new words at once nobody reads through.
MOST: Final = 40
TALK: Final = "talk"
URGENT: Final = "urgency:urgent"
ALIAS: Final = "alias:"
# What a building may be called.
_PLACE: Final = re.compile(r"..[楼院门房店口区座园场库站宿舍]$|house$")


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How often lines with this word of our lexicon were taken for a call and were one, or were none."""

    word: str
    taken: int
    dropped: int


@dataclass(frozen=True, kw_only=True)
class Told:
    """A stored call.

    `meanings` is what it is by now (`facility`, `urgency:urgent`, `alias:Building 3`); what is `corrected` a person put
    in the place of our reading's.
    """

    words: str
    meanings: frozenset[str]
    corrected: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A word that is to be learnt: for what, from how many corrections or lines, and how many speak against it."""

    word: str
    meaning: str
    spoke_for: int
    against: int


class Gathered:
    """Phrases of corrected calls, first collected, then counted in all calls."""

    def __init__(self) -> None:
        self._wanted: dict[str, Counter[str]] = {}
        self._against: Counter[tuple[str, str]] = Counter()

    def collect(self, told: Told) -> None:
        """Take the phrases of a corrected call."""
        for meaning in told.corrected:
            self._wanted.setdefault(meaning, Counter()).update(phrases_in(told.words))

    def weigh(self, told: Told) -> None:
        """Count what speaks against the phrases that several corrected calls have in common."""
        plain_text = plain(told.words)
        for meaning, word in self._candidates:
            kinds = {kind_of(other) for other in told.meanings}
            if meaning not in told.meanings and kind_of(meaning) in kinds and word in plain_text:
                self._against[meaning, word] += 1

    @cached_property
    def _candidates(self) -> Sequence[tuple[str, str]]:
        common = [(m, word) for m, found in self._wanted.items() for word, count in found.items() if count >= ENOUGH]
        return [(m, word) for m, word in common if not m.startswith(ALIAS) or _PLACE.search(word)]

    def learnt(self) -> list[Evidence]:
        """Phrases of several corrected calls that (nearly) no call of another meaning has."""
        found = [
            Evidence(word=word, meaning=m, spoke_for=self._wanted[m][word], against=self._against[m, word])
            for m, word in self._candidates
            if self._against[m, word] * FEW <= self._wanted[m][word]
        ]
        return sorted(_longest(found), key=lambda one: (-one.spoke_for, one.word))[:MOST]


def kind_of(meaning: str) -> str:
    """What sort of thing is meant: a category, an urgency, a building."""
    return meaning.partition(":")[0] if ":" in meaning else "category"


def _longest(found: Sequence[Evidence]) -> list[Evidence]:
    """Of phrases that always come together only the longest: it says the most."""
    kept: list[Evidence] = []
    for one in sorted(found, key=lambda one: (-one.spoke_for, -len(one.word))):
        inside = [other for other in kept if one.word in other.word and one.meaning == other.meaning]
        if not any(one.spoke_for == other.spoke_for for other in inside):
            kept.append(one)
    return kept


def talk_in(tallies: Iterable[Tally]) -> list[Evidence]:
    """Words of ours that nearly always turned out to be talk."""
    return [
        Evidence(word=one.word, meaning=TALK, spoke_for=one.dropped, against=one.taken)
        for one in tallies
        if one.dropped >= ENOUGH_TALK and one.dropped >= MOSTLY * (one.dropped + one.taken)
    ]


def as_words(evidence: Iterable[Evidence]) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """What is learnt, in the form of the config's `[understanding]`: its own lists under "", then its tables."""
    lists: dict[str, dict[str, tuple[str, ...]]] = {"": {}, "categories": {}}
    for one in evidence:
        table, name, word = "", one.meaning, one.word
        if one.meaning.startswith(ALIAS):
            name, word = "aliases", f"{one.word}={one.meaning.removeprefix(ALIAS)}"
        elif one.meaning == URGENT:
            name = "urgent"
        elif one.meaning != TALK:
            table = "categories"
        lists[table][name] = (*lists[table].get(name, ()), word)
    return lists
