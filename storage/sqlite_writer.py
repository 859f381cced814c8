"""The one writing thread on SQLite: work that waits at the same moment is committed together.

Waiting for the disk takes as long as the work of a turn. Under load many wait at once, and one commit serves them all.
Each unit of work stands between savepoints, so one that fails is undone alone; and nobody hears that their work is done
before all of it is on the disk.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine

from bot.errors import StorageAway
from bot.ports import UnitOfWork
from storage.connection import SqliteConnection
from storage.memory import Known, Memory
from storage.sqlite_faults import faults_told
from storage.unit_of_work import SqlUnitOfWork, drive

T = TypeVar("T")
Work = Callable[[UnitOfWork], Awaitable[T]]

# The first of a group waits for the last: some 30 ms with turns of the usual size.
MOST_TOGETHER: Final = 16


@dataclass(eq=False, kw_only=True)
class _Job:
    """Work that waits, with whoever waits for it."""

    work: Work[Any]
    waiting: "asyncio.Future[Any]"
    context: Context = field(default_factory=copy_context)
    result: Any = None
    error: BaseException | None = None
    # What is remembered between transactions was changed: nobody shall read it before it is on the disk.
    has_changed_known: bool = False

    def run(self, connection: Connection, memory: Memory) -> None:
        """Do it between savepoints. Raises `StorageAway` when the whole transaction is lost with it."""
        known = Known(memory)
        _say(connection, "SAVEPOINT work")
        try:
            with faults_told():
                self.result = self.context.run(drive, self.work(SqlUnitOfWork(SqliteConnection(connection, known))))
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever waits
            self.error = error
            _undo(connection)
        _say(connection, "RELEASE work")
        self.has_changed_known = bool(known.told)

    def tell(self) -> None:
        """Let whoever waits go on."""
        if self.waiting.done():
            return
        if self.error is None:
            self.waiting.set_result(self.result)
        else:
            self.waiting.set_exception(self.error)


class SqliteWriter:
    """Runs units of work on the writing connection, in a thread of its own."""

    def __init__(self, engine: Engine, memory: Memory) -> None:
        self._engine = engine
        self._memory = memory
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="sqlite-writer")
        self._connection: Connection | None = None
        self._lock = Lock()
        self._jobs: list[_Job] = []
        self._is_busy = False

    async def write(self, work: Work[T]) -> T:
        """Run the work in a transaction, perhaps with others, in the caller's context; answers after the commit.

        A caller that is cancelled does not stop work that has begun: it is committed or undone by itself.
        """
        job = _Job(work=work, waiting=asyncio.get_running_loop().create_future())
        with self._lock:
            self._jobs.append(job)
            is_first, self._is_busy = not self._is_busy, True
        if is_first:
            self._executor.submit(self._run_jobs)
        result: T = await job.waiting
        return result

    async def alone(self, job: Callable[[Connection], T]) -> T:
        """Run a job on the connection between two transactions."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, self._alone, job)

    def close(self) -> None:
        """Let all work end and close the connection."""
        self._executor.shutdown()
        if self._connection is not None:
            self._connection.close()

    def _alone(self, job: Callable[[Connection], T]) -> T:
        with faults_told():
            return job(self._opened())

    def _opened(self) -> Connection:
        if self._connection is None:
            self._connection = self._engine.connect()
        return self._connection

    def _run_jobs(self) -> None:
        jobs: Sequence[_Job] = ()
        while jobs := jobs or self._next_jobs():
            ended = self._commit(jobs)
            # A closed loop: nobody waits any more.
            with suppress(RuntimeError):
                ended[0].waiting.get_loop().call_soon_threadsafe(_tell, ended)
            jobs = jobs[len(ended) :]

    def _next_jobs(self) -> Sequence[_Job]:
        """What waits now, in the order of its coming. What nobody waits for any more is left out."""
        with self._lock:
            waiting = [job for job in self._jobs if not job.waiting.cancelled()]
            self._jobs = waiting[MOST_TOGETHER:]
            self._is_busy = bool(waiting)
            return waiting[:MOST_TOGETHER]

    def _commit(self, jobs: Sequence[_Job]) -> Sequence[_Job]:
        """As many of them in one transaction as may go together; answers those that ended with it, well or not."""
        together: list[_Job] = []
        try:
            with faults_told():
                connection = self._opened()
                with connection.begin():
                    for job in jobs:
                        together.append(job)
                        job.run(connection, self._memory)
                        if job.has_changed_known:
                            break
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever waits
            # Whoever shares a transaction shares its loss; without a transaction nobody can go on.
            together = together or list(jobs)
            for job in together:
                job.error = job.error or error
        return together


def _tell(jobs: Sequence[_Job]) -> None:
    """Let those who wait go on."""
    for job in jobs:
        job.tell()


def _undo(connection: Connection) -> None:
    """Go back to the savepoint. Raises `StorageAway` where there is none any more."""
    try:
        _say(connection, "ROLLBACK TO work")
    except sqlite3.OperationalError as error:
        # After some faults of the disk SQLite undoes the whole transaction by itself, and the work of others with it.
        raise StorageAway("the whole transaction was undone") from error


def _say(connection: Connection, words: str) -> None:
    """A word to SQLite itself; SQLAlchemy need not know of it."""
    cursor = connection.connection.cursor()
    cursor.execute(words)
    cursor.close()
