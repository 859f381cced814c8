"""What the desk remembers: who may come in, who is in, and what was changed. And what waits, by when it is due."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.community import PlaceId
from bot.features.desk.model import Change, Kind, Link, Visit
from bot.features.tickets.views import Ticket


class Entries(Protocol):
    """Links that let somebody in, and visits in browsers."""

    async def add(self, link: Link) -> None:
        """Keep a new link; earlier ones of this person work no more, and what is over is forgotten."""

    async def look(self, token_hash: str, now: datetime) -> Link | None:
        """The link that may still be used. Looking does not use it."""

    async def use(self, token_hash: str, now: datetime) -> Link | None:
        """Use the link up: of two who use it one gets it."""

    async def begin(self, visit: Visit) -> None:
        """Somebody is signed in from now on."""

    async def visit(self, token_hash: str, now: datetime) -> Visit | None:
        """The visit that still lasts."""

    async def end(self, token_hash: str) -> None:
        """Somebody signed out."""


class Waiting(Protocol):
    """Open tickets of communities, by when they are due."""

    async def due(self, communities: Sequence[PlaceId], skip: int, limit: int) -> Sequence[Ticket]:
        """Open tickets, the earliest due first, after leaving so many out."""

    async def count(self, communities: Sequence[PlaceId], now: datetime) -> tuple[int, int]:
        """How many are open, and how many of them are late."""


class Changes(Protocol):
    """What was changed at the desk, for good."""

    async def add(self, change: Change) -> None:
        """Keep it; its id is ignored and given."""

    async def current(self, kind: Kind) -> Sequence[Change]:
        """The latest change of each key of that kind."""

    async def history(self, kinds: Sequence[Kind], limit: int) -> Sequence[Change]:
        """The latest changes, newest first."""

    async def latest(self) -> int:
        """The number of the latest change; 0 before the first."""
