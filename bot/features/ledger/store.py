"""What the ledger reads."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from bot.features.ledger.model import Wanted


class Line(NamedTuple):
    """A ticket as it is kept: places and people are numbers, moments in UTC. In the order of the store's columns."""

    number: int
    opened_at: datetime
    channel: str
    text: str
    community: int | None
    compound: int | None
    grid: int | None
    building: int | None
    said: str | None
    category: str | None
    urgency: str
    state: str
    level: str
    assignee: int | None
    rating: int | None
    origin: str
    answered_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    closing: str | None


class Ledger(Protocol):
    """Tickets, one after the other."""

    async def lines(self, wanted: Wanted, after: int, limit: int) -> Sequence[Line]:
        """The next of the wanted tickets after this number, oldest first."""

    async def count(self, wanted: Wanted) -> int:
        """How many they are."""
