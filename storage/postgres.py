"""The database on a PostgreSQL server, through asyncpg. One transaction for each unit of work."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import Conflict, StorageAway
from bot.ports import UnitOfWork
from storage.connection import PostgresConnection
from storage.unit_of_work import SqlUnitOfWork

T = TypeVar("T")

CONNECTIONS: Final = 10
WAIT_SECONDS: Final = 10.0
STATEMENT_SECONDS: Final = 60.0
TRIES: Final = 3

# SQLSTATE: serialization failure, deadlock, and a unique key that somebody else took at the same moment.
CONFLICT: Final = frozenset({"40001", "40P01", "23505"})
# Classes: connection, wrong password, no such database, no room or memory, stopped by an operator, disk, broken
# files. And one code: read-only, because the server is a standby now.
AWAY_CLASSES: Final = ("08", "28", "3D", "53", "57P", "58", "XX001", "XX002")
AWAY: Final = frozenset({"25006"})


class PostgresDatabase:
    """Answers `bot.ports.Database` from a server.

    Every transaction sees one consistent picture (REPEATABLE READ), so that of two which change one row the later
    fails instead of overwriting. It is then run again from the start, three times in all, before `Conflict` is raised.
    """

    def __init__(self, url: URL) -> None:
        self._engine = postgres_engine(url)
        self._reading = self._engine.execution_options(postgresql_readonly=True)

    async def write(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        """Run the work in one transaction."""
        for _ in range(TRIES - 1):
            try:
                return await _in_transaction(self._engine, work)
            except LostRace:
                continue
        return await _in_transaction(self._engine, work)

    async def read(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        """Run reading work in a read-only transaction."""
        return await _in_transaction(self._reading, work)

    async def close(self) -> None:
        """Close all connections."""
        await self._engine.dispose()


class LostRace(Conflict):
    """Another transaction changed the same rows; the database undid this one."""


def postgres_engine(url: URL) -> AsyncEngine:
    """An engine for this server."""
    return create_async_engine(
        url,
        isolation_level="REPEATABLE READ",
        hide_parameters=True,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=WAIT_SECONDS,
        connect_args={"timeout": WAIT_SECONDS, "command_timeout": STATEMENT_SECONDS},
    )


@contextmanager
def faults_told() -> Iterator[None]:
    """Tell a server that is away and a lost race from a wrong statement."""
    try:
        yield
    except DBAPIError as error:
        code = getattr(error.orig, "sqlstate", None) or ""
        if code in CONFLICT:
            raise LostRace(str(error.orig)) from error
        if _is_away(error, code):
            raise StorageAway(str(error.orig)) from error
        raise
    except PoolTimeoutError as error:
        raise StorageAway("all connections to the database are busy") from error


def _is_away(error: DBAPIError, code: str) -> bool:
    lost = error.connection_invalidated or isinstance(error, InterfaceError)
    return lost or code in AWAY or code.startswith(AWAY_CLASSES)


async def _in_transaction(engine: AsyncEngine, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
    with faults_told():
        async with engine.begin() as connection:
            return await work(SqlUnitOfWork(PostgresConnection(connection)))
