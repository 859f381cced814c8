"""What digests remembers."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from bot.community import PersonId, PlaceId


class Digests(Protocol):
    """Which day's digest has gone out, and who asked for which place's."""

    async def is_sent(self, place: PlaceId | None, day: date) -> bool:
        """Has this place's digest of that day been sent?"""

    async def mark_sent(self, place: PlaceId | None, day: date) -> None:
        """It is going out now. A second mark of one day raises `Conflict`."""

    async def subscribe(self, place: PlaceId, person: PersonId) -> None:
        """This person wants this place's digest. Asking twice changes nothing."""

    async def unsubscribe(self, place: PlaceId, person: PersonId) -> None:
        """This person wants it no more."""

    async def subscribers(self, place: PlaceId) -> Sequence[PersonId]:
        """Who asked for this place's digest."""

    async def subscribed(self) -> Sequence[PlaceId]:
        """Places whose digest anybody asked for."""
