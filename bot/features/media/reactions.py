"""A file has arrived, or will not: whoever it is for sees it, or reads why not."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.community import Person
from bot.features.media import replies
from bot.features.tasks import views as tasks
from bot.features.tickets import service
from bot.features.tickets import views as tickets
from bot.features.tickets.events import TicketAssigned
from bot.features.tickets.views import State, Ticket
from bot.media import SentFile
from bot.service_events import MediaArrived, MediaRefused
from bot.stores import People
from bot.turn import Turn

# What comes so soon after the task itself makes no sound of its own.
TOGETHER: Final = timedelta(minutes=2)


async def on_arrived(turn: Turn, news: MediaArrived) -> None:
    """A resident's file goes to whoever works on the ticket, a worker's step to those who read of it."""
    ticket = await _ticket_of(turn, news.file)
    if ticket is None:
        return
    if news.file.is_shown:
        await replies.show_to_readers(turn, ticket, news.file)
    await _to_workers(turn, ticket, news.file)


async def on_assigned(turn: Turn, news: TicketAssigned) -> None:
    """Whoever has it from now on sees what is there already; those who were called before have seen it."""
    if news.before is not None and news.before == news.ticket.assignee:
        return
    for file in await tickets.attachments_of(turn, news.ticket):
        if file.is_here:
            await _to_workers(turn, news.ticket, file, is_first=news.before is None)


async def on_refused(turn: Turn, news: MediaRefused) -> None:
    """Its sender reads why it is not kept, its worker that there was something: the ticket goes on without it."""
    ticket = await _ticket_of(turn, news.file)
    if ticket is None:
        return
    await replies.say_refused(turn, ticket, news.file, news.why)
    for worker in await _workers(turn, ticket, news.file):
        await replies.say_missing(turn, ticket, news.file, worker)


async def _to_workers(turn: Turn, ticket: Ticket, file: SentFile, *, is_first: bool = True) -> None:
    is_soon = ticket.assigned_at is not None and turn.now - ticket.assigned_at < TOGETHER
    workers = await _workers(turn, ticket, file)
    for worker in workers if is_first else [one for one in workers if one.id == ticket.assignee]:
        await replies.show_to_worker(turn, ticket, file, worker, silent=is_soon)


async def _workers(turn: Turn, ticket: Ticket, file: SentFile) -> Sequence[Person]:
    """Who works on it, and while an emergency rings everybody whom it calls; not whoever sent it."""
    holder = [] if ticket.assignee is None else [await turn.store(People).get(ticket.assignee)]
    rings = ticket.urgency == "emergency" and ticket.state is State.ASSIGNED
    called = await tasks.called_beside(turn, ticket) if rings else ()
    return [person for person in (*holder, *called) if person.id != file.by]


async def _ticket_of(turn: Turn, file: SentFile) -> Ticket | None:
    """The ticket, or the one that it has joined."""
    number = tickets.number_about(file.about)
    ticket = None if number is None else await tickets.find(turn, int(number))
    return None if ticket is None else await service.leading(turn, ticket)
