"""What followers remembers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.community import PersonId


@dataclass(frozen=True, kw_only=True)
class Follower:
    """Somebody with the same need. `through` is the number of their own ticket, if that was joined to this one."""

    ticket: int
    person: PersonId
    since: datetime
    through: int | None = None


class Followers(Protocol):
    """Who follows which ticket. A person follows a ticket once, whatever brought them to it."""

    async def add(self, follower: Follower) -> bool:
        """Keep them. False: the person follows it already."""

    async def remove(self, ticket: int, person: PersonId) -> bool:
        """This person follows it no longer. False: nothing was to be removed."""

    async def remove_those_through(self, ticket: int, through: int) -> None:
        """Whoever came by way of that other ticket follows this one no longer."""

    async def of(self, ticket: int) -> Sequence[Follower]:
        """Everybody who follows it, the longest first."""

    async def count(self, ticket: int) -> int:
        """How many follow it."""
