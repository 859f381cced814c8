"""What moods remembers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.community import PlaceId


class Moods(Protocol):
    """Tickets that somebody was unhappy with. Neither who nor in which words."""

    async def mark(self, ticket: int, now: datetime) -> None:
        """Somebody is unhappy with this ticket now."""

    async def marked(self, community: PlaceId | None, since: datetime) -> Sequence[int]:
        """Open tickets of this community (None: of none) that were marked since then, the latest first."""
