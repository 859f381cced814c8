"""Asking the caller, waiting for others, and the answer that brings it back."""

from datetime import timedelta
from typing import Final

from bot.community import Person
from bot.dialogs import Dialog, Dialogs
from bot.errors import Refused
from bot.features.asks import replies
from bot.features.asks.model import answer_time, is_for_caller, named_end, others_time
from bot.features.clocks import views as clocks
from bot.features.tickets import service as tickets_service
from bot.features.tickets import views as tickets
from bot.features.tickets.views import Ticket, WaitsOn
from bot.stores import People
from bot.turn import Turn

ANSWER: Final = "asks.answer"
# In a group people soon talk of something else; later only a reply is an answer.
TALK_GOES_ON: Final = timedelta(minutes=10)


async def ask(turn: Turn, ticket: Ticket, worker: Person, question: str) -> Ticket:
    """The question goes to the caller, and the clock stands until the answer comes or its time is over.

    Raises:
        Refused: the caller cannot be reached, or is the worker.
    """
    caller = await turn.store(People).get(ticket.reporter)
    if caller.id == worker.id:
        raise Refused("ask.yourself", n=int(ticket.id))
    place = replies.where(turn, ticket, caller)
    if place is None:
        raise Refused("ask.unreachable", n=int(ticket.id))
    rules = await clocks.rules(turn, ticket.spot.community)
    until = rules.due_after(answer_time(ticket.urgency), ticket.urgency, turn.now)
    asked = await tickets_service.wait(turn, ticket, worker, on=WaitsOn.REPORTER, words=question, until=until)
    await replies.ask(turn, asked, caller, question, place)
    if place == ticket.source.chat:
        await _expect(turn, asked, caller)
    return asked


async def _expect(turn: Turn, ticket: Ticket, caller: Person) -> None:
    """The caller's next line in the group is the answer, reply or not."""
    dialog = Dialog(
        chat=ticket.source.chat,
        person=caller.id,
        kind=ANSWER,
        value=str(ticket.id),
        expires_at=turn.now + TALK_GOES_ON,
    )
    await turn.store(Dialogs).open(dialog)


async def wait(turn: Turn, ticket: Ticket, worker: Person, why: str) -> Ticket:
    """It waits for somebody else; for how long the words may say."""
    rules = await clocks.rules(turn, ticket.spot.community)
    usual = rules.due_after(others_time(ticket.urgency), ticket.urgency, turn.now)
    until = named_end(why, turn.now, rules.zone) or usual
    on = WaitsOn.REPORTER if is_for_caller(why) else WaitsOn.THIRD_PARTY
    return await tickets_service.wait(turn, ticket, worker, on=on, words=why, until=until)


async def answered(turn: Turn, ticket: Ticket, words: str) -> None:
    """The caller's answer lands on the ticket, the clock runs again, and the worker reads it."""
    await tickets_service.go_on(turn, ticket, words=words)
    # It may have gone to somebody else by that, where the worker is off duty.
    now = await tickets.ticket(turn, int(ticket.id))
    await replies.tell_answer(turn, now, words)
