"""Hand-overs as a ticket's history tells them: how many there were, and whether somebody must decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.community import PersonId
from bot.features.tickets.views import Entry, Step

# Lines of history that are ours. They are no steps: whose it is then is told by the step that follows.
TRANSFERRED: Final = "transferred"
RETURNED: Final = "returned"
RULING_ASKED: Final = "ruling_asked"
RULED: Final = "ruled"
# The third hand-over is a ruling (DESIGN part 3), for by then nobody believes that it is theirs.
LAST_HOP: Final = 3
_PASSED: Final = frozenset({TRANSFERRED, RETURNED})
_CHANGES: Final = frozenset({Step.ASSIGN, Step.REOPEN, Step.CLAIM})


@dataclass(frozen=True, kw_only=True)
class Claim:
    """Who a worker says it belongs to: somebody of the roster, or (`owner`) somebody outside, or nobody they know."""

    person: PersonId | None = None
    owner: str = ""
    why: str = ""


def hops(history: Sequence[Entry]) -> int:
    """How often one worker handed it on to another."""
    return sum(line.what in _PASSED for line in history)


def awaits_ruling(history: Sequence[Entry]) -> bool:
    """Has somebody been asked whose it is, and not said it?"""
    marks = [line.what for line in history if line.what in {RULING_ASKED, RULED}]
    return bool(marks) and marks[-1] == RULING_ASKED


def last_claim(history: Sequence[Entry]) -> Claim:
    """Who it belongs to in the eyes of whoever handed it on last."""
    passed = [line for line in history if line.what in _PASSED]
    if not passed:
        return Claim()
    line = passed[-1]
    owner, newline, why = line.words.partition("\n")
    if line.after:
        return Claim(person=PersonId(int(line.after)), why=line.words)
    return Claim(owner=owner if newline else "", why=why if newline else line.words)


def changes_of_hands(history: Sequence[Entry]) -> list[Entry]:
    """The lines by which it came into other hands, oldest first, each with whom it left and whom it reached."""
    return [line for line in history if line.what in _CHANGES and line.before != line.after]
