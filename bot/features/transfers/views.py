"""Questions about hand-overs that other features ask."""

from bot.features.tickets import views as tickets
from bot.features.tickets.views import Ticket
from bot.features.transfers import hops
from bot.turn import Turn


async def awaits_ruling(turn: Turn, ticket: Ticket) -> bool:
    """Must somebody decide whose this is, because it was handed on too often or belongs to nobody of the roster?"""
    return ticket.is_open and hops.awaits_ruling(await tickets.history(turn, ticket.id))
