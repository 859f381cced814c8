"""What undo remembers: a few minutes of acts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.community import PersonId
from bot.features.undo.model import Act


class Acts(Protocol):
    """Acts that may be taken back. What is too old is forgotten whenever another one is kept."""

    async def add(self, act: Act, *, forget_before: datetime) -> None:
        """Keep it (its id is ignored and given), and forget everybody's that are older."""

    async def last(self, person: PersonId, since: datetime) -> Sequence[Act]:
        """What this person did last, since then: all acts of one cause, the latest first."""

    async def remove(self, acts: Sequence[Act]) -> None:
        """They have been taken back."""
