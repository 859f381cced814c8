"""What the Open311 door reads beside the tickets' own questions."""

from collections.abc import Collection, Sequence
from typing import Protocol

from bot.features.open311.model import Wish
from bot.features.tickets.views import Ticket


class Requests(Protocol):
    """Public tickets as the standard asks for them."""

    async def found(self, wish: Wish, private_categories: Collection[str]) -> Sequence[Ticket]:
        """The tickets that are wanted, the newest first. All of them are public."""
