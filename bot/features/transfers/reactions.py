"""What becomes of tickets when people change."""

from typing import Final

from bot.features.roster import views as roster
from bot.features.roster.events import WorkerRetired
from bot.features.tickets import service, views
from bot.turn import Turn

# More open tickets than one worker ever holds.
MOST: Final = 1000


async def on_worker_retired(turn: Turn, news: WorkerRetired) -> None:
    """Open tickets at the places that a worker gave up go to whoever looks after them now, if that is another."""
    for ticket in await views.tasks_of(turn, news.person, MOST):
        spot = ticket.spot
        if {spot.building, spot.grid, spot.compound, spot.community}.isdisjoint(news.places):
            continue
        now = (await roster.responsible(turn, await views.smallest_place(turn, ticket))).first
        if now is None or now.id != news.person:
            await service.assign(turn, ticket, now)
