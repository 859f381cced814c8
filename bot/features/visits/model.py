"""A return visit: when, how far, with which outcome. Values in, values out."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.community import PersonId

# As often somebody is rung up before that, too, is an outcome.
MOST_TRIES: Final = 3


class Stage(StrEnum):
    """How far a visit has come."""

    PLANNED = "planned"
    ASKED = "asked"
    LISTED = "listed"
    OVER = "over"


class Outcome(StrEnum):
    """What a visit found. `MISSED`: it stood on the list, and nobody rang."""

    FINE = "fine"
    NOT_FINE = "not_fine"
    NOT_REACHED = "not_reached"
    MISSED = "missed"


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One visit of one ticket. `due`: when time itself takes the next step; None: it is over.

    `by` is who rang; None: the caller answered the bot. `answered_at` is the moment of the outcome.
    """

    id: int
    ticket: int
    stage: Stage
    due: datetime | None
    # When the bot put its question; None: it could not, or has not yet.
    asked_at: datetime | None = None
    tries: int = 0
    outcome: Outcome | None = None
    by: PersonId | None = None
    answered_at: datetime | None = None

    def asked(self, at: datetime, until: datetime) -> "Visit":
        """The bot asks the caller, for the first time or anew; the answer is waited for until then."""
        return replace(self, stage=Stage.ASKED, due=until, asked_at=at, outcome=None, answered_at=None, by=None)

    def listed(self, until: datetime) -> "Visit":
        """It is on the list of calls, until then."""
        return replace(self, stage=Stage.LISTED, due=until)

    def over(self, outcome: Outcome, at: datetime, by: PersonId | None = None) -> "Visit":
        """It has an outcome."""
        return replace(self, stage=Stage.OVER, due=None, outcome=outcome, answered_at=at, by=by)

    def in_vain(self, at: datetime, by: PersonId) -> "Visit":
        """Somebody rang and did not reach the caller. The last time this is the outcome."""
        tried = replace(self, tries=self.tries + 1)
        return tried if tried.tries < MOST_TRIES else tried.over(Outcome.NOT_REACHED, at, by)


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Outcomes of a period, and how many visits wait on the list of calls now."""

    outcomes: Mapping[Outcome, int] = field(default_factory=dict)
    listed: int = 0

    @property
    def asked(self) -> int:
        """How many have an outcome."""
        return sum(self.outcomes.values())


def is_in_sample(ticket: int, closed_at: datetime, one_in: int) -> bool:
    """Is this one of those that are visited although all seems well? The same in every process, and not to be foreseen.

    `one_in` 0: none is.
    """
    if not one_in:
        return False
    drawn = hashlib.sha256(f"{ticket} {closed_at.isoformat()}".encode()).digest()
    return int.from_bytes(drawn[:8]) % one_in == 0
