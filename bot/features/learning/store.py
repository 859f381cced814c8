"""What learning remembers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.features.learning.model import Tally


class Lessons(Protocol):
    """Counts of our own words, and calls that were talk, whose words are about to go."""

    async def count(self, words: Sequence[str], *, is_call: bool) -> None:
        """A line with these words of our lexicon was taken for a call, and was one, or was none."""

    async def tallies(self) -> Sequence[Tally]:
        """All words that were counted, in their order."""

    async def wipe_at(self, ticket: int, due: datetime) -> None:
        """The words of this ticket go then."""

    async def keep(self, ticket: int) -> None:
        """They stay after all, or are gone."""

    async def due(self, now: datetime) -> Sequence[int]:
        """The tickets whose words go now."""

    async def next_due(self, now: datetime) -> datetime | None:
        """When the next ones go."""
