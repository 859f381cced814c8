"""What the ladder does when tickets have news."""

from bot.features.ladder import replies, service
from bot.features.tickets.events import LevelRaised, TicketCorrected
from bot.features.tickets.views import State
from bot.turn import Turn


async def on_level_raised(turn: Turn, news: LevelRaised) -> None:
    """The caller hears it: an edited card rings on nobody's phone."""
    await replies.tell_moved_up(turn, news.ticket)


async def on_corrected(turn: Turn, news: TicketCorrected) -> None:
    """What turns out to be an emergency calls everybody at once."""
    ticket = news.ticket
    if ticket.urgency == "emergency" != news.before.urgency and ticket.state is State.ASSIGNED:
        await service.ring(turn, ticket)
