"""A community whose ladder has somebody on every rung, on a clock that tests move; calls are made without a chat.

For tests of many histories: turns run on the real features, stores and SQLite, but nobody reads what they say.
"""

import shutil
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from adapters.calendar import calendars_of
from bot.clockwork import Clockwork
from bot.community import Account, ChatRef, PlaceKind, Role
from bot.config import Config, EmergencyNumbers
from bot.features.clocks import views as clocks
from bot.features.roster.views import Located
from bot.features.tickets import service, views
from bot.features.tickets.model import Entry, Source, Ticket, TicketId
from bot.features.tickets.service import Call
from bot.features.tickets.timeline import with_clocks
from bot.hours import Span
from bot.installed import FEATURES, words_of_features
from bot.ports import UnitOfWork
from bot.setup import Setup
from bot.stores import People, Places
from bot.turn import Turn
from bot.understanding import read
from bot.understanding.reading import Category, Urgency
from storage.engine import OpenDatabase, open_database
from tests.network import BOT, NAME
from tests.storage.fixtures import URL
from tests.town import TownClock, open_town

T = TypeVar("T")
ADMIN = Account(NAME, "900")
# The alarm rings seldom, so that a day has few moments.
CONFIG = Config(admins=(ADMIN,), emergency=EmergencyNumbers(repeat=Span.parse("4h")))
TIMED = ("tickets", "ratings", "ladder")
CALLER = Account(NAME, "800")


async def build(folder: Path, template: Path) -> Path:
    """A database with the community and its people, to be copied for every history."""
    shutil.copyfile(template, folder / "huying.db")
    database = open_database(URL, folder)
    town = open_town(database, CONFIG)
    district = await town.place(PlaceKind.DISTRICT, "东区")
    street = await town.place(PlaceKind.STREET, "新港街道", district)
    community = await town.place(PlaceKind.COMMUNITY, "御城社区")
    await town.put_under(community, street)
    grid = await town.place(PlaceKind.GRID, "第一网格", community)
    await town.place(PlaceKind.BUILDING, "3号楼", community, grid=grid.id)
    for name, role, place in (
        ("李明", Role.WORKER, grid),
        ("陈静", Role.BACKUP, grid),
        ("吴刚", Role.GRID_LEAD, grid),
        ("赵敏", Role.SECRETARY, community),
        ("孙雷", Role.STREET, street),
        ("周岚", Role.DISTRICT, district),
    ):
        await town.official(name, role, place)
    group = await town.group("御城邻里群", grid)
    caller = town.resident("王芳", group)
    caller.account = CALLER
    await caller.tells_the_bot("/start")
    admin = town.resident("钱理")
    admin.account = ADMIN
    await admin.tells_the_bot("/start")
    await database.close()
    return folder / "huying.db"


@dataclass(kw_only=True)
class Ground:
    """One copy of that community, with its clock."""

    database: OpenDatabase
    setup: Setup
    clock: TownClock
    clockwork: Clockwork
    said: int = 0

    async def turn(self, work: Callable[[Turn], Awaitable[T]]) -> T:
        """A turn that nobody's message caused."""

        async def run(uow: UnitOfWork) -> T:
            return await work(Turn(uow, self.setup, self.clock.now()))

        return await self.database.write(run)

    async def call(self, words: str, *, category: Category | None = None, urgency: Urgency | None = None) -> Ticket:
        """A call from building 3, of that category and urgency where the words do not say it."""
        self.said += 1
        plain = read(words)
        reading = replace(plain, category=category or plain.category, urgency=urgency or plain.urgency)
        message = str(self.said)

        async def work(turn: Turn) -> Ticket:
            caller = await turn.store(People).by_account(CALLER)
            assert caller is not None
            building = (await turn.store(Places).of_kind(PlaceKind.BUILDING))[0]
            source = Source(chat=ChatRef(NAME, BOT, "-1"), message=message, is_private=False)
            call = Call(words=words, reading=reading, located=Located(building=building), source=source)
            return await service.open_ticket(turn, call, caller)

        return await self.turn(work)

    async def ticket(self, number: TicketId) -> Ticket:
        """As it stands."""
        return await self.turn(lambda turn: views.ticket(turn, int(number)))

    async def history(self, number: TicketId) -> Sequence[Entry]:
        """All of its lines."""
        return await self.turn(lambda turn: views.history(turn, number))

    async def computed_again(self, number: TicketId) -> Ticket:
        """The ticket with the clocks that its history alone gives."""

        async def work(turn: Turn) -> Ticket:
            ticket = await views.ticket(turn, int(number))
            rules = await clocks.rules(turn, ticket.spot.community)
            return with_clocks(ticket, await views.history(turn, number), rules)

        return await self.turn(work)

    async def passes(self, time: timedelta) -> None:
        """Time goes from one due moment to the next, and everything is done at its moment."""
        end = self.clock.at + time
        while True:
            await self.clockwork.tick()
            coming = await self.clockwork.next_moment()
            if coming is None or coming > end:
                break
            self.clock.at = coming
        self.clock.at = end
        await self.clockwork.tick()


def open_ground(folder: Path, built: Path, start: datetime) -> Ground:
    """A copy of the built community in this folder."""
    shutil.copyfile(built, folder / "huying.db")
    database = open_database(URL, folder)
    setup = Setup(
        config=CONFIG,
        texts=WORDS,
        features=FEATURES,
        calendar_in=CALENDARS,
        bots={NAME: BOT},
        opens_private=frozenset({NAME}),
    )
    clock = TownClock(at=start)
    timed = tuple(feature for feature in FEATURES if feature.name in TIMED)
    return Ground(database=database, setup=setup, clock=clock, clockwork=Clockwork(database, setup, timed, clock))


WORDS = words_of_features(CONFIG)
CALENDARS = calendars_of(CONFIG)
