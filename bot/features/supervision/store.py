"""What supervision remembers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.community import PersonId, PlaceId
from bot.features.supervision.model import Watch


class Watches(Protocol):
    """Who watches which ticket. A watch that is over is forgotten."""

    async def of_ticket(self, ticket: int) -> Sequence[Watch]:
        """Everybody's watch of this ticket. Costs nothing for a ticket that nobody watches."""

    async def of_person(self, person: PersonId) -> Sequence[Watch]:
        """What this person watches, by what is due next."""

    async def within(self, community: PlaceId | None) -> Sequence[int]:
        """The watched tickets of a community, or (None) all of them, by number."""

    async def save(self, watch: Watch) -> None:
        """Keep a new or changed watch; a person has one of a ticket."""

    async def end(self, ticket: int, person: PersonId) -> None:
        """The person watches it no more."""

    async def due(self, now: datetime) -> Sequence[int]:
        """The watched tickets of which a deadline has passed untold, the longest past first."""

    async def next_due(self, now: datetime) -> datetime | None:
        """When the next deadline of a watched ticket passes."""
