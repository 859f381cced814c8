"""What the intake desk remembers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.features.intake_desk.model import Contact


class Contacts(Protocol):
    """Whom to reach about a ticket: at most one contact for each."""

    async def of(self, ticket: int) -> Contact | None:
        """The contact of this ticket."""

    async def keep(self, contact: Contact) -> None:
        """Keep it as it is now, in the place of what was known of this ticket."""

    async def of_order(self, order: str) -> Contact | None:
        """The contact of the ticket that was made of this order of the hotline."""

    async def due(self, now: datetime) -> Sequence[int]:
        """Tickets whose outcome somebody must be asked about again, the longest due first."""

    async def next_due(self, now: datetime) -> datetime | None:
        """When the next one is."""
