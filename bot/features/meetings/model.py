"""A community's regular meeting and its agenda. Values in, values out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NewType

from bot.community import PersonId, PlaceId

MeetingId = NewType("MeetingId", int)
ItemId = NewType("ItemId", int)

# The desk reads the agenda a day before, and is asked for the results two hours after the beginning.
AHEAD: Final = timedelta(days=1)
LASTS: Final = timedelta(hours=2)


class Outcome(StrEnum):
    """What the meeting decided on a ticket, or what became of it without the meeting."""

    DONE = "done"
    WHISTLE = "whistle"
    NEXT = "next"
    ROUNDS = "rounds"
    LAPSED = "lapsed"  # nobody recorded a decision in time
    OFF = "off"  # taken off, or over before the meeting


# What people choose among after a meeting, the likeliest first.
DECISIONS: Final = (Outcome.DONE, Outcome.NEXT, Outcome.ROUNDS, Outcome.WHISTLE)


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """One meeting. `announce_at` and `ask_at` are None once that has been done; `lapse_at` once it is over."""

    id: MeetingId
    community: PlaceId
    at: datetime
    announce_at: datetime | None
    ask_at: datetime | None
    lapse_at: datetime | None

    @property
    def key(self) -> str:
        """What messages about it are about."""
        return f"meetings:{self.id}"


@dataclass(frozen=True, kw_only=True)
class Item:
    """A ticket on the agenda of a meeting."""

    id: ItemId
    meeting: MeetingId
    ticket: int
    by: PersonId
    at: datetime
    outcome: Outcome | None = None
    words: str = ""

    @property
    def key(self) -> str:
        """What messages about it are about."""
        return f"meetings:item:{self.id}"


def planned(community: PlaceId, at: datetime, lapse_at: datetime) -> Meeting:
    """A new meeting at that time; what the desk has not recorded by `lapse_at` goes back to the workers."""
    return Meeting(
        id=MeetingId(0),
        community=community,
        at=at,
        announce_at=at - AHEAD,
        ask_at=at + LASTS,
        lapse_at=lapse_at,
    )
