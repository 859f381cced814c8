"""What mediation does when its ticket has news."""

from bot.features.mediation import service
from bot.features.tickets.events import TicketAssigned, TicketClosed, TicketMerged, TicketResolved
from bot.turn import Turn


async def on_over(turn: Turn, news: TicketResolved | TicketClosed | TicketMerged) -> None:
    """Solved, taken back or joined to another: nobody needs to talk any more."""
    await service.stop(turn, news.ticket)


async def on_assigned(turn: Turn, news: TicketAssigned) -> None:
    """A mediator who hands the ticket over hands the talk over."""
    if news.before is not None:
        await service.hand_over(turn, news.ticket, news.before)
