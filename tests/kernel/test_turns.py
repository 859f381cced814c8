"""The order of turns, lost races, events that cannot be read, and a database that is away."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import pytest

from bot.backlog import Parked, ParkedRow
from bot.community import ChatRef
from bot.errors import Conflict, StorageAway, Unreadable
from bot.feature import Feature, command
from bot.messages import Command, Incoming, IncomingMessage
from bot.ports import Raw, UnitOfWork
from bot.service import Service
from bot.stores import Inbox
from bot.turn import Turn
from storage.engine import OpenDatabase
from tests.features.tables import rows_with
from tests.network import BOT, NAME, Network
from tests.town import Somebody, Town, open_town

T = TypeVar("T")
HERE, THERE = (ChatRef(NAME, BOT, chat) for chat in ("-1", "-2"))


@dataclass
class Trapped:
    """A town with a command `/trap` that does what a test wants."""

    town: Town
    wang: Somebody
    does: Callable[[str], None] = lambda _words: None
    ran: list[str] = field(default_factory=list)

    async def trap(self, turn: Turn, words: str) -> None:
        self.ran.append(words)
        self.does(words)
        turn.answer("cancel.done")

    async def receives(self, *said: tuple[ChatRef, str]) -> None:
        """These arrive in one batch."""
        rows = []
        for chat, words in said:
            number = str(next(self.town.numbers))
            self.town.network.events[number] = (
                IncomingMessage(
                    key=f"m:{number}",
                    chat=chat,
                    id=number,
                    sender=self.wang.sender,
                    at=self.town.clock.now(),
                    text="",
                    command=Command(name="trap", words=words),
                ),
            )
            rows.append(Raw(key=f"m:{number}", lane=chat.chat, payload=number))
        await self.town.service.door.receive(self.town.network, rows)

    async def parked(self) -> list[ParkedRow]:
        return list(await self.town.database.read(lambda uow: uow.store(Parked).rows(10)))

    async def pending(self) -> list[str]:
        now = self.town.clock.now()
        return [row.key for row in await self.town.database.read(lambda uow: uow.store(Inbox).pending(now, 10))]


def trapped(town: Town) -> Trapped:
    here = Trapped(town=town, wang=town.resident("王芳"))
    trap = Feature(name="trap", routes=(command("trap", here.trap),))
    setup = replace(town.service.setup, features=(*town.service.setup.features, trap))
    service = town.service
    town.service = Service(database=service.database, setup=setup, channels=[town.network], clock=town.clock)
    return here


@pytest.fixture
def here(database: OpenDatabase) -> Trapped:
    return trapped(open_town(database))


@asynccontextmanager
async def running(service: Service) -> AsyncIterator[None]:
    """The intake runs as it does in the service."""
    task = asyncio.create_task(service.intake.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


# ---- lost races ----


async def test_a_lost_race_is_run_again_and_leaves_one_answer(here: Trapped) -> None:
    def lose_twice(_words: str) -> None:
        if len(here.ran) < 3:
            raise Conflict("somebody was faster")

    here.does = lose_twice

    await here.wang.tells_the_bot("/trap")

    assert (len(here.ran), here.wang.inbox) == (3, ["好,不问了。"])


async def test_a_race_lost_three_times_waits_like_any_fault(here: Trapped) -> None:
    def lose(_words: str) -> None:
        raise Conflict("somebody was faster")

    here.does = lose

    await here.wang.tells_the_bot("/trap")

    (row,) = await here.parked()
    assert (len(here.ran), row.reason) == (3, "Conflict")
    assert here.wang.inbox == ["我这边出了点岔子,您的话存着,一会儿接着办。"]


async def test_a_turn_that_fails_has_changed_and_said_nothing(here: Trapped, tmp_path: Path) -> None:
    def break_(_words: str) -> None:
        raise KeyError

    here.does = break_

    await here.receives((HERE, "one"))
    await here.town.settle()

    assert here.town.network.chats.keys() == {HERE}
    assert rows_with(tmp_path, "好,不问了") == []


# ---- events that cannot be read ----


async def test_what_cannot_be_read_is_kept_raw_for_a_person_and_holds_up_nobody(here: Trapped) -> None:
    here.town.service.channels[NAME, BOT] = here.town.network = Poisoned(events=here.town.network.events)
    here.town.service.intake._channels = here.town.service.channels

    await here.town.service.door.receive(
        here.town.network,
        [Raw(key="1", lane="-1", payload="poison"), Raw(key="2", lane="-1", payload="stumble")],
        cursor="3",
    )
    await here.receives((HERE, "after"))
    await here.town.settle()

    parked = await here.parked()
    assert [row.reason for row in parked] == ["Unreadable", "KeyError"]
    assert [row.retry_at is None for row in parked] == [True, False]
    assert here.ran == ["after"]
    assert await here.town.service.door.cursor(NAME, BOT) == "3"


@dataclass(kw_only=True)
class Poisoned(Network):
    """A network whose adapter cannot read some events, and stumbles over others by a bug."""

    def parse(self, payload: str) -> Sequence[Incoming]:
        if payload == "poison":
            raise Unreadable
        return super().parse(payload)


# ---- order ----


async def test_in_a_chat_turns_keep_their_order(here: Trapped) -> None:
    await here.receives(*((HERE, str(number)) for number in range(20)))

    await here.town.settle()

    assert here.ran == [str(number) for number in range(20)]


async def test_what_fails_gives_up_its_place_in_the_order(here: Trapped) -> None:
    def break_first(words: str) -> None:
        if words == "first" and here.ran.count("first") == 1:
            raise KeyError

    here.does = break_first
    await here.receives((HERE, "first"), (HERE, "second"))

    await here.town.settle()
    await here.town.passes(seconds=6)

    assert here.ran == ["first", "second", "first"]


@pytest.mark.postgres
async def test_another_chat_goes_on_while_one_is_held_up(postgres_database: OpenDatabase) -> None:
    here = trapped(open_town(postgres_database))
    await here.receives((HERE, "met"), (THERE, "met"))
    await here.town.settle()
    gate, ended = asyncio.Event(), asyncio.Queue[str]()

    async def hold(turn: Turn, words: str) -> None:  # noqa: ARG001
        if words == "slow":
            await gate.wait()
        ended.put_nowait(words)

    setup = replace(here.town.service.setup, features=(Feature(name="trap", routes=(command("trap", hold),)),))
    here.town.service = Service(
        database=postgres_database, setup=setup, channels=[here.town.network], clock=here.town.clock
    )
    await here.receives((HERE, "slow"), (HERE, "behind it"), (THERE, "elsewhere"))

    async with asyncio.timeout(10), running(here.town.service):
        first = await ended.get()
        gate.set()
        others = [await ended.get(), await ended.get()]

    assert (first, others) == ("elsewhere", ["slow", "behind it"])


async def test_a_row_that_was_still_seen_as_waiting_has_one_turn(database: OpenDatabase) -> None:
    here = trapped(open_town(SlowReads(database)))  # type: ignore[arg-type]
    await here.receives((HERE, "first"))

    # Again and again a look begins that still sees the row and ends when its turn is over.
    async with running(here.town.service):
        for _ in range(40):
            here.town.service.intake.wake()
            await asyncio.sleep(0.005)

    assert here.ran == ["first"]


class SlowReads:
    """A database whose answers take a while to arrive."""

    def __init__(self, database: OpenDatabase) -> None:
        self._database = database

    async def write(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        await asyncio.sleep(0.01)
        return await self._database.write(work)

    async def read(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        found = await self._database.read(work)
        await asyncio.sleep(0.03)
        return found


# ---- a database that is away ----


class Away:
    """A database that can be taken away."""

    def __init__(self, database: OpenDatabase) -> None:
        self._database = database
        self.is_away = False
        self.writes = 0

    async def write(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        self.writes += 1
        if self.is_away:
            raise StorageAway("the disk is full")
        return await self._database.write(work)

    async def read(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        return await self._database.read(work)


async def test_while_the_database_is_away_turns_wait_and_nothing_is_parked(database: OpenDatabase) -> None:
    away = Away(database)
    here = trapped(open_town(away))  # type: ignore[arg-type]
    await here.receives((HERE, "first"), (HERE, "second"))
    away.is_away = True
    away.writes = 0
    turns = asyncio.Semaphore(0)
    here.town.service.intake.after_commit.append(turns.release)

    async with asyncio.timeout(10), running(here.town.service):
        await asyncio.sleep(0.3)
        assert (here.ran, await here.parked(), away.writes) == ([], [], 1)
        away.is_away = False
        await turns.acquire()
        await turns.acquire()

    assert here.ran == ["first", "second"]


async def test_an_inbox_that_cannot_be_read_for_a_moment_does_not_end_the_service(database: OpenDatabase) -> None:
    here = trapped(open_town(UnreadableOnce(database)))  # type: ignore[arg-type]
    await here.receives((HERE, "first"))
    turns = asyncio.Semaphore(0)
    here.town.service.intake.after_commit.append(turns.release)

    async with asyncio.timeout(10), running(here.town.service):
        await turns.acquire()

    assert here.ran == ["first"]


class UnreadableOnce:
    """A database whose first reading fails in a way that nobody has foreseen."""

    def __init__(self, database: OpenDatabase) -> None:
        self._database = database
        self._has_failed = False

    async def write(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        return await self._database.write(work)

    async def read(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        if not self._has_failed:
            self._has_failed = True
            raise ValueError("an unforeseen answer")
        return await self._database.read(work)


async def test_while_it_is_away_the_network_is_not_told_that_we_received(database: OpenDatabase) -> None:
    away = Away(database)
    here = trapped(open_town(away))  # type: ignore[arg-type]
    away.is_away = True

    with pytest.raises(StorageAway):
        await here.receives((HERE, "first"))

    away.is_away = False
    assert await here.pending() == []


async def test_lines_are_read_beside_the_loop(here: Trapped) -> None:
    threads: set[int] = set()

    @dataclass(kw_only=True)
    class Watched(Network):
        def parse(self, payload: str) -> Sequence[Incoming]:
            threads.add(threading.get_ident())
            return super().parse(payload)

    here.town.network = Watched()

    await here.receives((HERE, "first"))

    assert threads - {threading.get_ident()} == threads
