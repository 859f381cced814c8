"""What becomes of departments when people leave the roster."""

from bot.features.departments.store import Departments
from bot.features.roster.events import WorkerRetired
from bot.stores import People
from bot.turn import Turn


async def on_worker_retired(turn: Turn, news: WorkerRetired) -> None:
    """Whoever left is told of nothing and reads nothing any more; what waits for the department climbs its ladder."""
    has_left = not await turn.store(People).duties(news.person)
    departments = turn.store(Departments)
    for one in await departments.of_member(news.person):
        stood_for_it = one.person == news.person and one.place in news.places
        if has_left or stood_for_it:
            await departments.save(one.without_member(news.person))
