"""Questions about followers that other features and doors ask."""

from collections.abc import Sequence

from bot.community import PersonId
from bot.features.followers.store import Followers
from bot.features.tickets.views import Ticket
from bot.turn import Turn


async def followers_of(turn: Turn, ticket: Ticket) -> Sequence[PersonId]:
    """Everybody with the same need beside the caller, the longest first."""
    return [one.person for one in await turn.store(Followers).of(int(ticket.id))]


async def is_concerned(turn: Turn, ticket: Ticket, person: PersonId) -> bool:
    """Is this its caller, or somebody who follows it?"""
    return person == ticket.reporter or person in await followers_of(turn, ticket)
