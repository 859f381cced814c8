"""What is learnt from: counts of our own words, and phrases that corrected calls have in common."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from bot.understanding import phrases_in

# As long as a press can be taken back.
TAKEN_BACK: Final = timedelta(minutes=10)
# Fewer corrections are chance.
ENOUGH: Final = 3
# Of the lines with a word that we took for calls, so many were talk: the word speaks against a call from now on.
MOSTLY: Final = 0.8
ENOUGH_TALK: Final = 5
# More new words at once nobody reads through.
MOST: Final = 40


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How often lines with this word of our lexicon were taken for a call and were one, or were none."""

    word: str
    taken: int
    dropped: int


@dataclass(frozen=True, kw_only=True)
class Told:
    """A stored call: its words, what they are about by now, and whether a person put that right."""

    number: int
    words: str
    category: str | None
    urgency: str
    is_category_corrected: bool = False
    is_urgency_corrected: bool = False


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A word that is to be learnt: for what, from how many corrections, and against how many calls."""

    word: str
    meaning: str
    spoke_for: int
    against: int


@dataclass(kw_only=True)
class Gathered:
    """Phrases of calls, counted by what the calls are about. Only phrases of corrected calls are looked at."""

    wanted: dict[str, Counter[str]] = field(default_factory=dict)
    seen: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, told: Told) -> None:
        """Count one call."""
        found = phrases_in(told.words)
        for meaning, is_corrected in _meanings(told):
            self.seen.setdefault(meaning, Counter()).update(found)
            if is_corrected:
                self.wanted.setdefault(meaning, Counter()).update(found)

    def learnt(self) -> list[Evidence]:
        """Phrases that several corrected calls have in common and that (nearly) no call of another meaning has."""
        found = [one for meaning in self.wanted for one in self._of(meaning)]
        return sorted(found, key=lambda one: (-one.spoke_for, one.word))[:MOST]

    def _of(self, meaning: str) -> list[Evidence]:
        rivals = [other for other in self.seen if other != meaning and _kind(other) == _kind(meaning)]
        found = []
        for word, count in self.wanted[meaning].items():
            against = sum(self.seen[other][word] for other in rivals)
            if count >= ENOUGH and against * 5 <= count:
                found.append(Evidence(word=word, meaning=meaning, spoke_for=count, against=against))
        return _longest(found)


def _meanings(told: Told) -> Iterable[tuple[str, bool]]:
    if told.category is not None:
        yield told.category, told.is_category_corrected
    # An emergency is never learnt: it would be raised, or missed, by accident.
    if told.urgency != "emergency":
        yield f"urgency:{told.urgency}", told.is_urgency_corrected and told.urgency == "urgent"


def _kind(meaning: str) -> str:
    return meaning.partition(":")[0] if ":" in meaning else "category"


def _longest(found: Sequence[Evidence]) -> list[Evidence]:
    """Of phrases that always come together only the longest: it says the most."""
    kept: list[Evidence] = []
    for one in sorted(found, key=lambda one: (-one.spoke_for, -len(one.word))):
        if not any(one.word in other.word and one.spoke_for == other.spoke_for for other in kept):
            kept.append(one)
    return kept


def talk_in(tallies: Iterable[Tally]) -> list[Evidence]:
    """Words of ours that nearly always turned out to be talk."""
    return [
        Evidence(word=one.word, meaning="talk", spoke_for=one.dropped, against=one.taken)
        for one in tallies
        if one.dropped >= ENOUGH_TALK and one.dropped >= MOSTLY * (one.dropped + one.taken)
    ]


def as_words(evidence: Iterable[Evidence]) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """What is learnt, in the form of the config's `[understanding]`."""
    categories: dict[str, tuple[str, ...]] = {}
    lists: dict[str, tuple[str, ...]] = {}
    for one in evidence:
        if one.meaning == "talk":
            lists["talk"] = (*lists.get("talk", ()), one.word)
        elif one.meaning == "urgency:urgent":
            lists["urgent"] = (*lists.get("urgent", ()), one.word)
        else:
            categories[one.meaning] = (*categories.get(one.meaning, ()), one.word)
    return {"": lists, "categories": categories}
