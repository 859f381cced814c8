"""Whoever has no app hears the end by telephone or in person: somebody has the task to tell them (LESSONS 26).

Who did the work does not ask whether it is well done (LESSONS 45): then the community's desk is asked to tell, and
where there is no desk only the telling is asked for.
"""

from dataclasses import replace

from bot.errors import Refused
from bot.features.clocks import views as clocks
from bot.features.intake_desk import replies, tellers
from bot.features.intake_desk.model import Contact
from bot.features.intake_desk.store import Contacts
from bot.features.tickets import service as tickets
from bot.features.tickets import views
from bot.features.tickets.views import State, Step, Ticket
from bot.hours import Span
from bot.turn import Turn

AGAIN: Span = Span.parse("1wd")


async def ask_to_tell(turn: Turn, ticket: Ticket, words: str) -> None:
    """The outcome is to be told to everybody who is not in any chat: of this ticket, and of those joined to it."""
    for one in (ticket, *await views.joined_to(turn, ticket.id)):
        contact = await turn.store(Contacts).of(int(one.id)) if one.is_entered else None
        if contact is not None:
            due = await clocks.span_due(turn, one.spot.community, AGAIN)
            await turn.store(Contacts).keep(replace(contact, tell_due=due, told_at=None))
            await replies.ask_to_tell(turn, one, contact, words)


async def ask_again(turn: Turn, ticket: Ticket, contact: Contact, lead: Ticket) -> None:
    """The same task again the next working day, to whoever tells by then; `lead` is the ticket that was handled."""
    due = await clocks.span_due(turn, ticket.spot.community, AGAIN)
    await turn.store(Contacts).keep(replace(contact, tell_due=due))
    said = [entry.words for entry in await views.history(turn, lead.id) if entry.what in {Step.DONE, Step.DECLINE}]
    await replies.ask_to_tell(turn, ticket, contact, " ".join("".join(said[-1:]).split("\n")))


async def fixed(turn: Turn, value: str) -> None:
    """The button “Fixed, they say”."""
    ticket = await _told(turn, value)
    if ticket.state is State.RESOLVED:
        await tickets.close(turn, ticket, Step.CONFIRM)


async def not_fixed(turn: Turn, value: str) -> None:
    """The button “Not fixed, they say”: as if they had said so here."""
    ticket = await _told(turn, value)
    lead = await tickets.leading(turn, ticket)
    if lead.state in {State.RESOLVED, State.CLOSED}:
        await tickets.dispute(turn, lead, "")


async def told(turn: Turn, value: str) -> None:
    """The button “Told them”."""
    await _told(turn, value)


async def later(turn: Turn, value: str) -> None:
    """The button “Didn't reach them”: asked again the next working day."""
    ticket, contact = await _task(turn, value)
    due = await clocks.span_due(turn, ticket.spot.community, AGAIN)
    await turn.store(Contacts).keep(replace(contact, tell_due=due))
    await tickets.record(turn, ticket, "not_reached")
    drawing = await views.drawing_of(turn, ticket)
    turn.answer("tell.later", n=int(ticket.id), due=drawing.when(due, turn.language_of(turn.person)))


async def _told(turn: Turn, value: str) -> Ticket:
    ticket, contact = await _task(turn, value)
    if contact.told_at is None:
        await turn.store(Contacts).keep(replace(contact, tell_due=None, told_at=turn.now))
        await tickets.record(turn, ticket, "told")
        await replies.told(turn, ticket)
    return ticket


async def _task(turn: Turn, value: str) -> tuple[Ticket, Contact]:
    """The ticket whose outcome is to be told, and to whom.

    Raises:
        Refused: it is not the actor's to tell, or there is nothing to be told.
    """
    ticket = await views.ticket(turn, int(value))
    if not await tellers.may_speak(turn, ticket):
        raise Refused("no.not_caller")
    contact = await turn.store(Contacts).of(int(ticket.id))
    if contact is None or not ticket.is_entered:
        raise Refused("tell.nobody", n=int(ticket.id))
    return ticket, contact
