"""A ticket whose people are unhappy with it is marked, and its admins read so in the digest."""

from datetime import timedelta
from typing import Final

from bot.community import PlaceId
from bot.features.followers import views as followers
from bot.features.moods.store import Moods
from bot.features.tickets.events import ReopenRequested, TicketRemarked
from bot.richtext import EMPTY, Text
from bot.turn import Turn
from bot.understanding import is_insult, is_unhappy

A_WEEK: Final = timedelta(days=7)
NAMED: Final = 9


async def on_remarked(turn: Turn, news: TicketRemarked | ReopenRequested) -> None:
    """What its caller or a neighbour adds may be unhappy; what those who work on it say is not looked at."""
    if turn.actor is None or not (is_unhappy(news.words) or is_insult(news.words)):
        return
    if await followers.is_concerned(turn, news.ticket, turn.actor.id):
        await turn.store(Moods).mark(int(news.ticket.id), turn.now)


async def digest_lines(turn: Turn, community: PlaceId | None, language: str) -> Text:
    """The open tickets of the community that were marked within a week, the latest first."""
    marked = await turn.store(Moods).marked(community, turn.now - A_WEEK)
    if not marked:
        return EMPTY
    named = " ".join(f"#{number}" for number in marked[:NAMED])
    return turn.setup.texts.text("digest.unhappy", language, count=len(marked), words=named)
