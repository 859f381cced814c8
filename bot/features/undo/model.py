"""An act that may be taken back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.community import PersonId

# As long as a choice can be undone (docs/wording.md, rule 5).
FOR: Final = timedelta(minutes=10)


class What(StrEnum):
    """What a resident can take back."""

    FIXED = "fixed"
    NOT_FIXED = "not_fixed"
    RATED = "rated"
    ME_TOO = "me_too"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Act:
    """Who did what to which ticket. Acts of one `cause` (a message, a press) are taken back together.

    `before` is the score that another one took the place of.
    """

    id: int
    person: PersonId
    what: What
    ticket: int
    at: datetime
    cause: str
    before: int | None = None
