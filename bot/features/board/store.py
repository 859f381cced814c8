"""What the board remembers: an index of public words. The tickets themselves are those of tickets."""

from collections.abc import Collection, Sequence
from typing import Protocol

from bot.community import PlaceId
from bot.features.board.model import Stirred, Wish
from bot.features.tickets.views import Ticket


class Board(Protocol):
    """Public tickets of a community, and the index of their words."""

    async def newest(self, wish: Wish, private_categories: Collection[str], limit: int) -> Sequence[Ticket]:
        """The tickets that are wanted, the newest first. All of them are public."""

    async def open_now(self, community: PlaceId, private_categories: Collection[str]) -> int:
        """How many public tickets of this community are open."""

    async def stirred(self, after: int, limit: int) -> Sequence[Stirred]:
        """The next lines of history after that one, of whatever ticket."""

    async def last_line(self) -> int:
        """The number of the latest line of history; 0 before the first."""

    async def index(self, ticket: int, community: PlaceId | None, grams: Collection[str]) -> None:
        """These stand for the ticket's words from now on; none, or no community: it cannot be found."""

    async def indexed(self) -> int:
        """Up to which line of history the index knows what happened."""

    async def mark_indexed(self, line: int) -> None:
        """It knows what happened up to this line."""
