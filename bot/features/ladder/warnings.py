"""A warning before each deadline: one message for all that fall due within the hour, of each deadline once."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.community import Person, PersonId, PlaceId
from bot.features.ladder import replies
from bot.features.ladder.jobs import WATCHED
from bot.features.roster import views as roster
from bot.features.tickets import service as tickets
from bot.features.tickets import views
from bot.features.tickets.views import TOP, State, Ticket
from bot.ports import UnitOfWork
from bot.stores import People
from bot.turn import Turn

BEFORE: Final = timedelta(minutes=30)
TOGETHER: Final = timedelta(hours=1)
# Whoever got it less than this before its deadline has just read when that is.
FRESH: Final = timedelta(hours=1)
_DESK: Final = "desk"


async def near(turn: Turn) -> Sequence[str]:
    """Whom to warn: people by their number, desks by that of their community."""
    soon = await views.due_until_in(turn, turn.now + BEFORE, *WATCHED)
    return list(dict.fromkeys(_whom(ticket) for ticket in soon if needs_warning(ticket)))


async def warn(turn: Turn, whom: str) -> None:
    """One message for all that falls due within the hour."""
    soon = await views.due_until_in(turn, turn.now + TOGETHER, *WATCHED)
    mine = [ticket for ticket in soon if needs_warning(ticket) and _whom(ticket) == whom]
    for person in await _people(turn, whom) if mine else ():
        await replies.warn(turn, person, mine)
    for ticket in mine:
        await tickets.warned(turn, ticket)


async def next_near(uow: UnitOfWork, now: datetime) -> datetime | None:
    """When the next deadline is near."""
    due = await views.next_due_in(uow, now + BEFORE, *WATCHED)
    return None if due is None else due - BEFORE


def needs_warning(ticket: Ticket) -> bool:
    """Does a deadline come of which its people do not know yet that it is near?

    An emergency that nobody has accepted rings by itself. A deadline that has passed cannot come any more.
    """
    if ticket.next_due is None or ticket.warned_of == ticket.next_due:
        return False
    if ticket.state is State.REOPEN_REQUESTED:
        return ticket.rung is None
    if ticket.assignee is None or ticket.assigned_at is None or ticket.next_due - ticket.assigned_at < FRESH:
        return False
    if ticket.state is State.ASSIGNED:
        return ticket.urgency != "emergency" and ticket.rung != TOP
    return ticket.rung is None


def _whom(ticket: Ticket) -> str:
    if ticket.state is State.REOPEN_REQUESTED:
        return f"{_DESK} {ticket.spot.community or ''}"
    return str(ticket.assignee)


async def _people(turn: Turn, whom: str) -> Iterable[Person]:
    desk, space, community = whom.partition(" ")
    if not space:
        return (await turn.store(People).get(PersonId(int(desk))),)
    return await roster.desk(turn, PlaceId(int(community)) if community else None)
