"""What time makes due on a ticket: one that nobody gave a building, and one that has waited long enough."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.tickets import notices, service, views
from bot.features.tickets.model import State, WaitsOn
from bot.ports import UnitOfWork
from bot.turn import Turn


async def without_place(turn: Turn) -> Sequence[str]:
    """Calls that have waited long enough for their building."""
    return await views.due_in(turn, State.NEW)


async def give_anyway(turn: Turn, number: str) -> None:
    """The group's worker gets it without a building and asks around."""
    ticket = await views.find(turn, int(number))
    if ticket is not None and ticket.state is State.NEW:
        await service.assign(turn, ticket)


async def next_without_place(uow: UnitOfWork, now: datetime) -> datetime | None:
    """When the next call has waited long enough."""
    return await views.next_due_in(uow, now, State.NEW)


async def unanswered(turn: Turn) -> Sequence[str]:
    """Tickets whose wait is over."""
    return await views.due_in(turn, State.WAITING)


async def go_on_without(turn: Turn, number: str) -> None:
    """Nothing came: the worker goes on, and whoever was asked hears it too (LESSONS, clever designs 2)."""
    ticket = await views.find(turn, int(number))
    if ticket is None or ticket.state is not State.WAITING:
        return
    waits_on = await views.waits_on(turn, ticket.id)
    await service.go_on(turn, ticket)
    # Whoever went off duty meanwhile has it no more; whoever has it now is told.
    now = await views.ticket(turn, int(number))
    # A mediation and a meeting tell by themselves how they ended.
    if waits_on not in {WaitsOn.MEDIATION, WaitsOn.MEETING}:
        await notices.tell_wait_over(turn, now, to_caller=waits_on is WaitsOn.REPORTER)


async def next_unanswered(uow: UnitOfWork, now: datetime) -> datetime | None:
    """When the next wait is over."""
    return await views.next_due_in(uow, now, State.WAITING)
