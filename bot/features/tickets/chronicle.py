"""How a ticket is kept: with a line of history for what happened, and with the clocks that follow from all lines."""

from collections.abc import Sequence
from typing import Any

from bot.community import PersonId
from bot.features.clocks import views as clocks
from bot.features.tickets.model import Entry, Ticket
from bot.features.tickets.store import History, Tickets
from bot.features.tickets.timeline import with_clocks
from bot.turn import Turn


def line(turn: Turn, ticket: Ticket, what: str, **more: Any) -> Entry:
    """A line of history: who did what just now, and from which network; `more` holds words, before, after, public."""
    who = turn.actor.id if turn.actor else None
    via = "" if turn.cause is None else turn.chat.channel
    return Entry(ticket=ticket.id, at=turn.now, what=what, by=who, via=via, **more)


async def keep(turn: Turn, ticket: Ticket, *lines: Entry) -> Ticket:
    """Keep the ticket as it is now, and what happened to it.

    Raises:
        Conflict: somebody else changed it since it was read.
    """
    history = turn.store(History)
    timed = await timed_by(turn, ticket, [*await history.of(ticket.id), *lines])
    kept = await turn.store(Tickets).save(timed)
    await history.write(*lines)
    return kept


async def timed_by(turn: Turn, ticket: Ticket, lines: Sequence[Entry]) -> Ticket:
    """The ticket with the clocks that follow from these lines, all that there are."""
    return with_clocks(ticket, lines, await clocks.rules(turn, ticket.spot.community))


async def write(turn: Turn, ticket: Ticket, what: str, **more: Any) -> None:
    """Add a line that moves no clock."""
    await turn.store(History).write(line(turn, ticket, what, **more))


def code(person: PersonId | None) -> str:
    """A person as `before` and `after` name them."""
    return "" if person is None else str(person)
