"""A suggestion: a line in a group that may be a call, until somebody has decided."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NewType

from bot.community import ChatRef, PersonId

SuggestionId = NewType("SuggestionId", int)

# Nobody decided: the resident is asked, and the words are wiped (DESIGN part 2, "Group talk is not kept").
HELD: Final = timedelta(minutes=10)


class SuggestionState(StrEnum):
    """How far the decision is."""

    WAITING = "waiting"  # the worker was asked
    ASKED = "asked"  # the resident was asked
    RECORDED = "recorded"
    DROPPED = "dropped"
    UNSURE = "unsure"  # somebody else is asked for an opinion
    JOINED = "joined"  # an open ticket says it already, and the resident is counted there
    UNANSWERED = "unanswered"  # not asked, because that person was asked already today


DECIDED: Final = frozenset({SuggestionState.RECORDED, SuggestionState.DROPPED})


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """`words` is empty as soon as it was decided or ten minutes old. `worker` is who was asked to decide.

    `message` is the network's id of the line, or None once the chat has moved.
    """

    id: SuggestionId
    chat: ChatRef
    message: str | None
    person: PersonId
    words: str
    at: datetime
    due: datetime | None
    worker: PersonId | None = None
    asked_at: datetime | None = None
    state: SuggestionState = SuggestionState.WAITING

    @property
    def key(self) -> str:
        """What messages about it are about."""
        return f"suggestions:{self.id}"
