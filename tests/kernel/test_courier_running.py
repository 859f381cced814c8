"""The courier's own loop, with the real clock: when it looks, how it stops, what it outlives."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from bot.courier import Courier
from bot.ports import Database
from tests.kernel.courier_fixtures import Carrying, carrying
from tests.kernel.scripted import GROUP, LIMITED, OTHER, RealClock, limit, post, put, waiting


@asynccontextmanager
async def running(world: Carrying) -> AsyncIterator[Courier]:
    """A courier that runs, and is stopped as the service stops it."""
    courier = world.new_courier(RealClock())
    task = asyncio.create_task(courier.run())
    try:
        yield courier
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_woken_after_a_commit_it_lets_things_leave_at_once(database: Database) -> None:
    world = carrying(database)
    async with running(world) as courier:
        await put(database, post("first"))
        courier.wake()
        await world.network.has_received(1)
        begun = time.monotonic()

        await put(database, post("second"))
        courier.wake()
        await world.network.has_received(2)

    assert time.monotonic() - begun < 0.5


async def test_rows_of_other_processes_leave_within_two_seconds(database: Database) -> None:
    world = carrying(database)
    async with running(world):
        await put(database, post("first"))

        async with asyncio.timeout(2):
            await world.network.has_received(1)


async def test_a_limit_that_ends_between_two_looks_is_not_waited_for_longer(database: Database) -> None:
    world = carrying(database)
    world.network.answer(GROUP, limit(0.2))
    async with running(world) as courier:
        begun = time.monotonic()
        await put(database, post("Hello"))
        courier.wake()

        await world.network.has_received(2)

    assert 0.2 <= time.monotonic() - begun < 0.9


async def test_a_chats_second_message_leaves_as_soon_as_its_limit_allows(database: Database) -> None:
    world = carrying(database, LIMITED)
    async with running(world) as courier:
        await put(database, post("one"), post("two"))
        courier.wake()
        await world.network.has_received(1)
        begun = time.monotonic()

        await world.network.has_received(2)

    assert 0.95 <= time.monotonic() - begun < 1.3


async def test_when_stopped_it_lets_what_is_under_way_end_and_marks_it(database: Database) -> None:
    world = carrying(database)
    gate = world.network.close_chat(GROUP)
    async with running(world) as courier:
        await put(database, post("one"), post("two"))
        courier.wake()
        await world.network.has_received(1)
        asyncio.get_running_loop().call_later(0.1, gate.set)

    assert world.network.said == ["one"]
    assert [row.once for row in await waiting(database)] == ["once two"]
    await courier.drain(5)
    assert world.network.said == ["one", "two"]


async def test_it_does_not_wait_for_ever_when_stopped(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.courier.GRACE_SECONDS", 0.1)
    world = carrying(database)
    world.network.close_chat(GROUP)
    async with running(world) as courier:
        await put(database, post("one"))
        courier.wake()
        await world.network.has_received(1)
        begun = time.monotonic()

    assert time.monotonic() - begun < 2
    assert len(await waiting(database)) == 1


async def test_expired_rows_are_dropped_from_the_database(database: Database, tmp_path: Path) -> None:
    world = carrying(database)
    await put(database, post("Good morning", lives=5))
    async with running(world) as courier:
        await put(database, post("Good day", OTHER))
        courier.wake()
        await world.network.has_received(1)

    connection = sqlite3.connect(tmp_path / "huying.db")
    assert connection.execute("SELECT count(*) FROM outbox").fetchone() == (0,)
    connection.close()
