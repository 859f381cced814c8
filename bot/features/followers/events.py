"""News about followers, published in the turn that made it."""

from dataclasses import dataclass

from bot.community import PersonId
from bot.features.tickets.views import Ticket


@dataclass(frozen=True, kw_only=True)
class NeighbourFollowed:
    """Somebody said that they have the same need."""

    ticket: Ticket
    person: PersonId
