"""What the questions after "done" do when tickets have news."""

from bot.features.ratings import replies
from bot.features.roster import views as roster
from bot.features.tickets.events import ReopenRequested, TicketResolved
from bot.turn import Turn


async def on_resolved(turn: Turn, news: TicketResolved) -> None:
    """Ask the caller whether it is fixed."""
    await replies.ask_fixed(turn, news.ticket, news.words)


async def on_reopen_requested(turn: Turn, news: ReopenRequested) -> None:
    """The desk must rule on it."""
    people = list(await roster.desk(turn, news.ticket.spot.community))
    await replies.ask_ruling(turn, news.ticket, news.words, people)
