"""An idea: a resident's suggestion (问计), until the desk has answered it. Values in, values out."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, NewType

from bot.community import ChatRef, PersonId, PlaceId

IdeaId = NewType("IdeaId", int)


class Answer(StrEnum):
    """What becomes of it."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    NOT = "not"


ANSWERS: Final = (Answer.ADOPTED, Answer.PARTLY, Answer.NOT)


@dataclass(frozen=True, kw_only=True)
class Idea:
    """A suggestion with its number. `due` is None once it was answered, or once the desk was reminded of it.

    `chat` is the group where it was said, None for one that was told in private; `message` the network's id of it.
    """

    id: IdeaId
    author: PersonId
    community: PlaceId | None
    words: str
    at: datetime
    answer_by: datetime
    due: datetime | None
    chat: ChatRef | None = None
    message: str | None = None
    answer: Answer | None = None
    answer_words: str = ""
    answered_by: PersonId | None = None
    answered_at: datetime | None = None

    @property
    def key(self) -> str:
        """What messages about it are about."""
        return f"ideas:{self.id}"


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Ideas of a community: made and answered in a period, how many of these were adopted, and what is open now."""

    made: int
    answered: int
    adopted: int
    open_now: int
    late: int
