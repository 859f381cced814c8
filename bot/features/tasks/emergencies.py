"""An emergency that rings at several people: whoever cannot go says so, and whoever called the services says that."""

from typing import Final

from bot.errors import Refused
from bot.features.tasks.views import called_beside, check_handler, refuse_as_taken
from bot.features.tickets import service, views
from bot.features.tickets.views import CANNOT_GO, IN_HAND, State, Ticket
from bot.labels import Action
from bot.messages import Gesture
from bot.stores import People, Priority
from bot.turn import Turn

SERVICES_CALLED: Final = "services_called"


async def cannot_go(turn: Turn, value: str) -> None:
    """The button “Can't go”: the others read it at once, and the alarm rings no more at whoever said so."""
    ticket = await _ringing(turn, value)
    is_news = turn.person.id not in await views.who_cannot_go(turn, ticket)
    if is_news:
        await service.record(turn, ticket, CANNOT_GO)
        await _tell_others(turn, ticket, "emergency.cannot_go")
    turn.whisper("emergency.cannot_go_kept", n=int(ticket.id))


async def services_called(turn: Turn, value: str) -> None:
    """The button “I rang them”: the others and the caller read that the services know. Somebody still has to go."""
    ticket = await _ringing(turn, value)
    entries = await views.history(turn, ticket.id)
    if not any(entry.what == SERVICES_CALLED and entry.by == turn.person.id for entry in entries):
        await service.record(turn, ticket, SERVICES_CALLED)
        await _tell_others(turn, ticket, "emergency.services_called")
        await _tell_caller(turn, ticket)
    turn.whisper("emergency.services_called_kept", n=int(ticket.id))


async def _ringing(turn: Turn, value: str) -> Ticket:
    ticket = await views.ticket(turn, int(value))
    await check_handler(turn, ticket)
    if ticket.state in IN_HAND:
        await refuse_as_taken(turn, ticket)
    if ticket.state is not State.ASSIGNED or ticket.urgency != "emergency":
        raise Refused(f"refused.{ticket.state}", n=int(ticket.id))
    return ticket


async def _tell_others(turn: Turn, ticket: Ticket, key: str) -> None:
    holder = [] if ticket.assignee is None else [await turn.store(People).get(ticket.assignee)]
    accepts: list[list[Action]] = [[("tasks.claim", str(ticket.id), Gesture.ACCEPT)]]
    drawing = await views.drawing_of(turn, ticket)
    for person in [*holder, *await called_beside(turn, ticket)]:
        if person.id != turn.person.id and turn.can_write_to(person):
            values = {**drawing.values(turn.language_of(person)), "who": turn.person.name}
            turn.tell(person, key, about=ticket.key, actions=accepts, priority=Priority.EMERGENCY, **values)


async def _tell_caller(turn: Turn, ticket: Ticket) -> None:
    caller = await turn.store(People).get(ticket.reporter)
    if caller.id != turn.person.id and turn.can_write_to(caller):
        number, who = int(ticket.id), turn.person.name
        turn.tell(caller, "emergency.services_know", about=ticket.key, priority=Priority.EMERGENCY, n=number, who=who)
