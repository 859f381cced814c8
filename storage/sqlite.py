"""The database in one file: one writing connection in a thread of its own, a few reading ones beside it.

A whole unit of work runs in one thread without a hop per statement, which is three times as fast as a hop for each.
"""

import asyncio
import os
import sqlite3
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Final, TypeVar

from sqlalchemy import Connection, Engine, NullPool, PoolProxiedConnection, create_engine

from bot.errors import StorageAway
from bot.ports import UnitOfWork
from storage.connection import SqliteConnection
from storage.memory import Known, Memory
from storage.sqlite_faults import AWAY, READ_ONLY, faults_told
from storage.sqlite_writer import SqliteWriter
from storage.unit_of_work import SqlUnitOfWork, drive

T = TypeVar("T")

BUSY_SECONDS: Final = 5.0
READERS: Final = 2
# Wiped words stay in the log until it is cut; ten minutes are promised to residents, so one is safe.
LOG_SECONDS: Final = 60.0

WRITING: Final = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
MIGRATING: Final = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=OFF", "secure_delete=ON")
READING: Final = ("query_only=ON",)


class SqliteDatabase:
    """Answers `bot.ports.Database` from one file, which is made (readable by its owner only) when there is none."""

    def __init__(self, file: Path) -> None:
        self._memory = Memory()
        self._writer = SqliteWriter(sqlite_engine(file, WRITING, begin="BEGIN IMMEDIATE"), self._memory)
        self._readers = ReadingThreads(sqlite_engine(file, READING, begin="BEGIN"), READERS)
        self._log_is_dirty = False
        self._cutting: asyncio.Task[None] | None = None

    async def write(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        """Run the work in a transaction of the writing thread. What waits at the same moment is committed with it."""
        try:
            return await self._writer.write(work)
        finally:
            self._cut_log_later()

    async def read(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        """Run reading work in a thread of its own, on one consistent picture."""
        return await self._readers.run(partial(_read, work, self._memory))

    async def close(self) -> None:
        """Let running work end, then let go of the file."""
        if self._cutting is not None:
            self._cutting.cancel()
            with suppress(asyncio.CancelledError):
                await self._cutting
        await asyncio.to_thread(self._readers.close)
        await asyncio.to_thread(self._writer.close)

    def _cut_log_later(self) -> None:
        self._log_is_dirty = True
        if self._cutting is None or self._cutting.done():
            self._cutting = asyncio.get_running_loop().create_task(self._cut_log())

    async def _cut_log(self) -> None:
        while self._log_is_dirty:
            await asyncio.sleep(LOG_SECONDS)
            self._log_is_dirty = False
            try:
                is_cut = await self._writer.alone(cut_log)
            except StorageAway:
                is_cut = False
            self._log_is_dirty = self._log_is_dirty or not is_cut


class ReadingThreads:
    """Threads that run whole transactions, each on a connection that nobody else uses meanwhile."""

    def __init__(self, engine: Engine, threads: int) -> None:
        self._engine = engine
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="sqlite")
        self._idle: SimpleQueue[Connection] = SimpleQueue()

    async def run(self, job: Callable[[Connection], T]) -> T:
        """Run a job in one of the threads, with the caller's context variables.

        A caller that is cancelled does not stop a job that has begun.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, copy_context().run, self._run, job)

    def _run(self, job: Callable[[Connection], T]) -> T:
        # Writing in reading work is a bug and must not look like a read-only disk, which one waits for.
        with faults_told(AWAY - READ_ONLY):
            connection = self._idle_or_new()
            try:
                return job(connection)
            finally:
                self._idle.put(connection)

    def _idle_or_new(self) -> Connection:
        try:
            return self._idle.get_nowait()
        except Empty:
            return self._engine.connect()

    def close(self) -> None:
        """Let running jobs end and close the connections."""
        self._executor.shutdown()
        with suppress(Empty):
            while True:
                self._idle.get_nowait().close()


def sqlite_engine(file: Path, pragmas: tuple[str, ...], *, begin: str) -> Engine:
    """An engine whose connections have these pragmas and begin each transaction with these words."""
    engine = create_engine(
        "sqlite://", creator=partial(_connect, file, pragmas), poolclass=NullPool, hide_parameters=True
    )

    def do_begin(dbapi_connection: PoolProxiedConnection) -> None:
        dbapi_connection.cursor().execute(begin)

    # Not by an event: an engine that anybody listens to is slower at every statement.
    engine.dialect.do_begin = do_begin  # type: ignore[method-assign]
    return engine


def cut_log(connection: Connection) -> bool:
    """Copy the log into the database and empty it; False when somebody is reading from it just now."""
    # Nobody who writes shall wait for a long reader only because the log is to be cut.
    pragma = connection.connection.cursor()
    pragma.execute("PRAGMA busy_timeout=0")
    try:
        pragma.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy = (pragma.fetchone() or [1])[0]
    finally:
        pragma.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000:.0f}")
        pragma.close()
    return not is_busy


def _connect(file: Path, pragmas: tuple[str, ...]) -> sqlite3.Connection:
    make_private(file)
    # SQLAlchemy begins and ends the transactions; the module shall not begin any by itself.
    connection = sqlite3.connect(
        file, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=512
    )
    try:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").close()
    except BaseException:
        connection.close()
        raise
    return connection


def make_private(file: Path) -> None:
    """Make an empty file that only its owner may read, unless it is there.

    An existing one is not even opened: closing it again would drop the locks that this process holds on it.

    Raises:
        StorageAway: the folder is missing or may not be written.
    """
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        raise StorageAway(f"{file}: {error.strerror}") from error


def _read(work: Callable[[UnitOfWork], Awaitable[T]], memory: Memory, connection: Connection) -> T:
    with connection.begin():
        return drive(work(SqlUnitOfWork(SqliteConnection(connection, Known(memory)))))
