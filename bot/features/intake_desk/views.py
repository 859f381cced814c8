"""Questions about whom to reach that other features ask."""

from bot.features.intake_desk.model import CallBack, Contact
from bot.features.intake_desk.store import Contacts
from bot.turn import Turn

__all__ = ["CallBack", "Contact", "contact_of"]


async def contact_of(turn: Turn, ticket: int) -> Contact | None:
    """Whom to reach about a ticket. For those who work on it, and never for a group."""
    return await turn.store(Contacts).of(ticket)
