"""Going up the ladder, ringing again, warning in time: what is done when time is up."""

from collections.abc import Sequence

from bot.community import Person
from bot.features.ladder import replies
from bot.features.ladder.model import Rung, level_of, rungs_above
from bot.features.ladder.people import called_at_once, on_rung, who_know
from bot.features.tickets import service as tickets
from bot.features.tickets import views
from bot.features.tickets.views import LEVELS, State, Ticket
from bot.turn import Turn


async def climb(turn: Turn, ticket: Ticket) -> Ticket:
    """Tell the next rung that has somebody who does not know yet; at the end of the ladder the top, again and again.

    What nobody has accepted goes into the hands of the rung. What somebody is at stays there: the rung looks after it.
    """
    told = await views.rungs_told(turn, ticket.id)
    rung, people = await _next(turn, ticket, told)
    takes = people[0] if people and _changes_hands(ticket, rung) else None
    level = level_of(rung, ticket.level)
    risen = await tickets.escalate(turn, ticket, rung, people, level=level, to=takes)
    for person in people:
        await replies.tell(turn, risen, rung, person)
    if ticket.urgency == "emergency" and ticket.state is State.ASSIGNED and not told:
        await replies.tell_nobody_came(turn, risen, await called_at_once(turn, ticket))
    return risen


async def _next(turn: Turn, ticket: Ticket, told: Sequence[str]) -> tuple[Rung, Sequence[Person]]:
    known = {person.id for person in await who_know(turn, ticket, told)}
    # A ruling is the community's business to begin with.
    begins = max(ticket.level, "street", key=LEVELS.index) if ticket.state is State.REOPEN_REQUESTED else ticket.level
    for rung in rungs_above(told, begins):
        people = await on_rung(turn, ticket, rung)
        new = people if rung is Rung.ADMINS else [person for person in people if person.id not in known]
        if new:
            return rung, new
    return Rung.ADMINS, ()


def _changes_hands(ticket: Ticket, rung: Rung) -> bool:
    """In an emergency all are called already and whoever is first has it; the admins decide, they do not take over."""
    if ticket.state is not State.ASSIGNED or ticket.urgency == "emergency":
        return False
    return rung is not Rung.ADMINS or ticket.assignee is None


async def ring(turn: Turn, ticket: Ticket) -> None:
    """Nobody has accepted an emergency: everybody who was called is called again, but for those who cannot go.

    When all have said that they cannot, all are called again: somebody must find a way.
    """
    told = await views.rungs_told(turn, ticket.id)
    people = {person.id: person for person in await who_know(turn, ticket, told)}
    away = await views.who_cannot_go(turn, ticket)
    rung = await tickets.rang(turn, ticket)
    for person in [one for one in people.values() if one.id not in away] or people.values():
        await replies.ring(turn, rung, person)
