"""One community's month, lived through by the real service: what large databases are multiplied from."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from bot.community import Person, PersonId
from bot.ports import Raw, UnitOfWork
from bot.stores import People
from storage.engine import open_database
from storage.migrate import migrate
from tests.bench.pipeline import Streets, build, calls, opened, steps
from tests.network import Network
from tests.town import MORNING, Town, open_town

DAYS: Final = 30
# 3,000 tickets a year in a community of 10,000 people.
TICKETS: Final = 250
# Those who have ever spoken to us.
RESIDENTS: Final = 1500


async def live_through(file: Path) -> Streets:
    """Fill this new database with the month that ends on the morning of `tests.town`; answers who lives there."""
    url = f"sqlite:///{file.name}"
    await migrate(url, file.parent)
    database = open_database(url, file.parent)
    try:
        town = open_town(database)
        streets = await build(town)
        await _meet(streets)
        done, late = 0, list[Raw]()
        for day in range(DAYS):
            morning = MORNING - timedelta(days=DAYS - day)
            many = TICKETS * (day + 1) // DAYS - done
            late = await _day(streets, morning, (done, many), late)
            done += many
    finally:
        await database.close()
    return streets


async def _meet(streets: Streets) -> None:
    """Residents whom we know from earlier months."""

    async def add(uow: UnitOfWork) -> None:
        for number in range(RESIDENTS):
            account = replace(streets.workers[0].account, id=f"known{number}")
            await uow.store(People).add(Person(id=PersonId(0), name=f"居民{number}", accounts=(account,)))

    await streets.town.keep(add)


async def _day(
    streets: Streets, morning: datetime, numbers: tuple[int, int], from_yesterday: Sequence[Raw]
) -> list[Raw]:
    """Yesterday's tickets are done, today's come in and are claimed; answers what will be said of them tomorrow."""
    town, (first, many) = streets.town, numbers
    await _happen(town, morning, from_yesterday)
    await _happen(town, morning + timedelta(hours=1), calls(streets, first, many))
    tasks = await opened(streets, first, many)
    await _happen(town, morning + timedelta(hours=2), steps(streets, "claim", tasks, ""))
    await town.service.tick()
    await town.settle()
    return steps(streets, "done", tasks, "换好了，请再看看")


async def _happen(town: Town, at: datetime, raws: Sequence[Raw]) -> None:
    town.clock.at = at
    await town.service.door.receive(town.network, raws)
    await town.settle()


def moved(streets: Streets, town: Town) -> Streets:
    """The same people and groups on another database."""
    assert isinstance(town.network, Network)
    groups = [replace(group, town=town) for group in streets.groups]
    home = dict(zip([group.chat for group in streets.groups], groups, strict=True))
    residents = [
        [replace(one, town=town, group=home[group.chat]) for one in people]
        for people, group in zip(streets.residents, streets.groups, strict=True)
    ]
    workers = [replace(worker, town=town) for worker in streets.workers]
    return Streets(town=town, groups=groups, residents=residents, workers=workers)
