"""What the ledger reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from bot.community import PersonId
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


@dataclass(frozen=True, kw_only=True)
class Link:
    """A link behind which somebody's ledger is written. Only the hash of its token is kept."""

    token_hash: str
    person: PersonId
    recipe: str
    ends_at: datetime


class LedgerLinks(Protocol):
    """Links that have not ended."""

    async def add(self, link: Link) -> None:
        """Keep a new one; this person's earlier ones work no more."""

    async def at(self, token_hash: str, now: datetime) -> Link | None:
        """The link of this token, while it lasts."""
