"""What moods remembers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class Moods(Protocol):
    """Tickets that somebody was unhappy with. Neither who nor in which words."""

    async def mark(self, ticket: int, now: datetime) -> None:
        """Somebody is unhappy with this ticket now."""

    async def marked(self, since: datetime) -> Sequence[int]:
        """The tickets that were marked since then, the latest first."""
