"""What time makes due: the next rung of the ladder, or the next alarm of an emergency."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.features.ladder import service
from bot.features.tickets import views
from bot.features.tickets.views import State
from bot.ports import UnitOfWork
from bot.turn import Turn

# In these states somebody must act, and the ladder sees to it.
WATCHED: Final = (State.ASSIGNED, State.ACCEPTED, State.IN_PROGRESS, State.REOPEN_REQUESTED)


async def lapsed(turn: Turn) -> Sequence[str]:
    """Tickets whose time is up."""
    return await views.due_in(turn, *WATCHED)


async def act(turn: Turn, number: str) -> None:
    """One of them goes up the ladder, or rings again."""
    ticket = await views.find(turn, int(number))
    if ticket is None or ticket.state not in WATCHED or ticket.next_due is None or ticket.next_due > turn.now:
        return
    climbs = await views.climbs_at(turn, ticket)
    if climbs is not None and climbs <= turn.now:
        await service.climb(turn, ticket)
    else:
        await service.ring(turn, ticket)


async def next_lapse(uow: UnitOfWork, now: datetime) -> datetime | None:
    """When the next time is up."""
    return await views.next_due_in(uow, now, *WATCHED)
