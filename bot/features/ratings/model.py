"""A rating: whose, how many points, and what was wrong. Values in, values out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.community import PersonId

# Satisfied is 4 and 5 (DESIGN part 3); the three buttons stand for these scores.
WELL: Final = 5
SO_SO: Final = 3
BADLY: Final = 1
LOWEST_SATISFIED: Final = 4
HIGHEST: Final = 5
_NUMERALS: Final = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}


class Reason(StrEnum):
    """What was wrong. Whoever handled the ticket never learns it; only how often each was named is told."""

    SLOW = "slow"
    NOT_FIXED = "not_fixed"
    RUDE = "rude"
    UNCLEAR = "unclear"


@dataclass(frozen=True, kw_only=True)
class Rating:
    """One person's score of a ticket, 1 to 5; a later one takes the place of an earlier one, with its reasons."""

    ticket: int
    person: PersonId
    score: int
    at: datetime
    reasons: tuple[Reason, ...] = ()
    words: str = ""

    @property
    def is_satisfied(self) -> bool:
        """Is it 4 or 5?"""
        return self.score >= LOWEST_SATISFIED

    def because(self, reason: Reason) -> "Rating":
        """The rating with one more reason; the same twice is one."""
        named = {*self.reasons, reason}
        return replace(self, reasons=tuple(each for each in Reason if each in named))


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What a period's ratings say beside the callers' scores, which are counted with the tickets.

    `reasons` and `others` are of callers and followers alike: how often each was named, and how often something else
    was said in words. `followers` and `content` count the followers who rated and those of them who were satisfied.
    """

    reasons: Mapping[Reason, int] = field(default_factory=dict)
    others: int = 0
    followers: int = 0
    content: int = 0


def score_of(words: str) -> int | None:
    """The score that the words are, as people write one: "5", "5分", "五星", also in full width."""
    said = words.strip(" .!\u3002\uff01").removesuffix("分").removesuffix("星").strip()
    score = _NUMERALS.get(said) or (int(said) if said.isdecimal() and len(said) == 1 else 0)
    return score if BADLY <= score <= HIGHEST else None
