"""What digests remembers, and what it looks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.community import PersonId, Place, PlaceId
from bot.features.digests.model import Choice


class Digests(Protocol):
    """Which day's digest has gone out, who asked for which place's, and what places have chosen."""

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

    async def choice(self, place: PlaceId) -> Choice:
        """What this place has chosen for itself; nothing where it never did."""

    async def choose(self, place: PlaceId, choice: Choice) -> None:
        """What it has chosen from now on."""


@dataclass(frozen=True, kw_only=True)
class Repeat:
    """The same kind of thing in one building, again and again."""

    building: PlaceId
    category: str
    count: int


class Radar(Protocol):
    """What is found before anybody calls, in one area (None: everywhere)."""

    async def contested(self, area: Place | None) -> Sequence[int]:
        """Open tickets of which somebody must say whose they are, by number."""

    async def repeats(self, area: Place | None, since: datetime, least: int) -> Sequence[Repeat]:
        """Buildings with at least so many calls of one category since then, the most first."""

    async def silent(self, area: Place | None, since: datetime, before: datetime, least: int) -> Sequence[PlaceId]:
        """Buildings with at least so many calls from `since` to `before` and none after, by id."""

    async def loads(self, area: Place | None, least: int) -> Sequence[tuple[PersonId, int]]:
        """Who has at least so many open tickets in hand, the most first."""

    async def unhappy(self, area: Place | None, limit: int) -> Sequence[int]:
        """Tickets whose caller has reason to be unhappy and has not said so yet, by number.

        They were opened again, or passed on twice, or were reported solved too late and are not rated.
        """

    async def solved_in_public(self, area: Place, start: datetime, end: datetime, limit: int) -> Sequence[int]:
        """Tickets that anybody may read of, solved in the period and not disputed, the latest first."""

    async def open_in_public(self, area: Place, limit: int) -> Sequence[int]:
        """Open tickets that anybody may read of and that are not reported solved, the earliest due first."""
