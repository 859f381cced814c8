"""The database on a PostgreSQL server, through asyncpg. One transaction for each unit of work."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from typing import Any, Final, TypeVar

import asyncpg
from sqlalchemy import URL, CursorResult, Executable
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import Conflict, StorageAway
from bot.leases import LEASE_SECONDS
from bot.ports import UnitOfWork
from storage.connection import Values
from storage.memory import Known, Memory
from storage.unit_of_work import SqlUnitOfWork

T = TypeVar("T")

CONNECTIONS: Final = 10
WAIT_SECONDS: Final = 10.0
STATEMENT_SECONDS: Final = 60.0
# A process that stands still in the middle of a transaction holds its rows against everybody else, so the server ends
# that transaction before the process's lease ends, and then another of it which may have waited for the first. No turn
# waits for anything but the database in the middle of one.
STANDSTILL: Final = timedelta(seconds=0.4 * LEASE_SECONDS)
TRIES: Final = 3

# SQLSTATE: serialization failure, deadlock, and a unique key that somebody else took at the same moment.
CONFLICT: Final = frozenset({"40001", "40P01", "23505"})
# Classes: connection, stood still in a transaction, wrong password, no such database, no room or memory, stopped by an
# operator, disk, broken files.
AWAY: Final = ("08", "25P03", "28", "3D", "53", "57P", "58", "XX001", "XX002")
# And read-only, because the server is a standby now. In reading work it means that the work wrote, which is a bug.
AWAY_WRITING: Final = (*AWAY, "25006")


class PostgresDatabase:
    """Answers `bot.ports.Database` from a server.

    Every transaction sees one consistent picture (REPEATABLE READ), so that of two which change one row the later
    fails instead of overwriting. It is then run again from the start, three times in all, before `Conflict` is raised.
    """

    def __init__(self, url: URL) -> None:
        self._engine = postgres_engine(url, standstill=STANDSTILL)
        self._reading = self._engine.execution_options(postgresql_readonly=True)
        self._memory = Memory()

    async def write(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        """Run the work in one transaction."""
        for _ in range(TRIES - 1):
            try:
                return await self._in_transaction(self._engine, work)
            except LostRace:
                continue
        return await self._in_transaction(self._engine, work)

    async def read(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        """Run reading work in a read-only transaction."""
        return await self._in_transaction(self._reading, work, AWAY)

    async def close(self) -> None:
        """Close all connections."""
        await self._engine.dispose()

    async def _in_transaction(
        self, engine: AsyncEngine, work: Callable[[UnitOfWork], Awaitable[T]], away: tuple[str, ...] = AWAY_WRITING
    ) -> T:
        async with transaction(engine, away) as connection:
            return await work(SqlUnitOfWork(PostgresConnection(connection, Known(self._memory))))


class LostRace(Conflict):
    """Another transaction changed the same rows; the database undid this one."""


def postgres_engine(url: URL, *, standstill: timedelta = timedelta(0)) -> AsyncEngine:
    """An engine for this server, which ends a transaction of ours that does nothing for so long (0: it never does)."""
    milliseconds = standstill // timedelta(milliseconds=1)
    return create_async_engine(
        url,
        isolation_level="REPEATABLE READ",
        hide_parameters=True,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=WAIT_SECONDS,
        connect_args={
            "timeout": WAIT_SECONDS,
            "command_timeout": STATEMENT_SECONDS,
            "server_settings": {"idle_in_transaction_session_timeout": str(milliseconds)},
        },
    )


@asynccontextmanager
async def transaction(engine: AsyncEngine, away: tuple[str, ...] = AWAY_WRITING) -> AsyncIterator[AsyncConnection]:
    """A connection inside a transaction, which is committed at the end of the block or undone when it raises.

    Raises:
        StorageAway: the server is away. Where only the answer to the commit was lost, it may have been made.
        LostRace: another transaction was faster; this one was undone.
    """
    with _faults_told(away):
        connection = engine.connect()
        try:
            await connection.start()
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise StorageAway(f"no connection to the database: {error}") from error
        try:
            async with connection.begin():
                yield connection
        finally:
            await connection.close()


@contextmanager
def _faults_told(away: tuple[str, ...]) -> Iterator[None]:
    """Tell a server that is away and a lost race from a wrong statement."""
    try:
        yield
    except DBAPIError as error:
        code = getattr(error.orig, "sqlstate", None) or ""
        if code in CONFLICT:
            raise LostRace(str(error.orig)) from error
        if error.connection_invalidated or isinstance(error, InterfaceError) or code.startswith(away):
            raise StorageAway(str(error.orig)) from error
        raise
    except PoolTimeoutError as error:
        raise StorageAway("all connections to the database are busy") from error


class PostgresConnection:
    """A transaction on PostgreSQL."""

    insert = staticmethod(postgresql.insert)

    def __init__(self, connection: AsyncConnection, known: Known) -> None:
        self.known = known
        self._connection = connection

    async def execute(self, statement: Executable, values: Values | None = None) -> CursorResult[Any]:
        """Run a statement and fetch its whole answer.

        Raises:
            StorageAway: the server did not answer in time, or is gone.
        """
        try:
            return await self._connection.execute(statement, values)
        except OSError as error:
            raise StorageAway(f"the database does not answer: {error}") from error
