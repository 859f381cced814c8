"""When a worker takes a ticket on, the way that its category asks for is one tap away."""

from typing import Final

from bot.features.tickets import views as tickets
from bot.features.tickets.events import TicketAccepted, TicketWaits
from bot.features.tickets.views import Ticket, WaitsOn
from bot.features.ways import views
from bot.labels import Action
from bot.stores import People, Priority
from bot.turn import Turn

# The first press on each way; both features check anew who presses, and whether it is still possible. The other ways
# need no button of their own: they are what the worker's message offers anyway.
BEGINS: Final = {views.MEDIATION: "mediation.start", views.MEETING: "meetings.put"}


async def on_accepted(turn: Turn, news: TicketAccepted) -> None:
    """A private talk, or the next meeting, is offered where the category asks for it and anybody knows who called."""
    way = views.way_of(turn, news.ticket)
    if way in BEGINS and (way != views.MEDIATION or await tickets.has_caller(turn, news.ticket)):
        await _offer(turn, news.ticket, f"way.{way}", (BEGINS[way], str(news.ticket.id)))


async def on_waits(turn: Turn, news: TicketWaits) -> None:
    """It is on its way: the offer is only words."""
    if news.on in {WaitsOn.MEDIATION, WaitsOn.MEETING} and views.way_of(turn, news.ticket) in BEGINS:
        await _offer(turn, news.ticket, "way.taken", None)


async def _offer(turn: Turn, ticket: Ticket, key: str, action: Action) -> None:
    worker = await turn.store(People).get(ticket.assignee) if ticket.assignee else None
    to = turn.private_to(worker) if worker else None
    if worker is None or to is None:
        return
    drawing = await tickets.drawing_of(turn, ticket)
    message = drawing.message(key, turn.language_of(worker), [[action]] if action else ())
    turn.outbox.card(to, f"{ticket.key}:way", message, priority=Priority.ANSWER)
