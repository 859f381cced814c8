"""What is told of a ticket in a message of its own, because an edited card rings on nobody's phone."""

from bot.community import Person
from bot.features.tickets.drawing import drawing_of
from bot.features.tickets.model import Ticket
from bot.stores import People, Priority
from bot.turn import Turn


async def tell_merged(turn: Turn, ticket: Ticket, lead: Ticket) -> None:
    """To its caller, in private where we may write; else the card says it, in the place where the call was made."""
    caller = await turn.store(People).get(ticket.reporter)
    is_theirs = turn.actor is not None and turn.actor.id == caller.id
    if turn.can_write_to(caller) and not ticket.source.is_private and not is_theirs:
        turn.tell(caller, "merged.told", about=lead.key, n=int(ticket.id), into=int(lead.id))


async def tell_wait_over(turn: Turn, ticket: Ticket, *, to_caller: bool) -> None:
    """Nothing came in time: the worker goes on without it; the caller who was asked (`to_caller`) hears it too."""
    worker = None if ticket.assignee is None else await turn.store(People).get(ticket.assignee)
    if worker is not None:
        await _tell(turn, ticket, worker, "wait.over")
    caller = await turn.store(People).get(ticket.reporter)
    if to_caller and turn.can_write_to(caller) and (worker is None or worker.id != caller.id):
        await _tell(turn, ticket, caller, "wait.over_caller")


async def _tell(turn: Turn, ticket: Ticket, person: Person, key: str) -> None:
    values = (await drawing_of(turn, ticket)).values(turn.language_of(person))
    turn.tell(person, key, about=ticket.key, priority=Priority.ANSWER, **values)
