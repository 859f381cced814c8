"""What becomes of tickets when people change, and of questions when they are answered another way."""

from typing import Final

from bot.features.roster import views as roster
from bot.features.roster.events import WorkerRetired
from bot.features.tickets import service as tickets_service
from bot.features.tickets import views
from bot.features.tickets.events import TicketAccepted, TicketAssigned, TicketClosed, TicketDeclined
from bot.features.tickets.views import Ticket
from bot.features.transfers import hops, replies, service
from bot.turn import Turn

# More open tickets than one worker ever holds.
MOST: Final = 1000


async def on_worker_retired(turn: Turn, news: WorkerRetired) -> None:
    """Open tickets at the places that a worker gave up go to whoever looks after them now, if that is another."""
    for ticket in await views.tasks_of(turn, news.person, MOST):
        spot = ticket.spot
        if {spot.building, spot.grid, spot.compound, spot.community}.isdisjoint(news.places):
            continue
        now = (await roster.responsible(turn, await views.smallest_place(turn, ticket))).first
        if now is None or now.id != news.person:
            await tickets_service.assign(turn, ticket, now)


async def on_assigned(turn: Turn, news: TicketAssigned) -> None:
    """Given to somebody, by the button or by any other way: then it is decided whose it is."""
    # Whoever is asked has it meanwhile, so nobody was asked about one that nobody had.
    if news.before is not None:
        await _decided(turn, news.ticket)


async def on_accepted(turn: Turn, news: TicketAccepted) -> None:
    """Somebody takes it on: nobody has to decide any more."""
    await _decided(turn, news.ticket)


async def on_closed(turn: Turn, news: TicketClosed) -> None:
    """It is over, so nobody has to decide."""
    await _decided(turn, news.ticket)


async def on_declined(turn: Turn, news: TicketDeclined) -> None:
    """Not ours: the caller hears whose it is."""
    await replies.tell_declined(turn, news.ticket, news.owner, news.words)


async def _decided(turn: Turn, ticket: Ticket) -> None:
    if not hops.awaits_ruling(await views.history(turn, ticket.id)):
        return
    after = "" if ticket.assignee is None else str(ticket.assignee)
    await tickets_service.record(turn, ticket, hops.RULED, after=after)
    await replies.ruled(turn, ticket, await service.judges(turn, ticket))
