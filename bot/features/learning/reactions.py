"""What learning does when somebody says that our reading was right, or wrong."""

from bot.features.learning.model import TAKEN_BACK
from bot.features.learning.store import Lessons
from bot.features.suggestions.events import LineDecided
from bot.features.tickets import views as tickets
from bot.features.tickets.events import StepUndone, TicketAccepted, TicketMisheard
from bot.turn import Turn
from bot.understanding import our_words


async def on_decided(turn: Turn, news: LineDecided) -> None:
    """A line that may have been a call was one, or was none."""
    await turn.store(Lessons).count(our_words(news.words), is_call=news.is_call)


async def on_misheard(turn: Turn, news: TicketMisheard) -> None:
    """A ticket was made of talk: it is counted, and its words go as soon as nobody can take that back."""
    lessons = turn.store(Lessons)
    await lessons.count(our_words(news.ticket.words), is_call=False)
    await lessons.wipe_at(int(news.ticket.id), turn.now + TAKEN_BACK)


async def on_accepted(turn: Turn, news: TicketAccepted) -> None:
    """A worker has taken what we heard: it was a call."""
    if tickets.is_heard(news.ticket) and news.ticket.words:
        await turn.store(Lessons).count(our_words(news.ticket.words), is_call=True)


async def on_undone(turn: Turn, news: StepUndone) -> None:
    """It was a call after all: its words stay."""
    await turn.store(Lessons).keep(int(news.ticket.id))
