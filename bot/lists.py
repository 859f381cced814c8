"""What is remembered of lists, as questions. What a list says, and who may stand in it, is `bot.folding`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.stores import CardRow, OutboxRow


class Lists(Protocol):
    """Messages that are said together, in one card."""

    async def begun(self, item: OutboxRow | CardRow) -> None:
        """A first try to send it begins: from now on it may be on the network, and goes into no list."""

    async def make(self, items: Sequence[OutboxRow | CardRow], now: datetime) -> bool:
        """Let these, which wait for one address, stand in one list that waits in their place.

        What has left, or has changed so that it may not stand in a list, is left out. Fewer than two make none (False).
        """

    async def undo(self, card: CardRow, reason: str, now: datetime) -> int:
        """The network does not take this list: each line waits as a message of its own, and goes into no other list.

        Answers how many lines there were.
        """

    async def lines(self, about: str) -> Sequence[CardRow]:
        """The cards that stand in the list with this subject, in their order; none if it is no list."""

    async def sweep(self, before: datetime) -> None:
        """Forget the lines older than that moment that never change, and lists of nothing else."""
