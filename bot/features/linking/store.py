"""What linking remembers for ten minutes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.community import PersonId


@dataclass(frozen=True, kw_only=True)
class LinkCode:
    """A code that this person showed; `taken_by` sent it from another account, and waits for the yes."""

    code: str
    person: PersonId
    made_at: datetime
    taken_by: PersonId | None = None


class LinkCodes(Protocol):
    """Codes that may still be used: one for a person."""

    async def at(self, code: str) -> LinkCode | None:
        """The code, used or not."""

    async def save(self, code: LinkCode) -> None:
        """Keep a new or changed one, instead of any other of this person."""

    async def drop(self, code: str, *, made_before: datetime) -> None:
        """It is used up, or was refused; so is everything that was made before that moment."""
