"""Waiting for somebody else, and going on. Meanwhile the time to solve it stands still."""

from dataclasses import replace
from datetime import datetime

from bot.community import Person
from bot.features.tickets import replies
from bot.features.tickets.chronicle import keep, line
from bot.features.tickets.events import TicketWaits, TicketWentOn
from bot.features.tickets.model import State, Step, Ticket, WaitsOn, after
from bot.features.tickets.steps import in_hand
from bot.turn import Turn


async def wait(turn: Turn, ticket: Ticket, worker: Person, *, on: WaitsOn, words: str, until: datetime) -> Ticket:
    """It waits for somebody until then at the latest. A second wait is the first with other words or another end.

    The words are for the group unless they are a question to the caller, which stays between the two.
    """
    taken = await in_hand(turn, ticket, worker)
    waiting = replace(after(taken, Step.WAIT), answered_at=taken.answered_at or turn.now)
    told = line(
        turn, ticket, Step.WAIT, words=words, before=on, after=until.isoformat(), public=on is not WaitsOn.REPORTER
    )
    kept = await keep(turn, waiting, told)
    await turn.publish(TicketWaits(ticket=kept, on=on, words=words, until=until))
    await replies.show(turn, kept)
    return kept


async def go_on(turn: Turn, ticket: Ticket, *, words: str = "") -> Ticket:
    """The answer has come (`words`), or its time is over: the clock runs again, later by the time that it stood.

    What goes on already stays as it is.
    """
    if ticket.state in {State.ACCEPTED, State.IN_PROGRESS}:
        return ticket
    kept = await keep(turn, after(ticket, Step.GO_ON), line(turn, ticket, Step.GO_ON, words=words))
    await replies.show(turn, kept)
    # Told when it is drawn: whoever hears it may hand it on, and then that is what must stand.
    await turn.publish(TicketWentOn(ticket=kept, words=words))
    return kept
