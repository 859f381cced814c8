"""What the worker's side does when tickets have news."""

from typing import Final

from bot.community import Person
from bot.errors import Refused
from bot.features.roster import views as roster
from bot.features.roster.events import WorkerJoined
from bot.features.tasks import replies
from bot.features.tasks.views import called_beside
from bot.features.tickets import views
from bot.features.tickets.events import (
    TicketAccepted,
    TicketAssigned,
    TicketClosed,
    TicketRemarked,
    TicketReopened,
    TicketShown,
)
from bot.features.tickets.views import State
from bot.labels import Action
from bot.messages import Gesture
from bot.ports import Reason
from bot.service_events import Reachable, Undelivered
from bot.stores import CardRow, People, Priority, SentMessages
from bot.turn import Turn

# More open tickets than one worker ever has.
MOST: Final = 1000


async def on_shown(turn: Turn, news: TicketShown) -> None:
    """The responsible person's message follows the ticket."""
    if news.ticket.assignee is not None:
        await replies.show(turn, news.ticket, await turn.store(People).get(news.ticket.assignee))


async def on_assigned(turn: Turn, news: TicketAssigned) -> None:
    """Whoever had it before reads that it went on; an emergency calls everybody at the same moment."""
    await _take_away(turn, news)
    if news.ticket.urgency == "emergency":
        for person in await called_beside(turn, news.ticket):
            await replies.show(turn, news.ticket, person)


async def on_accepted(turn: Turn, news: TicketAccepted) -> None:
    """It stops for the others when one has taken it."""
    await _take_away(turn, news)
    if news.ticket.urgency == "emergency":
        for person in await called_beside(turn, news.ticket):
            await replies.gone(turn, news.ticket, person)


async def on_reopened(turn: Turn, news: TicketReopened) -> None:
    """A ticket that comes back rings: the worker's old message is only edited, far above."""
    if news.ticket.assignee is None:
        return
    worker = await turn.store(People).get(news.ticket.assignee)
    drawing = await views.drawing_of(turn, news.ticket)
    number = str(news.ticket.id)
    actions: list[list[Action]] = [[("tasks.claim", number, Gesture.ACCEPT)]]
    values = drawing.values(turn.language_of(worker))
    turn.tell(worker, "task.again", about=news.ticket.key, actions=actions, **values)


async def on_remarked(turn: Turn, news: TicketRemarked) -> None:
    """What somebody adds reaches the worker as a message of its own, because an edited one rings on no phone."""
    if news.ticket.assignee is None:
        return
    worker = await turn.store(People).get(news.ticket.assignee)
    who = turn.actor or await turn.store(People).get(news.ticket.reporter)
    turn.tell(
        worker,
        "task.remark",
        about=news.ticket.key,
        silent=views.is_courtesy(news.words),
        n=int(news.ticket.id),
        who=who.name,
        words=news.words,
    )


async def on_closed(turn: Turn, news: TicketClosed) -> None:
    """It is over for everybody who was called, also where nobody accepted (taken back, a false alarm)."""
    if news.ticket.urgency == "emergency":
        for person in await called_beside(turn, news.ticket):
            await replies.show(turn, news.ticket, person)


async def on_joined(turn: Turn, news: WorkerJoined) -> None:
    """A worker has opened the invitation: what was given to them until now is shown."""
    await _show_waiting(turn, await turn.store(People).get(news.person))


async def on_reachable(turn: Turn, news: Reachable) -> None:
    """What could not be delivered before is shown, where the person had to write to us first."""
    if news.account.channel not in turn.setup.opens_private:
        await _show_waiting(turn, await turn.store(People).get(news.person))


async def _show_waiting(turn: Turn, person: Person) -> None:
    to = turn.private_to(person)
    if to is None:
        return
    for ticket in await views.tasks_of(turn, person.id, MOST):
        await turn.store(SentMessages).repost(ticket.key, to)
        await replies.show(turn, ticket, person)


async def on_undelivered(turn: Turn, news: Undelivered) -> None:
    """A worker who cannot be written to: the desk is told at once, so that somebody passes it on."""
    number = views.number_about(news.item.key if isinstance(news.item, CardRow) else news.item.about)
    if number is None or news.reason is not Reason.UNREACHABLE or news.account is None:
        return
    unreached = await turn.store(People).by_account(news.account)
    try:
        ticket = await views.ticket(turn, number)
    except Refused:
        return
    if unreached is None or ticket.assignee != unreached.id or ticket.state is not State.ASSIGNED:
        return
    for person in await roster.desk(turn, ticket.spot.community):
        if person.id != unreached.id and turn.can_write_to(person):
            drawing = await views.drawing_of(turn, ticket)
            values = drawing.values(turn.language_of(person))
            turn.tell(person, "task.unreachable", about=ticket.key, priority=Priority.ANSWER, **values)


async def _take_away(turn: Turn, news: TicketAssigned | TicketAccepted) -> None:
    if news.before is not None and news.before != news.ticket.assignee:
        await replies.gone(turn, news.ticket, await turn.store(People).get(news.before))
