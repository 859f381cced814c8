"""What meetings remembers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.community import PlaceId
from bot.features.meetings.model import Item, ItemId, Meeting, MeetingId


class Meetings(Protocol):
    """Meetings by community."""

    async def keep(self, meeting: Meeting) -> Meeting:
        """Keep a new one (id 0), whose id is given, or a changed one."""

    async def get(self, meeting: MeetingId) -> Meeting:
        """The meeting with this id."""

    async def upcoming(self, community: PlaceId, now: datetime) -> Meeting | None:
        """The community's next planned meeting."""

    async def due(self, now: datetime, limit: int) -> Sequence[Meeting]:
        """Meetings about which something must be done now."""

    async def next_due(self, now: datetime) -> datetime | None:
        """The next moment after now at which something must be done."""


class Agenda(Protocol):
    """Tickets on agendas."""

    async def put(self, item: Item) -> Item:
        """Put a ticket on; its id is given. One that is on an agenda already is answered as it is."""

    async def get(self, item: ItemId) -> Item | None:
        """The item with this id."""

    async def save(self, item: Item) -> None:
        """Keep a changed one."""

    async def of(self, meeting: MeetingId) -> Sequence[Item]:
        """The meeting's items, oldest first, those without an outcome and those with one."""

    async def of_ticket(self, ticket: int) -> Item | None:
        """Where this ticket waits for a decision."""
