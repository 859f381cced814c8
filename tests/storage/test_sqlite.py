"""What SQLite alone does: threads, files, other processes, a full disk."""

import asyncio
import contextvars
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import storage.sqlite
from bot.errors import StorageAway
from bot.ports import UnitOfWork
from bot.stores import Facts, Inbox
from storage.engine import OpenDatabase, open_database
from storage.sqlite import SqliteDatabase
from storage.unit_of_work import TurnSuspended
from tests.storage.builders import NOON, raw, read, write
from tests.storage.fixtures import URL

# Counts up a fact in a transaction of its own, as often as told, and then (if told) hangs in the middle of one.
COUNTER = """
import asyncio, sys, time
from pathlib import Path
from bot.errors import StorageAway
from bot.stores import Facts
from storage.engine import open_database

async def count_up(uow):
    number = int(await uow.store(Facts).get("count") or 0) + 1
    await uow.store(Facts).set("count", str(number))

async def hang(uow):
    await count_up(uow)
    print("hanging", flush=True)
    time.sleep(60)

async def main(folder, times, then_hang):
    database = open_database("sqlite:///huying.db", Path(folder))
    while times:
        try:
            await database.write(count_up)
        except StorageAway:
            continue
        times -= 1
    if then_hang:
        await database.write(hang)
    await database.close()

asyncio.run(main(sys.argv[1], int(sys.argv[2]), sys.argv[3] == "hang"))
"""


def counter(folder: Path, times: int, then: str = "end") -> subprocess.Popen[str]:
    words = [sys.executable, "-c", COUNTER, str(folder), str(times), then]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])  # noqa: S603 - ours


async def count_up(uow: UnitOfWork) -> None:
    number = int(await uow.store(Facts).get("count") or 0) + 1
    await uow.store(Facts).set("count", str(number))


def files_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def until(is_so: Callable[[], bool]) -> None:
    """Look again and again, ten seconds at most."""
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110 - a file on the disk rings no bell
            await asyncio.sleep(0.01)


async def seen(database: OpenDatabase, number: int) -> None:
    """Wait until the count has come so far, ten seconds at most."""
    async with asyncio.timeout(10):
        while int(await count(database) or 0) < number:  # noqa: ASYNC110 - another process rings no bell
            await asyncio.sleep(0.001)


async def count(database: OpenDatabase) -> str | None:
    value: str | None = await read(database, Facts, lambda facts: facts.get("count"))
    return value


async def test_a_turn_that_waits_for_something_else_is_a_fault_and_undone(database: OpenDatabase) -> None:
    async def wait(uow: UnitOfWork) -> None:
        await count_up(uow)
        await asyncio.sleep(0)

    with pytest.raises(TurnSuspended, match="a turn may await its stores only"):
        await database.write(wait)

    assert await count(database) is None
    await database.write(count_up)


async def test_work_knows_the_context_of_its_caller(database: OpenDatabase) -> None:
    turn = contextvars.ContextVar[str]("turn")
    turn.set("telegram m:1")

    async def ask(uow: UnitOfWork) -> str:  # noqa: ARG001 - a unit of work
        return turn.get()

    assert await database.write(ask) == "telegram m:1"


async def test_a_reader_keeps_its_picture_while_somebody_writes(database: OpenDatabase) -> None:
    await database.write(count_up)
    has_read, has_written = threading.Event(), threading.Event()

    async def twice(uow: UnitOfWork) -> list[str | None]:
        first = await uow.store(Facts).get("count")
        has_read.set()
        assert has_written.wait(10)
        return [first, await uow.store(Facts).get("count")]

    reading = asyncio.create_task(database.read(twice))
    assert await asyncio.to_thread(has_read.wait, 10)
    await database.write(count_up)
    has_written.set()

    assert await reading == ["1", "1"]
    assert await count(database) == "2"


async def test_a_cancelled_caller_leaves_whole_work_behind(database: OpenDatabase) -> None:
    has_begun, may_end = threading.Event(), threading.Event()

    async def slow(uow: UnitOfWork) -> None:
        await count_up(uow)
        has_begun.set()
        assert may_end.wait(10)
        await count_up(uow)

    writing = asyncio.create_task(database.write(slow))
    assert await asyncio.to_thread(has_begun.wait, 10)
    writing.cancel()
    may_end.set()

    await asyncio.gather(writing, return_exceptions=True)
    assert await write(database, Facts, lambda facts: facts.get("count")) == "2"


async def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    database = open_database(URL, tmp_path)
    with pytest.raises(Exception, match="no such table"):
        await database.write(count_up)
    await database.close()

    assert (tmp_path / "huying.db").stat().st_mode & 0o777 == 0o600


async def test_a_wiped_payload_is_nowhere_on_the_disk(
    database: OpenDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage.sqlite, "LOG_SECONDS", 0.02)
    rows = [raw("m:1", payload="an unmistakable sentence"), raw("m:2", payload="x" * 9000 + "unmistakable tail")]
    await write(database, Inbox, lambda inbox: inbox.add("telegram", "bot", rows, NOON))

    assert any(b"unmistakable" in file.read_bytes() for file in files_in(tmp_path))

    async def finish(inbox: Inbox) -> None:
        for row in await inbox.pending(NOON, 2):
            await inbox.done(row.id, NOON)

    await write(database, Inbox, finish)

    await until(lambda: (tmp_path / "huying.db-wal").stat().st_size == 0)
    assert [file.name for file in files_in(tmp_path) if b"unmistakable" in file.read_bytes()] == []


async def test_the_log_is_cut_after_a_long_reader_has_gone(
    database: OpenDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage.sqlite, "LOG_SECONDS", 0.02)
    has_read, may_end = threading.Event(), threading.Event()

    async def long(uow: UnitOfWork) -> None:
        await uow.store(Facts).get("count")
        has_read.set()
        assert may_end.wait(10)

    reading = asyncio.create_task(database.read(long))
    assert await asyncio.to_thread(has_read.wait, 10)
    async with asyncio.timeout(2):
        for _ in range(20):
            await database.write(count_up)
            await asyncio.sleep(0.005)
    may_end.set()
    await reading

    await until(lambda: (tmp_path / "huying.db-wal").stat().st_size == 0)


async def test_two_processes_that_write_at_once_lose_nothing(database: OpenDatabase, tmp_path: Path) -> None:
    other = counter(tmp_path, 30)
    await seen(database, 1)
    for _ in range(30):
        await database.write(count_up)

    await asyncio.to_thread(other.communicate)
    assert other.returncode == 0
    assert await count(database) == "60"


async def test_a_process_killed_in_the_middle_of_a_turn_leaves_whole_turns(
    database: OpenDatabase, tmp_path: Path
) -> None:
    other = counter(tmp_path, 3, "hang")
    assert other.stdout is not None
    assert await asyncio.to_thread(other.stdout.readline) == "hanging\n"

    other.send_signal(signal.SIGKILL)
    other.communicate()

    assert await count(database) == "3"
    await database.write(count_up)
    assert await count(database) == "4"


async def test_a_file_that_somebody_else_writes_for_long_is_away_and_comes_back(
    database: OpenDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage.sqlite, "BUSY_SECONDS", 0.05)
    other = sqlite3.connect(tmp_path / "huying.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StorageAway, match="locked"):
        await database.write(count_up)
    assert await count(database) is None

    other.execute("ROLLBACK")
    other.close()
    await database.write(count_up)


async def test_a_full_disk_is_away_and_nothing_is_half_written(
    database: OpenDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The file may not grow: what another page is needed for finds the disk full.
    monkeypatch.setattr(storage.sqlite, "WRITING", (*storage.sqlite.WRITING, "max_page_count=1"))

    async def fill(uow: UnitOfWork) -> None:
        await uow.store(Facts).set("count", "1")
        await uow.store(Facts).set("much", "x" * 1_000_000)

    full = SqliteDatabase(tmp_path / "huying.db")
    with pytest.raises(StorageAway, match="full"):
        await full.write(fill)
    await full.close()

    assert await count(database) is None


@pytest.mark.parametrize("name", ["missing/huying.db", "broken.db"])
async def test_a_file_that_is_no_database_or_has_no_folder_is_away(tmp_path: Path, name: str) -> None:
    (tmp_path / "broken.db").write_bytes(b"not a database at all" * 100)
    database = open_database(f"sqlite:///{name}", tmp_path)

    with pytest.raises(StorageAway):
        await database.write(count_up)
    with pytest.raises(StorageAway):
        await database.read(count_up)

    await database.close()
