"""What belongs to a call though it was said apart from it, and what was said in it but is another one's."""

from dataclasses import replace

from bot.features.privacy import views as privacy
from bot.features.tickets import replies, sealing
from bot.features.tickets.chronicle import keep, line
from bot.features.tickets.corrections import make_private
from bot.features.tickets.model import Entry, Ticket
from bot.turn import Turn
from bot.understanding import read


async def add_words(turn: Turn, ticket: Ticket, words: str) -> Ticket:
    """The caller's next line is part of the call. What the first words left open is read from all of them."""
    whole = f"{ticket.words}\n{words}"
    reading = read(whole)
    urgency = "urgent" if (ticket.urgency, reading.urgency) == ("normal", "urgent") else ticket.urgency
    longer = await _saying(turn, replace(ticket, category=ticket.category or reading.category, urgency=urgency), whole)
    return await _kept(turn, longer, line(turn, ticket, "said_more", words=words))


async def put_in_words(turn: Turn, ticket: Ticket, words: str) -> Ticket:
    """What was shown is said now: these are the words of the call."""
    reading = read(words)
    urgency = reading.urgency if ticket.urgency == "normal" and reading.urgency == "urgent" else ticket.urgency
    said = await _saying(turn, replace(ticket, category=ticket.category or reading.category, urgency=urgency), words)
    return await _kept(turn, said, line(turn, ticket, "said_more", words=words))


async def keep_only(turn: Turn, ticket: Ticket, words: str) -> Ticket:
    """The rest of the call is another ticket's matter: it says no more than this from now on."""
    reading = read(words)
    shorter = await _saying(turn, replace(ticket, category=reading.category or ticket.category), words)
    kept = await keep(turn, shorter, line(turn, ticket, "cut", words=words))
    await replies.show(turn, kept)
    return kept


async def _kept(turn: Turn, ticket: Ticket, entry: Entry) -> Ticket:
    """What makes a call private when it is opened (its words, its category, a home) does so with what is added."""
    kept, room = await keep(turn, ticket, entry), read(ticket.words).place.room
    if not kept.private and privacy.is_private(turn, kept.words, kept.category, room=room):
        return await make_private(turn, kept)
    await replies.show(turn, kept)
    return kept


async def _saying(turn: Turn, ticket: Ticket, words: str) -> Ticket:
    shown = await sealing.words_for_all(turn, ticket.source, words, ticket.category)
    return replace(ticket, words=words, public_words=shown)
