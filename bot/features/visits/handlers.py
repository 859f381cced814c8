"""What callers answer to a return visit, and what those say who ring them up: understand, act, answer."""

from typing import Final

from bot.errors import Refused
from bot.features.ratings import views as ratings
from bot.features.roster import views as roster
from bot.features.tickets import views
from bot.features.tickets.views import Ticket
from bot.features.visits import replies, service
from bot.features.visits.model import Outcome, Stage, Visit
from bot.features.visits.store import ReturnVisits
from bot.turn import Turn

SHOWN: Final = 5


async def fine(turn: Turn, value: str) -> None:
    """The caller: all is still well."""
    await _callers_answer(turn, value, Outcome.FINE)


async def not_fine(turn: Turn, value: str) -> None:
    """The caller: it is not. Somebody rules on opening it again."""
    await _callers_answer(turn, value, Outcome.NOT_FINE)


async def _callers_answer(turn: Turn, value: str, outcome: Outcome) -> None:
    visit, ticket = await _visit(turn, value)
    if turn.person.id != ticket.reporter:
        raise Refused("no.not_caller")
    if visit.stage is not Stage.OVER:
        await service.answered(turn, ticket, visit, outcome)


async def visits(turn: Turn, _words: str) -> None:
    """`/visits`: whom to ring up, with the telephone number, in private; not those whom one has helped oneself."""
    if not (turn.is_private or turn.can_write_to(turn.person)):
        raise Refused("no.use_private")
    mine = [(visit, ticket) for visit, ticket in await _listed(turn) if await _may_ring(turn, ticket)]
    if not mine:
        turn.whisper("visit.none")
        return
    turn.tell(turn.person, "visit.list", count=len(mine))
    for visit, ticket in mine[:SHOWN]:
        await replies.show_call(turn, ticket, visit, anew=True)


async def _listed(turn: Turn) -> list[tuple[Visit, Ticket]]:
    found = [visit for place in await roster.staffed(turn) for visit in await turn.store(ReturnVisits).listed(place)]
    if turn.is_admin:
        found += await turn.store(ReturnVisits).listed(None)
    return [(visit, await views.ticket(turn, visit.ticket)) for visit in found]


async def call_fine(turn: Turn, value: str) -> None:
    """Whoever rang: all is still well."""
    await _ringers_answer(turn, value, Outcome.FINE)


async def call_not_fine(turn: Turn, value: str) -> None:
    """Whoever rang: it is not."""
    await _ringers_answer(turn, value, Outcome.NOT_FINE)


async def _ringers_answer(turn: Turn, value: str, outcome: Outcome) -> None:
    visit, ticket = await _to_ring(turn, value)
    if visit.stage is not Stage.OVER:
        await service.answered(turn, ticket, visit, outcome, turn.person.id)
    await _show(turn, visit.id)


async def call_in_vain(turn: Turn, value: str) -> None:
    """Whoever rang: nobody answered."""
    visit, ticket = await _to_ring(turn, value)
    if visit.stage is not Stage.OVER:
        await service.in_vain(turn, ticket, visit, turn.person.id)
    await _show(turn, visit.id)


async def _show(turn: Turn, number: int) -> None:
    visit, ticket = await _visit(turn, str(number))
    await replies.show_call(turn, ticket, visit)


async def _to_ring(turn: Turn, value: str) -> tuple[Visit, Ticket]:
    """The visit, for somebody of the community who did not handle its ticket (LESSONS 45).

    Raises:
        Refused: this is not such a person.
    """
    visit, ticket = await _visit(turn, value)
    if not await views.is_staff_of(turn, ticket):
        raise Refused("no.admins_only")
    if not await _may_ring(turn, ticket):
        raise Refused("visit.not_yours", n=int(ticket.id))
    return visit, ticket


async def _may_ring(turn: Turn, ticket: Ticket) -> bool:
    return turn.person.id not in await ratings.handled_by(turn, ticket)


async def _visit(turn: Turn, value: str) -> tuple[Visit, Ticket]:
    """The visit with this number and its ticket.

    Raises:
        Refused: there is none any more, because the ticket went on.
    """
    visit = await turn.store(ReturnVisits).get(int(value))
    if visit is None:
        raise Refused("visit.gone")
    return visit, await views.ticket(turn, visit.ticket)
