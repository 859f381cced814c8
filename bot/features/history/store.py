"""What the chain remembers, and the lines that it is made of."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.features.history.model import Month, Recorded


class Chain(Protocol):
    """The months, and all tickets' lines in the order of their writing."""

    async def months(self) -> Sequence[Month]:
        """Every month so far, the oldest first; only the last may be unsealed."""

    async def save(self, month: Month) -> None:
        """Keep a new or longer month."""

    async def first_line(self) -> datetime | None:
        """When the very first line was written."""

    async def lines(self, after: int, limit: int) -> Sequence[Recorded]:
        """The next lines after this id."""
