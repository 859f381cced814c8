"""A whistle and its life: states, steps, and the table that says which step leads where.

Values in, values out; nothing here waits or remembers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, NewType

from bot.community import PersonId
from bot.errors import Refused

WhistleId = NewType("WhistleId", int)


class State(StrEnum):
    """Where a whistle stands."""

    CALLED = "called"  # nobody of the department can be written to yet; its clock has not begun
    DELIVERED = "delivered"  # it must report in
    REPORTED = "reported"  # it is at it
    REFUSED = "refused"  # it says that it is not its business; somebody must rule
    INFORMED = "informed"  # it only had to know
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class Part(StrEnum):
    """What a department is called for: one leads, others help, some are only told (LESSONS, design 12)."""

    LEAD = "lead"
    HELPER = "helper"
    INFORMED = "informed"


class Step(StrEnum):
    """What somebody does to a whistle."""

    DELIVER = "deliver"
    LOSE = "lose"
    HERE = "here"
    VISIT = "visit"
    PROPOSE = "propose"
    END = "end"
    REFUSE = "refuse"
    INSIST = "insist"
    INFORM = "inform"
    WITHDRAW = "withdraw"


# Whoever comes or finishes without having reported in has reported in by that.
_AT_IT: Final = {
    Step.HERE: State.REPORTED,
    Step.VISIT: State.REPORTED,
    Step.PROPOSE: State.REPORTED,
    Step.END: State.ENDED,
    Step.REFUSE: State.REFUSED,
    Step.WITHDRAW: State.WITHDRAWN,
}
NEXT: Final[dict[State, dict[Step, State]]] = {
    State.CALLED: {**_AT_IT, Step.DELIVER: State.DELIVERED, Step.INFORM: State.INFORMED},
    State.DELIVERED: {**_AT_IT, Step.LOSE: State.CALLED, Step.INFORM: State.INFORMED},
    State.REPORTED: _AT_IT,
    State.REFUSED: {**_AT_IT, Step.INSIST: State.DELIVERED},
    State.INFORMED: {Step.WITHDRAW: State.WITHDRAWN},
    State.ENDED: {Step.VISIT: State.ENDED},
    State.WITHDRAWN: {},
}
# The department still owes something.
OPEN: Final = frozenset({State.CALLED, State.DELIVERED, State.REPORTED, State.REFUSED})


@dataclass(frozen=True, kw_only=True)
class Whistle:
    """One department called to one ticket. `ticket` and `department` are the numbers of the other features' things.

    `span` is the time to report in that the caller gave, as written ("2h"), or empty. `report_due` is the promise,
    `next_due` the one next moment at which it becomes somebody's business by itself; `rung` says how far up its
    silence has been told. `right_one` is the department that the refusing one names. `visit_at` is the one time
    proposed for a joint visit.
    """

    id: WhistleId
    ticket: int
    department: int
    part: Part
    reason: str
    called_by: PersonId | None
    called_at: datetime
    state: State = State.CALLED
    span: str = ""
    delivered_at: datetime | None = None
    report_due: datetime | None = None
    next_due: datetime | None = None
    rung: int = 0
    reported_at: datetime | None = None
    ended_at: datetime | None = None
    end_words: str = ""
    right_one: int | None = None
    refusal: str = ""
    visit_at: datetime | None = None

    @property
    def key(self) -> str:
        """What messages about it are about."""
        return f"whistles:{self.id}"

    @property
    def is_open(self) -> bool:
        """Does the department still owe something?"""
        return self.state in OPEN


def after(whistle: Whistle, step: Step) -> Whistle:
    """The whistle one step on; its clock stands until it is set.

    Raises:
        Refused: the state does not allow it; the line names the state.
    """
    if step not in NEXT[whistle.state]:
        raise Refused(f"whistle.now_{whistle.state}", n=whistle.ticket)
    return replace(whistle, state=NEXT[whistle.state][step], next_due=None, rung=0)


def delivered(whistle: Whistle, now: datetime, due: datetime) -> Whistle:
    """It has arrived: the clock to report in begins."""
    return replace(after(whistle, Step.DELIVER), delivered_at=now, report_due=due, next_due=due)


def insisted(whistle: Whistle, now: datetime, due: datetime) -> Whistle:
    """The ruling: it is theirs after all. The clock begins anew."""
    told = replace(after(whistle, Step.INSIST), delivered_at=now, report_due=due, next_due=due)
    return replace(told, right_one=None)


def lost(whistle: Whistle, again: datetime) -> Whistle:
    """It did not arrive after all: the clock stands, and whoever called is asked again then."""
    return replace(after(whistle, Step.LOSE), delivered_at=None, report_due=None, next_due=again)


def at_it(whistle: Whistle, step: Step, now: datetime, due: datetime) -> Whistle:
    """The department is at it, by reporting in, coming, or proposing a time. Later steps move no clock (LESSONS 8)."""
    moved = after(whistle, step)
    if whistle.state is State.REPORTED:
        return replace(moved, next_due=whistle.next_due, rung=whistle.rung)
    return replace(
        moved,
        delivered_at=whistle.delivered_at or now,
        reported_at=whistle.reported_at or now,
        right_one=None,
        next_due=due,
    )


def with_appointment(whistle: Whistle, at: datetime) -> Whistle:
    """The one time at which it comes, so that residents may, too."""
    return replace(whistle, visit_at=at)


def without_appointment(whistle: Whistle) -> Whistle:
    """It has been there: no time is proposed any more."""
    return replace(whistle, visit_at=None)


def ended(whistle: Whistle, now: datetime, words: str) -> Whistle:
    """Its part is done."""
    return replace(
        after(whistle, Step.END),
        delivered_at=whistle.delivered_at or now,
        reported_at=whistle.reported_at or now,
        ended_at=now,
        end_words=words,
        visit_at=None,
    )


def refused(whistle: Whistle, right_one: int, words: str, due: datetime) -> Whistle:
    """Not its business, it says, and names whose it is; somebody must rule by then."""
    return replace(after(whistle, Step.REFUSE), right_one=right_one, refusal=words, next_due=due)


def silent(whistle: Whistle, again: datetime) -> Whistle:
    """Its time was over and it was told one rung higher; the next time is then."""
    return replace(whistle, rung=whistle.rung + 1, next_due=again)


def lead_of(whistles: Sequence[Whistle]) -> Whistle | None:
    """The one that leads now, among the whistles of a ticket."""
    leading = [one for one in whistles if one.part is Part.LEAD and one.state is not State.WITHDRAWN]
    return next((one for one in leading if one.is_open), leading[-1] if leading else None)


@dataclass(frozen=True, kw_only=True)
class Visit:
    """The department was there."""

    whistle: WhistleId
    at: datetime
    by: PersonId | None
    words: str


LOWEST: Final = 1
HIGHEST: Final = 5


@dataclass(frozen=True, kw_only=True)
class Score:
    """What the community thinks of a department's part, 1 to 5. It counts from `counts_at` on, answered or not."""

    whistle: WhistleId
    score: int
    why: str
    by: PersonId | None
    given_at: datetime
    counts_at: datetime
    answer: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Link:
    """A one-time link for a department without an account. Only the hash of its token is kept."""

    token_hash: str
    whistle: WhistleId
    made_at: datetime
    ends_at: datetime
