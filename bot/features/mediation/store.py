"""What mediation remembers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.community import PlaceId
from bot.features.mediation.model import Line, Mediation, MediationId


class Mediations(Protocol):
    """Talks between two sides, and what was said in them."""

    async def add(self, mediation: Mediation) -> Mediation:
        """Keep a new one; its id is given. A second open one about a ticket raises `Conflict`."""

    async def get(self, mediation: MediationId) -> Mediation | None:
        """The mediation with this id."""

    async def save(self, mediation: Mediation) -> Mediation:
        """Keep a changed one. Raises `Conflict` when it was changed since it was read."""

    async def of_ticket(self, ticket: int) -> Sequence[Mediation]:
        """All about this ticket, oldest first."""

    async def due(self, now: datetime, limit: int) -> Sequence[Mediation]:
        """Open ones whose time has come, the longest due first."""

    async def next_due(self, now: datetime) -> datetime | None:
        """The earliest time after now."""

    async def write(self, line: Line) -> None:
        """Add a line."""

    async def lines(self, mediation: MediationId) -> Sequence[Line]:
        """All its lines, oldest first."""


class OpenTalks(Protocol):
    """What goes on now, for those who look at a whole community."""

    async def within(self, community: PlaceId | None) -> Sequence[Mediation]:
        """Open talks about tickets of a community, or (None) of all, by the ticket's number."""
