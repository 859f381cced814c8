"""What ideas remembers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.community import ChatRef, PlaceId
from bot.features.ideas.model import Idea, IdeaId, Tally


class Ideas(Protocol):
    """Suggestions of residents and their answers."""

    async def add(self, idea: Idea) -> Idea:
        """Keep a new one; its number is given. One message is one idea: a known one is answered as it is."""

    async def get(self, idea: IdeaId) -> Idea | None:
        """The idea with this number."""

    async def save(self, idea: Idea) -> None:
        """Keep a changed one."""

    async def move(self, old: ChatRef, new: ChatRef) -> None:
        """A chat goes on under another name: its ideas follow, and the old ids of their messages are forgotten."""

    async def due(self, now: datetime, limit: int) -> Sequence[Idea]:
        """Ideas that should have been answered by now and of which nobody was reminded."""

    async def next_due(self, now: datetime) -> datetime | None:
        """When the next one should have been answered."""

    async def tally(self, community: PlaceId | None, start: datetime, now: datetime) -> Tally:
        """Counts of a community, or (None) of all that belong to none, from `start` on."""
