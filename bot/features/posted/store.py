"""What posted remembers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.community import PersonId


class Posted(Protocol):
    """Who is told each step of which ticket."""

    async def add(self, ticket: int, person: PersonId, since: datetime) -> bool:
        """From now on. False: they are told already."""

    async def remove(self, ticket: int, person: PersonId) -> bool:
        """No longer. False: they were not told."""

    async def of(self, ticket: int) -> Sequence[PersonId]:
        """Everybody who is told, the longest first."""
