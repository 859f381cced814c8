"""Silence closes a resolved ticket after `[tickets] confirm_after`."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.tickets import service, views
from bot.features.tickets.views import State, Step
from bot.ports import UnitOfWork
from bot.turn import Turn


async def unanswered(turn: Turn) -> Sequence[str]:
    """Resolved tickets that nobody objected to in time."""
    return await views.due_in(turn, State.RESOLVED)


async def put_away(turn: Turn, number: str) -> None:
    """Close it, as closed by silence."""
    ticket = await views.find(turn, int(number))
    if ticket is not None and ticket.state is State.RESOLVED:
        await service.close(turn, ticket, Step.LAPSE)


async def next_moment(uow: UnitOfWork, now: datetime) -> datetime | None:
    """When the next one may be put away."""
    return await views.next_due_in(uow, now, State.RESOLVED)
