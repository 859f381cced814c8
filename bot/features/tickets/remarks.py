"""What is said about a ticket, and facts that others add. None of it moves a clock."""

from dataclasses import replace

from bot.features.tickets import replies
from bot.features.tickets.chronicle import write
from bot.features.tickets.events import TicketNoted, TicketRemarked
from bot.features.tickets.joining import leading
from bot.features.tickets.model import Ticket
from bot.features.tickets.store import Tickets
from bot.turn import Turn


async def remark(turn: Turn, ticket: Ticket, words: str) -> None:
    """Something the caller or a neighbour adds, for the worker. On a joined ticket it lands on the leading one."""
    ticket = await leading(turn, ticket)
    await write(turn, ticket, "remark", words=words)
    await turn.publish(TicketRemarked(ticket=ticket, words=words))


async def note(turn: Turn, ticket: Ticket, words: str) -> None:
    """Something for those who work on it, never for residents."""
    await write(turn, ticket, "note", words=words)
    await turn.publish(TicketNoted(ticket=ticket, words=words))


async def record(turn: Turn, ticket: Ticket, what: str, *, public: bool = False, **said: str) -> None:
    """A line for another feature's fact: `words`, and `before` and `after`, which hold codes, not words.

    `what` is no name of a step: such a line would move the clocks. Public: its words may be read by the group, and the
    card is drawn anew.
    """
    await write(turn, ticket, what, public=public, **said)
    if public:
        await replies.show(turn, ticket)


async def rated(turn: Turn, ticket: Ticket, score: int | None) -> Ticket:
    """Keep the caller's score, 1 to 5, or (None) that it was taken back. The same score again changes nothing."""
    if ticket.rating == score:
        return ticket
    kept = await turn.store(Tickets).save(replace(ticket, rating=score, asked_rating=True))
    await write(turn, kept, "unrated" if score is None else "rated", after="" if score is None else str(score))
    return kept


async def asked_rating(turn: Turn, ticket: Ticket) -> Ticket:
    """Remember that the caller was asked, for the rate's denominator."""
    return ticket if ticket.asked_rating else await turn.store(Tickets).save(replace(ticket, asked_rating=True))
