"""News about ratings, published in the turn that made it."""

from dataclasses import dataclass

from bot.community import PersonId
from bot.features.tickets.views import Ticket


@dataclass(frozen=True, kw_only=True)
class TicketRated:
    """Somebody gave a score, perhaps instead of the one `before`."""

    ticket: Ticket
    person: PersonId
    score: int
    before: int | None
