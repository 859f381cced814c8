"""What belongs to a call though it was said apart from it, and what was said in it but is another one's."""

from dataclasses import replace

from bot.features.tickets import replies
from bot.features.tickets.chronicle import keep, line
from bot.features.tickets.model import Ticket
from bot.turn import Turn
from bot.understanding import mask, read


async def add_words(turn: Turn, ticket: Ticket, words: str) -> Ticket:
    """The caller's next line is part of the call. What the first words left open is read from all of them."""
    whole = f"{ticket.words}\n{words}"
    reading = read(whole)
    urgency = "urgent" if (ticket.urgency, reading.urgency) == ("normal", "urgent") else ticket.urgency
    longer = replace(_saying(ticket, whole), category=ticket.category or reading.category, urgency=urgency)
    kept = await keep(turn, longer, line(turn, ticket, "said_more", words=words))
    await replies.show(turn, kept)
    return kept


async def put_in_words(turn: Turn, ticket: Ticket, words: str) -> Ticket:
    """What was shown is said now: these are the words of the call."""
    reading = read(words)
    urgency = reading.urgency if ticket.urgency == "normal" and reading.urgency == "urgent" else ticket.urgency
    said = replace(_saying(ticket, words), category=ticket.category or reading.category, urgency=urgency)
    kept = await keep(turn, said, line(turn, ticket, "said_more", words=words))
    await replies.show(turn, kept)
    return kept


async def keep_only(turn: Turn, ticket: Ticket, words: str) -> Ticket:
    """The rest of the call is another ticket's matter: it says no more than this from now on."""
    reading = read(words)
    shorter = replace(_saying(ticket, words), category=reading.category or ticket.category)
    kept = await keep(turn, shorter, line(turn, ticket, "cut", words=words))
    await replies.show(turn, kept)
    return kept


def _saying(ticket: Ticket, words: str) -> Ticket:
    return replace(ticket, words=words, public_words=mask(words, contacts=read(words).contact_found))
