"""What whistles remembers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.community import PlaceId
from bot.features.whistles.model import Link, Score, Visit, Whistle, WhistleId


class Whistles(Protocol):
    """Whistles, and which of them are due."""

    async def add(self, whistle: Whistle) -> Whistle:
        """Keep a new one; its id is given."""

    async def get(self, whistle: WhistleId) -> Whistle | None:
        """The whistle with this id."""

    async def save(self, whistle: Whistle) -> None:
        """Keep a changed one."""

    async def of_ticket(self, ticket: int) -> Sequence[Whistle]:
        """All whistles of a ticket, oldest first."""

    async def open_of(self, departments: Sequence[int]) -> Sequence[Whistle]:
        """What these departments still owe, the earliest due first."""

    async def open_in(self, community: PlaceId | None) -> Sequence[Whistle]:
        """What is owed to tickets of a community, or (None) everywhere, the earliest due first."""

    async def due(self, now: datetime, limit: int) -> Sequence[Whistle]:
        """Those whose `next_due` has come, the longest due first."""

    async def next_due(self, now: datetime) -> datetime | None:
        """The earliest `next_due` after now."""


class Visits(Protocol):
    """Visits to the spot, of each whistle."""

    async def add(self, visit: Visit) -> None:
        """Keep a visit."""

    async def of_ticket(self, ticket: int) -> Sequence[tuple[Whistle, Visit]]:
        """Every visit to a ticket's spot with its whistle, oldest first."""


class Scores(Protocol):
    """What communities think of departments."""

    async def get(self, whistle: WhistleId) -> Score | None:
        """The score of this whistle."""

    async def save(self, score: Score) -> None:
        """Keep a new or changed score."""

    async def counting(
        self, community: PlaceId | None, start: datetime, end: datetime
    ) -> Sequence[tuple[Whistle, Score]]:
        """Scores that began to count in the period, with their whistles; of a community, or (None) of all."""


class Links(Protocol):
    """One-time links."""

    async def add(self, link: Link) -> None:
        """Keep a new link; earlier ones of the same whistle work no more."""

    async def at(self, token_hash: str, now: datetime) -> Link | None:
        """The link of this token, while it lasts."""

    async def end(self, whistle: WhistleId) -> None:
        """Links of this whistle work no more."""
