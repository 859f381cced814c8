"""What tickets do when the kernel has news."""

from bot.features.tickets.store import Tickets
from bot.service_events import Moved
from bot.turn import Turn


async def on_moved(turn: Turn, news: Moved) -> None:
    """A group goes on under another name: what is said about its tickets is said there."""
    await turn.store(Tickets).move(news.old, news.new)
