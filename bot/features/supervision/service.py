"""Watching: beginning, keeping up with the ticket, and the end."""

from bot.community import Person
from bot.features.supervision import replies
from bot.features.supervision.model import Watch
from bot.features.supervision.store import Watches
from bot.features.tickets.views import Ticket
from bot.turn import Turn


async def watch(turn: Turn, ticket: Ticket, person: Person) -> bool:
    """The person watches it from now on. False: they do already."""
    store = turn.store(Watches)
    if any(known.person == person.id for known in await store.of_ticket(ticket.id)):
        return False
    due = ticket.late_at if ticket.late_at is not None and ticket.late_at > turn.now else None
    await store.save(
        Watch(ticket=ticket.id, person=person.id, since=turn.now, due=due, told=ticket.late_at if due is None else None)
    )
    return True


async def stop(turn: Turn, ticket: Ticket, person: Person) -> None:
    """The person watches it no more."""
    await turn.store(Watches).end(ticket.id, person.id)


async def follow(turn: Turn, ticket: Ticket) -> None:
    """The ticket is as it is now: deadlines that passed are told, the one that runs is kept, and the end is told."""
    store = turn.store(Watches)
    for known in await store.of_ticket(ticket.id):
        now = known.lapsed() if known.is_due(turn.now) else known
        if now != known:
            await replies.tell_lapse(turn, ticket, now)
        now = now.follows(ticket.late_at)
        if not ticket.is_open:
            await replies.tell_over(turn, ticket, now)
            await store.end(ticket.id, known.person)
        elif now != known:
            await store.save(now)
