"""What visits remember."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.community import PlaceId
from bot.features.visits.model import Tally, Visit


class ReturnVisits(Protocol):
    """Return visits. A ticket has at most one that is not over."""

    async def add(self, visit: Visit) -> None:
        """Keep a new one (its id is ignored and given); nothing happens if the ticket has one that is not over."""

    async def get(self, number: int) -> Visit | None:
        """The visit with this number."""

    async def save(self, visit: Visit) -> None:
        """Keep a changed one."""

    async def latest(self, ticket: int) -> Visit | None:
        """The last visit of this ticket, over or not."""

    async def cancel(self, ticket: int) -> Visit | None:
        """The visit of this ticket that is not over takes no place. Answers which that was."""

    async def due(self, now: datetime) -> Sequence[int]:
        """The visits whose next step has come, the longest due first."""

    async def next_due(self, now: datetime) -> datetime | None:
        """When the next step of any visit comes."""

    async def listed(self, community: PlaceId | None) -> Sequence[Visit]:
        """The list of calls of a community (None: of tickets outside all of them), the earliest due first."""


class VisitCounts(Protocol):
    """Figures over return visits."""

    async def tally(self, community: PlaceId | None, start: datetime, end: datetime) -> Tally:
        """Outcomes of one community (None: everywhere) from `start` to before `end`, and what is on its list now."""
