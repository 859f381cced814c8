"""Questions about what comes after "done" that other features ask."""

from bot.community import PersonId
from bot.features.ratings.model import LOWEST_SATISFIED
from bot.features.ratings.store import Ratings
from bot.features.tickets import views
from bot.features.tickets.views import Step, Ticket
from bot.stores import People
from bot.turn import WORKER_ROLES, Turn

__all__ = ["LOWEST_SATISFIED", "handled_by", "may_ask", "wants_questions"]

_HANDLING = frozenset({Step.CLAIM, Step.PROGRESS, Step.WAIT, Step.DONE})


async def may_ask(turn: Turn, ticket: Ticket) -> bool:
    """May its caller be asked how it was? Not about what staff entered for somebody, and see `wants_questions`."""
    return not ticket.is_entered and await wants_questions(turn, ticket)


async def wants_questions(turn: Turn, ticket: Ticket) -> bool:
    """Is its caller asked anything afterwards? Not whoever works here, nor who wants no questions (LESSONS 28).

    The caller of what staff entered for somebody is that somebody, whom nobody but staff can ask.
    """
    if ticket.is_entered or ticket.is_found:
        return ticket.is_entered
    duties = await turn.store(People).duties(ticket.reporter)
    works_here = any(duty.role in WORKER_ROLES for duty in duties)
    return not works_here and not await turn.store(Ratings).is_unasked(ticket.reporter)


async def handled_by(turn: Turn, ticket: Ticket) -> frozenset[PersonId]:
    """Everybody who had a hand in it: they neither read its reasons nor ask afterwards how it was."""
    acted = {entry.by for entry in await views.history(turn, ticket.id) if entry.what in _HANDLING}
    return frozenset(person for person in (ticket.assignee, *acted) if person is not None)
