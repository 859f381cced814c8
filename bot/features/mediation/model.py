"""A mediation: two sides, a mediator, several rounds, an agreement or none. Values in, values out."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, NewType

from bot.community import PersonId

MediationId = NewType("MediationId", int)


class Side(StrEnum):
    """Whose word it is."""

    CALLER = "caller"
    OTHER = "other"


class Stage(StrEnum):
    """How far it is."""

    ASKING = "asking"  # do both want to talk?
    TALKING = "talking"  # rounds
    AGREEING = "agreeing"  # do both accept the words of the agreement?
    AGREED = "agreed"
    FAILED = "failed"
    STOPPED = "stopped"  # the ticket ended, or went on, without it


class Failure(StrEnum):
    """Why it came to nothing. Neither side ever reads who it was."""

    UNWILLING = "unwilling"
    SILENT = "silent"
    APART = "apart"
    LATE = "late"


OVER: Final = frozenset({Stage.AGREED, Stage.FAILED, Stage.STOPPED})
# Stages in which both sides have been asked something and answer for themselves.
ASKED: Final = frozenset({Stage.ASKING, Stage.AGREEING})


@dataclass(frozen=True, kw_only=True)
class Mediation:
    """One talk about one ticket.

    A side without a person is not on the app, or cannot be written to: then the mediator speaks for it, by words that
    the mediator enters. `caller_says` and `other_says` answer the question of this stage; each is secret until both
    are there. `version` guards against two turns at once.
    """

    id: MediationId
    ticket: int
    mediator: PersonId
    caller: PersonId | None
    other: PersonId | None
    # As the mediator named the other side.
    other_name: str
    started_at: datetime
    due: datetime | None
    stage: Stage = Stage.ASKING
    caller_says: bool | None = None
    other_says: bool | None = None
    # What the other side is told that it is about.
    about: str = ""
    talk_until: datetime | None = None
    rounds: int = 0
    agreement: str = ""
    failure: Failure | None = None
    version: int = 0

    @property
    def key(self) -> str:
        """What messages about it are about."""
        return f"mediation:{self.id}"

    @property
    def is_over(self) -> bool:
        """Has it ended, one way or the other?"""
        return self.stage in OVER

    def person_of(self, side: Side) -> PersonId | None:
        """Who this side is, if we write to that person."""
        return self.caller if side is Side.CALLER else self.other

    def side_of(self, person: PersonId) -> Side | None:
        """Which side this person is."""
        return next((side for side in Side if self.person_of(side) == person), None)

    def says(self, side: Side) -> bool | None:
        """What this side answered in this stage."""
        return self.caller_says if side is Side.CALLER else self.other_says

    @property
    def spoken_for(self) -> tuple[Side, ...]:
        """The sides that the mediator speaks for."""
        return tuple(side for side in Side if self.person_of(side) is None)

    @property
    def verdict(self) -> bool | None:
        """Do both say yes? None while one of them has not answered: until then nobody learns of the other's word."""
        if self.caller_says is None or self.other_says is None:
            return None
        return self.caller_says and self.other_says


@dataclass(frozen=True, kw_only=True)
class Line:
    """What was said or noted, for the mediator alone. `kind` is a side, `to_<side>`, `round` or `agreement`."""

    mediation: MediationId
    at: datetime
    by: PersonId | None
    kind: str
    words: str
    round: int = 0


def with_answer(mediation: Mediation, side: Side, *, willing: bool) -> Mediation:
    """The same, with this side's answer; an earlier one may be changed until both are there."""
    if side is Side.CALLER:
        return replace(mediation, caller_says=willing)
    return replace(mediation, other_says=willing)


def asked_anew(mediation: Mediation, stage: Stage, due: datetime | None) -> Mediation:
    """In another stage, with its answers still to come."""
    return replace(mediation, stage=stage, due=due, caller_says=None, other_says=None)


def ended(mediation: Mediation, stage: Stage, failure: Failure | None = None) -> Mediation:
    """It is over."""
    return replace(mediation, stage=stage, due=None, failure=failure)
