"""What return visits do when tickets and ratings have news."""

from bot.features.ratings.events import TicketRated
from bot.features.tickets.events import ReopenRequested, StepUndone, TicketClosed, TicketReopened
from bot.features.tickets.views import Step
from bot.features.visits import service
from bot.turn import Turn


async def on_closed(turn: Turn, news: TicketClosed) -> None:
    """It was put away: perhaps somebody asks about it later."""
    await service.plan(turn, news.ticket)


async def on_rated(turn: Turn, news: TicketRated) -> None:
    """A low score of the caller's is worth a question."""
    if news.person == news.ticket.reporter:
        await service.plan(turn, news.ticket)


async def on_reopen_requested(turn: Turn, news: ReopenRequested) -> None:
    """The caller says by himself that it is not fixed."""
    await service.heard_dispute(turn, news.ticket)


async def on_reopened(turn: Turn, news: TicketReopened) -> None:
    """It is open again: there is nothing to ask about yet."""
    await service.cancel(turn, news.ticket)


async def on_undone(turn: Turn, news: StepUndone) -> None:
    """What led to a visit, or ended one, was a slip."""
    if news.step is Step.CONFIRM:
        await service.cancel(turn, news.ticket)
    elif news.step is Step.DISPUTE:
        await service.take_back(turn, news.ticket, news.taken_at)
