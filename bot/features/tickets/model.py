"""A ticket and its life: states, steps, and the one table that says which step leads where.

Values in, values out; nothing here waits or remembers.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NewType

from bot.community import ChatRef, PersonId, Place, PlaceId, PlaceKind
from bot.errors import Refused

TicketId = NewType("TicketId", int)


class State(StrEnum):
    """Where a ticket stands. The values are the ledger's codes."""

    NEW = "new"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    RESOLVED = "resolved"
    REOPEN_REQUESTED = "reopen_requested"
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class Step(StrEnum):
    """What somebody, or time, does to a ticket."""

    ASSIGN = "assign"
    CLAIM = "claim"
    PROGRESS = "progress"
    WAIT = "wait"
    GO_ON = "go_on"
    DONE = "done"
    CONFIRM = "confirm"
    LAPSE = "lapse"
    DISPUTE = "dispute"
    REOPEN = "reopen"
    KEEP = "keep"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    MERGE = "merge"
    SPLIT = "split"


_WORKED: Final = {
    Step.ASSIGN: State.ASSIGNED,
    Step.PROGRESS: State.IN_PROGRESS,
    Step.WAIT: State.WAITING,
    Step.DONE: State.RESOLVED,
    Step.DECLINE: State.DECLINED,
    Step.WITHDRAW: State.WITHDRAWN,
    Step.MERGE: State.MERGED,
}

# Stands in the table for the state that a ticket had before it was merged.
OWN_STATE: Final = State.MERGED

# DESIGN part 3 as a table: in this state, this step leads there. What is not here is refused.
NEXT: Final[dict[State, dict[Step, State]]] = {
    State.NEW: {
        Step.ASSIGN: State.ASSIGNED,
        Step.DECLINE: State.DECLINED,
        Step.WITHDRAW: State.WITHDRAWN,
        Step.MERGE: State.MERGED,
    },
    State.ASSIGNED: {
        Step.ASSIGN: State.ASSIGNED,
        Step.CLAIM: State.ACCEPTED,
        Step.DECLINE: State.DECLINED,
        Step.WITHDRAW: State.WITHDRAWN,
        Step.MERGE: State.MERGED,
    },
    State.ACCEPTED: _WORKED,
    State.IN_PROGRESS: _WORKED,
    State.WAITING: {**_WORKED, Step.GO_ON: State.IN_PROGRESS},
    State.RESOLVED: {
        Step.CONFIRM: State.CLOSED,
        Step.LAPSE: State.CLOSED,
        Step.DISPUTE: State.REOPEN_REQUESTED,
        Step.MERGE: State.MERGED,
    },
    State.REOPEN_REQUESTED: {Step.REOPEN: State.ASSIGNED, Step.KEEP: State.CLOSED},
    # The caller may only ask for it; the desk opens it again at once (ADR 0028).
    State.CLOSED: {Step.DISPUTE: State.REOPEN_REQUESTED, Step.REOPEN: State.ASSIGNED},
    State.DECLINED: {Step.REOPEN: State.ASSIGNED},
    State.WITHDRAWN: {Step.REOPEN: State.ASSIGNED},
    # A split gives back the state that the merge left; its history tells which (`OWN_STATE`).
    State.MERGED: {Step.SPLIT: OWN_STATE},
}

OPEN: Final = frozenset(State) - {State.CLOSED, State.DECLINED, State.WITHDRAWN, State.MERGED}
# Low to high: who holds a ticket (DESIGN part 3).
LEVELS: Final = ("grid", "community", "street", "district")
# The top of the ladder, which is told again until somebody acts.
TOP: Final = "admins"
# What whoever did it may take back for a few minutes: it counts then as never done.
UNDOABLE: Final = frozenset({Step.CONFIRM, Step.DISPUTE, Step.WITHDRAW})
# The worker has it in hand.
IN_HAND: Final = frozenset({State.ACCEPTED, State.IN_PROGRESS, State.WAITING})
# A call without a building goes to the group's worker, else to the desk, after this time (DESIGN part 3).
WITHOUT_PLACE: Final = timedelta(minutes=30)
# Violence, somebody missing; somebody who is ill or hurt. The other dangers are dangers to all.
PERSONAL_DANGERS: Final = frozenset({"person", "health"})


class Closing(StrEnum):
    """How a ticket came to be closed: `closed` alone never means fixed."""

    CONFIRMED = "confirmed"
    SILENT = "silent"
    KEPT = "kept"


# How each step that closes a ticket closes it.
CLOSINGS: Final = {Step.CONFIRM: Closing.CONFIRMED, Step.LAPSE: Closing.SILENT, Step.KEEP: Closing.KEPT}


class WaitsOn(StrEnum):
    """Whom a ticket waits for."""

    REPORTER = "reporter"
    THIRD_PARTY = "third_party"
    MEDIATION = "mediation"
    MEETING = "meeting"


# The ways in (DOMAIN 3): staff enter it for somebody else, or find it before anybody calls, or we hear it in a group.
ENTERED: Final = frozenset({"phone", "window", "visit", "volunteer", "box", "hotline"})
FOUND: Final = "found"
HEARD: Final = "heard"


@dataclass(frozen=True, kw_only=True)
class Source:
    """The message that made the call: its chat and the network's id of it, or None once the chat has moved."""

    chat: ChatRef
    message: str | None
    is_private: bool
    # How the call came: by one's own words in a chat, or one of the other ways.
    origin: str = "chat"


@dataclass(frozen=True, kw_only=True)
class Spot:
    """Where it is. Ids are the roster's; `said` is the building as read; floor and room never leave in public."""

    community: PlaceId | None = None
    compound: PlaceId | None = None
    grid: PlaceId | None = None
    building: PlaceId | None = None
    said: str | None = None
    unit: str | None = None
    floor: str | None = None
    room: str | None = None

    def in_building(self, building: Place) -> "Spot":
        """The same spot, in this building."""
        return replace(
            self,
            building=building.id,
            compound=building.compound,
            grid=building.grid,
            community=building.community,
            said=None,
        )

    def in_area(self, area: Place) -> "Spot":
        """As much as a group's place tells: its grid or compound, and its community."""
        return replace(
            self,
            compound=area.id if area.kind is PlaceKind.COMPOUND else area.compound,
            grid=area.id if area.kind is PlaceKind.GRID else area.grid,
            community=area.id if area.kind is PlaceKind.COMMUNITY else area.community,
        )


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """One tracked need, from the call to the rating. `version` guards against two turns at once."""

    id: TicketId
    reporter: PersonId
    source: Source
    words: str
    # The words as anybody may read them: phone, ID and room numbers masked.
    public_words: str
    spot: Spot
    state: State
    opened_at: datetime
    category: str | None = None
    urgency: str = "normal"
    danger: str | None = None
    level: str = "grid"
    private: bool = False
    assignee: PersonId | None = None
    assigned_at: datetime | None = None
    answered_at: datetime | None = None
    accept_due: datetime | None = None
    resolve_due: datetime | None = None
    # The one next moment at which this ticket becomes somebody's business by itself.
    next_due: datetime | None = None
    # From when on it counts as late: the deadline that runs in this state, before anybody above was told.
    late_at: datetime | None = None
    # The last rung of the ladder that was told that the deadline which runs now has passed.
    rung: str | None = None
    # The deadline of which its assignee has been warned.
    warned_of: datetime | None = None
    merged_into: TicketId | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    closing: Closing | None = None
    rating: int | None = None
    asked_rating: bool = False
    reopened: int = 0
    version: int = 0

    @property
    def is_open(self) -> bool:
        """Does somebody still owe something?"""
        return self.state in OPEN

    @property
    def promised(self) -> datetime | None:
        """By when the next answer is promised. An alarm that only rings again is no promise."""
        if self.next_due is None or self.late_at is None or self.urgency != "emergency":
            return self.next_due
        return max(self.next_due, self.late_at) if self.state is State.ASSIGNED else self.next_due

    @property
    def is_personal_danger(self) -> bool:
        """Danger to a person: never a card or quote in a group (DESIGN part 3)."""
        return self.danger in PERSONAL_DANGERS

    @property
    def is_entered(self) -> bool:
        """Did its reporter enter it for somebody who is not here?"""
        return self.source.origin in ENTERED

    @property
    def is_found(self) -> bool:
        """Did a worker find it before anybody called?"""
        return self.source.origin == FOUND

    @property
    def is_under_way(self) -> bool:
        """Is somebody to see to it, and is it no danger?"""
        return self.danger is None and (self.state is State.ASSIGNED or self.state in IN_HAND)

    @property
    def shows_in_group(self) -> bool:
        """May its card stand in the group it came from?"""
        return not (self.private or self.source.is_private or self.is_personal_danger)

    @property
    def key(self) -> str:
        """What messages about it are about."""
        return f"tickets:{self.id}"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of a ticket's history: who did what, when, from where, with which words. Never changed afterwards."""

    ticket: TicketId
    at: datetime
    what: str
    by: PersonId | None = None
    words: str = ""
    before: str = ""
    after: str = ""
    # May these words be read in the group and on the board?
    public: bool = False
    # The network that it came from; empty for what time or the command line did.
    via: str = ""


def may(ticket: Ticket, step: Step) -> bool:
    """Is this step possible now?"""
    return step in NEXT[ticket.state]


def after(ticket: Ticket, step: Step) -> Ticket:
    """The ticket one step on.

    Raises:
        Refused: the state does not allow it; the line names the state and what to do instead.
    """
    if not may(ticket, step):
        raise Refused(f"refused.{ticket.state}", n=int(ticket.id))
    return replace(ticket, state=NEXT[ticket.state][step])
