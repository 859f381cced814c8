"""What meetings do when a ticket has news."""

from bot.features.meetings import service
from bot.features.tickets.events import TicketClosed, TicketMerged, TicketResolved
from bot.turn import Turn


async def on_over(turn: Turn, news: TicketResolved | TicketClosed | TicketMerged) -> None:
    """Solved, taken back or joined to another: it needs no meeting."""
    await service.take_off(turn, news.ticket)
