"""Who tells an outcome, and who may speak for somebody who is not in any chat."""

from bot.community import Person, PersonId
from bot.features.roster import views as roster
from bot.features.tickets import views
from bot.features.tickets.views import Ticket
from bot.stores import People
from bot.turn import WORKER_ROLES, Turn


async def teller(turn: Turn, ticket: Ticket, by: PersonId) -> Person | None:
    """Who entered it, unless that is who did the work or has left the job: then somebody of the desk.

    Where nobody of the desk can be written to, it is who did the work; never who has left. None: there is nobody.
    """
    entered = await turn.store(People).get(by)
    works, workers = await _works_still(turn, entered), await workers_of(turn, ticket)
    if works and entered.id not in workers and turn.can_write_to(entered):
        return entered
    desk = [one for one in await roster.desk(turn, ticket.spot.community) if one.id not in workers]
    return next((one for one in desk if turn.can_write_to(one)), entered if works else None)


async def workers_of(turn: Turn, ticket: Ticket) -> set[PersonId]:
    """Whoever did the work: of a joined ticket, those of the one that leads it."""
    lead = ticket if ticket.merged_into is None else await views.find(turn, int(ticket.merged_into))
    return {one.assignee for one in (ticket, lead) if one is not None and one.assignee is not None}


async def may_speak(turn: Turn, ticket: Ticket) -> bool:
    """Is the actor the caller, or who entered the call and works here still, or somebody who may work on it?"""
    if turn.person.id == ticket.reporter and (not ticket.is_entered or await _works_still(turn, turn.person)):
        return True
    return await views.may_work(turn, ticket)


async def _works_still(turn: Turn, person: Person) -> bool:
    """Names and phone numbers of residents are for those who work here, and for nobody who has left."""
    duties = await turn.store(People).duties(person.id)
    return any(duty.role in WORKER_ROLES for duty in duties) or not turn.admins.isdisjoint(person.accounts)
