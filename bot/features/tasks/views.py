"""Who may act on a ticket, and the line for whoever may not; and whom an emergency calls.

Every step of a worker asks here first.
"""

from collections.abc import Sequence
from typing import NoReturn

from bot.community import Person
from bot.errors import Refused
from bot.features.roster import views as roster
from bot.features.tickets import views as tickets
from bot.features.tickets.views import IN_HAND, State, Ticket
from bot.stores import People
from bot.turn import WORKER_ROLES, Turn


async def check_handler(turn: Turn, ticket: Ticket) -> None:
    """Only its assignee, the people of the ticket's grid and the community's staff may act on it.

    Raises:
        Refused: the actor is none of these; the line says whose it is.
    """
    if await tickets.may_work(turn, ticket):
        return
    if not ticket.shows_in_group:
        raise Refused("no.private_number", n=int(ticket.id))
    drawing = await tickets.drawing_of(turn, ticket)
    key = "no.not_your_grid" if await turn.has_role(WORKER_ROLES) else "no.not_worker"
    raise Refused(key, **drawing.values(turn.language_of(turn.person)))


async def check_at_it(turn: Turn, ticket: Ticket) -> None:
    """How it goes is said by whoever it was given to, and by staff. Anybody else accepts it first, if that is free.

    Raises:
        Refused: somebody else has it, or nobody has accepted it.
    """
    await check_handler(turn, ticket)
    if turn.person.id == ticket.assignee or await tickets.is_staff_of(turn, ticket):
        return
    if ticket.state in IN_HAND:
        await refuse_as_taken(turn, ticket)
    if ticket.state is State.ASSIGNED:
        raise Refused("refused.assigned", n=int(ticket.id))


async def refuse_as_taken(turn: Turn, ticket: Ticket) -> NoReturn:
    """Somebody else was faster.

    Raises:
        Refused: always.
    """
    taken = await turn.store(People).get(ticket.assignee) if ticket.assignee else None
    raise Refused("task.taken", worker=taken.name if taken else "", n=int(ticket.id))


async def called_beside(turn: Turn, ticket: Ticket) -> Sequence[Person]:
    """Who is called beside whoever has it, in an emergency: the worker of the place, the backup and the desk."""
    known = await roster.responsible(turn, await tickets.smallest_place(turn, ticket))
    people = [known.worker, known.backup, *known.desk]
    unique = {person.id: person for person in people if person is not None and person.id != ticket.assignee}
    return list(unique.values())
