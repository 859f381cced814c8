"""Bursts: what one person says and sends within a minute of a call is part of that call, not another one.

Nothing is held back for it. The call is a ticket (or is put before the worker) at once, and the door stays open for its
caller for a minute: an open question without words, which the database keeps, so that a restart loses nothing. An
explicit /report is neither delayed nor joined.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.features.media import service as media
from bot.features.suggestions import replies
from bot.features.suggestions.model import Suggestion, SuggestionState
from bot.features.suggestions.store import Heard, Suggestions
from bot.features.tickets import service as tickets
from bot.features.tickets import views
from bot.features.tickets.events import TicketOpened
from bot.features.tickets.views import Ticket
from bot.listening import MAY_BE_A_CALL, said_to_us
from bot.messages import IncomingMessage
from bot.turn import STRANGER, Turn
from bot.understanding import Reading, read
from bot.understanding.likeness import is_another_matter

MORE: Final = "suggestions.more"
BURST: Final = timedelta(minutes=1)


async def on_opened(turn: Turn, news: TicketOpened) -> None:
    """Whoever has just called may go on: the next minute of what they say here is let in."""
    ticket, message = news.ticket, turn.message
    if message is None or ticket.is_entered or ticket.source.message != message.id:
        return
    if ticket.reporter == turn.person.id:
        await expect_more(turn)


async def expect_more(turn: Turn) -> None:
    """The actor's lines here are let in for a minute. No route answers: whoever else waits for such a line is first."""
    await turn.expect(MORE, "", within=BURST)


async def listen(turn: Turn, message: IncomingMessage) -> bool:
    """A line, a photo or a file right after a call of the same person in the same chat: it belongs to that call."""
    if turn.person.id == STRANGER or message.reply_to is not None or not _is_plain(message):
        return False
    calls = await views.calls_of(turn, turn.person.id, 1)
    if calls and _has_just_come(turn, calls[0]):
        return await _joins_ticket(turn, calls[0], message)
    waiting = await turn.store(Heard).last_of(message.chat, turn.person.id, turn.now - BURST)
    return waiting is not None and await _joins_line(turn, waiting, message)


def _is_plain(message: IncomingMessage) -> bool:
    return message.is_private or not said_to_us(message)


def _has_just_come(turn: Turn, ticket: Ticket) -> bool:
    is_here = ticket.source.chat == turn.chat and not ticket.is_entered
    return is_here and ticket.is_open and turn.now - ticket.opened_at <= BURST


async def _joins_ticket(turn: Turn, ticket: Ticket, message: IncomingMessage) -> bool:
    words = message.text.strip()
    if words and not _goes_on(words, ticket.words, is_private=turn.is_private):
        return False
    if not words and not message.attachments:
        return False
    if words:
        ticket = await tickets.add_words(turn, ticket, words)
    await tickets.attach(turn, ticket, message.attachments)
    turn.outbox.react(turn.here, message.id)
    return True


async def _joins_line(turn: Turn, line: Suggestion, message: IncomingMessage) -> bool:
    """The worker reads the whole burst in one message; its files are held as long as its words."""
    words = message.text.strip()
    if line.state is not SuggestionState.WAITING or (words and not _goes_on(words, line.words)):
        return False
    if message.attachments and line.message is not None:
        await media.hold(turn, message, of=line.message)
    elif not words:
        return False
    if words:
        await _lengthen(turn, line, words)
    turn.outbox.react(message.chat, message.id)
    return True


async def _lengthen(turn: Turn, line: Suggestion, words: str) -> None:
    longer = replace(line, words=f"{line.words}\n{words}")
    await turn.store(Suggestions).save(longer)
    await replies.show_to_worker(turn, longer)


def _goes_on(words: str, said: str, *, is_private: bool = False) -> bool:
    """Do these words go on with what was said? Thanks do not, nor does what is another call, nor talk in a group."""
    before, now = read(said), read(words)
    if views.is_courtesy(words) or now.urgency == "emergency" or _is_another(now, before):
        return False
    if now.is_call and now.urgency != before.urgency and is_another_matter(words, said):
        # A leak is not told under a lamp, where nobody would hurry.
        return False
    return is_private or now.category is not None or not now.place.is_empty or now.confidence >= MAY_BE_A_CALL


def _is_another(now: Reading, before: Reading) -> bool:
    """Is it a call of its own: about another building, or about something else?"""
    if not now.is_call:
        return False
    elsewhere = None not in {now.place.building, before.place.building} and now.place.building != before.place.building
    return elsewhere or (before.category is not None and now.category not in {None, before.category})
