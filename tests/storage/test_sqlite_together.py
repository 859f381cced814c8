"""What waits for the writing thread at the same moment is committed together, and fails alone."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

import storage.sqlite
from bot.community import Place, PlaceId, PlaceKind
from bot.errors import StorageAway
from bot.ports import UnitOfWork
from bot.stores import Facts, Places
from storage.engine import OpenDatabase
from storage.sqlite import SqliteDatabase
from storage.sqlite_writer import MOST_TOGETHER
from tests.storage.builders import read

Work = Callable[[UnitOfWork], Awaitable[Any]]
GRID = Place(id=PlaceId(0), kind=PlaceKind.GRID, name="第一网格")


def note(name: str) -> Work:
    """Work that leaves a fact of this name."""

    async def work(uow: UnitOfWork) -> str:
        await uow.store(Facts).set(name, "here")
        return name

    return work


async def stumble(uow: UnitOfWork) -> None:
    await uow.store(Facts).set("stumbled", "here")
    message = "a bug of one turn"
    raise LookupError(message)


async def kept(database: OpenDatabase, name: str) -> bool:
    return await read(database, Facts, lambda facts: facts.get(name)) is not None


@contextmanager
def commits() -> Iterator[list[Any]]:
    """The commits of every database until the end of the block."""
    seen: list[Any] = []

    def note_commit(connection: Any) -> None:
        seen.append(connection)

    event.listen(Engine, "commit", note_commit)
    try:
        yield seen
    finally:
        event.remove(Engine, "commit", note_commit)


@asynccontextmanager
async def waiting(database: OpenDatabase, *works: Work) -> AsyncIterator[list[asyncio.Task[Any]]]:
    """These wait while another works; at the end of the block they go on, and all have ended."""
    has_begun, may_end = threading.Event(), threading.Event()

    async def long(uow: UnitOfWork) -> None:
        await uow.store(Facts).set("long", "here")
        has_begun.set()
        assert may_end.wait(10)

    working = asyncio.create_task(database.write(long))
    assert await asyncio.to_thread(has_begun.wait, 10)
    tasks = [asyncio.create_task(database.write(work)) for work in works]
    await asyncio.sleep(0)
    try:
        yield tasks
    finally:
        may_end.set()
        await asyncio.gather(working, *tasks, return_exceptions=True)


async def test_what_waits_at_the_same_moment_is_committed_at_once(database: OpenDatabase) -> None:
    with commits() as seen:
        async with waiting(database, note("a"), note("b"), note("c")) as tasks:
            pass

    assert [task.result() for task in tasks] == ["a", "b", "c"]
    assert all([await kept(database, name) for name in "abc"])
    assert len(seen) == 2


async def test_a_crowd_is_committed_in_groups(database: OpenDatabase) -> None:
    names = [f"n{number}" for number in range(2 * MOST_TOGETHER + 1)]

    with commits() as seen:
        async with waiting(database, *map(note, names)) as tasks:
            pass

    assert [task.result() for task in tasks] == names
    assert len(seen) == 4


async def test_one_that_fails_is_undone_alone(database: OpenDatabase) -> None:
    async with waiting(database, note("before"), stumble, note("behind")) as tasks:
        pass

    with pytest.raises(LookupError, match="a bug of one turn"):
        tasks[1].result()
    assert await kept(database, "before")
    assert await kept(database, "behind")
    assert not await kept(database, "stumbled")


async def test_nobody_hears_of_the_end_before_the_commit(database: OpenDatabase) -> None:
    has_begun, may_end = threading.Event(), threading.Event()

    async def last(uow: UnitOfWork) -> None:
        await uow.store(Facts).set("last", "here")
        has_begun.set()
        assert may_end.wait(10)

    async def look(first: asyncio.Task[Any]) -> tuple[bool, bool]:
        assert await asyncio.to_thread(has_begun.wait, 10)
        seen = first.done(), await kept(database, "first")
        may_end.set()
        return seen

    async with waiting(database, note("first"), last) as tasks:
        looking = asyncio.create_task(look(tasks[0]))

    assert await looking == (False, False)
    assert tasks[0].result() == "first"
    assert await kept(database, "first")


async def test_what_processes_remember_is_read_by_others_only_when_it_is_on_the_disk(database: OpenDatabase) -> None:
    async def add_grid(uow: UnitOfWork) -> PlaceId:
        return (await uow.store(Places).add(GRID)).id

    async def grids(uow: UnitOfWork) -> int:
        return len(await uow.store(Places).of_kind(PlaceKind.GRID))

    with commits() as seen:
        async with waiting(database, note("a"), add_grid, grids) as tasks:
            pass

    assert tasks[2].result() == 1
    assert len(seen) == 3


async def test_work_whose_caller_has_gone_before_it_began_is_not_done(database: OpenDatabase) -> None:
    async with waiting(database, note("gone"), note("here")) as tasks:
        tasks[0].cancel()

    assert tasks[1].result() == "here"
    assert await kept(database, "here")
    assert not await kept(database, "gone")


async def test_who_shares_a_transaction_that_sqlite_gave_up_is_told_that_the_database_is_away(
    database: OpenDatabase,
) -> None:
    async def lose(uow: UnitOfWork) -> None:
        # As SQLite does by itself after some faults of the disk.
        await uow.store(Facts)._connection.execute(text("ROLLBACK"))  # type: ignore[attr-defined]
        raise StorageAway("the disk does not answer")

    async with waiting(database, note("before"), lose, note("behind")) as tasks:
        pass

    with pytest.raises(StorageAway, match="undone"):
        tasks[0].result()
    with pytest.raises(StorageAway, match="the disk does not answer"):
        tasks[1].result()
    assert [await kept(database, name) for name in ("before", "behind")] == [False, True]


async def test_a_disk_that_fills_up_leaves_nothing_half_written(
    database: OpenDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The file may not grow: what another page is needed for finds the disk full.
    monkeypatch.setattr(storage.sqlite, "WRITING", (*storage.sqlite.WRITING, "max_page_count=1"))

    async def fill(uow: UnitOfWork) -> None:
        await uow.store(Facts).set("filled", "here")
        await uow.store(Facts).set("much", "x" * 1_000_000)

    full = SqliteDatabase(tmp_path / "huying.db")
    async with waiting(full, note("before"), fill, note("behind")) as tasks:
        pass
    await full.close()

    with pytest.raises(StorageAway, match="full"):
        tasks[1].result()
    assert not await kept(database, "filled")
    # Whoever was told that their work is done finds it; whoever shared the loss was told so.
    for name, task in zip(("before", "fill", "behind"), tasks, strict=True):
        assert await kept(database, name) == (task.exception() is None)
