"""What the questions after "done" do when tickets have news."""

from bot.features.ratings import replies
from bot.features.roster import views as roster
from bot.features.tickets import views
from bot.features.tickets.events import (
    ReopenRequested,
    StepUndone,
    TicketClosed,
    TicketRemarked,
    TicketReopened,
    TicketResolved,
)
from bot.features.tickets.views import Closing, State, Step
from bot.turn import Turn


async def on_resolved(turn: Turn, news: TicketResolved) -> None:
    """Ask the caller whether it is fixed, but nobody about what they entered or found themselves (LESSONS 28)."""
    ticket = news.ticket
    if not (ticket.is_entered or (ticket.is_found and ticket.reporter == ticket.assignee)):
        await replies.ask_fixed(turn, news.ticket, news.words)


async def on_reopen_requested(turn: Turn, news: ReopenRequested) -> None:
    """The desk must rule on it."""
    await replies.ask_ruling(turn, news.ticket, await roster.desk(turn, news.ticket.spot.community))


async def on_remarked(turn: Turn, news: TicketRemarked) -> None:
    """What the caller adds while the desk has not ruled stands in the desk's question too."""
    if news.ticket.state is State.REOPEN_REQUESTED:
        await replies.ask_ruling(turn, news.ticket, await roster.desk(turn, news.ticket.spot.community))


async def on_reopened(turn: Turn, news: TicketReopened) -> None:
    """The desk has ruled, by its button or by giving the ticket to somebody: all questions about it are over."""
    if await views.rounds(turn, news.ticket.id, Step.DISPUTE):
        await replies.ruled(turn, news.ticket, await roster.desk(turn, news.ticket.spot.community))
    elif await views.rounds(turn, news.ticket.id, Step.DONE):
        await replies.opened_again(turn, news.ticket)


async def on_undone(turn: Turn, news: StepUndone) -> None:
    """What the caller said was a slip: the question stands again, and the desk has nothing to rule on."""
    if news.step is Step.DISPUTE:
        await replies.nothing_to_rule(turn, news.ticket, await roster.desk(turn, news.ticket.spot.community))
    if news.ticket.state is State.RESOLVED:
        done = [entry.words for entry in await views.history(turn, news.ticket.id) if entry.what == Step.DONE]
        await replies.ask_fixed(turn, news.ticket, done[-1])
    elif news.step is Step.DISPUTE:
        await replies.closed_again(turn, news.ticket)


async def on_closed(turn: Turn, news: TicketClosed) -> None:
    """The desk has ruled that it stays closed, and said why."""
    if news.ticket.closing is Closing.KEPT:
        why = [entry.words for entry in await views.history(turn, news.ticket.id) if entry.what == Step.KEEP]
        await replies.ruled(turn, news.ticket, await roster.desk(turn, news.ticket.spot.community), why[-1])
