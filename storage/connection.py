"""What a store speaks to: one open transaction, the same on both databases."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection as SyncConnection
from sqlalchemy import CursorResult, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StorageAway

Insert = sqlite.Insert | postgresql.Insert
Values = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class Connection(Protocol):
    """One open transaction."""

    async def execute(self, statement: Executable, values: Values | None = None) -> CursorResult[Any]:
        """Run a statement with these values, or once for each row of values. On SQLite this never suspends.

        Values beside a statement are cheaper than values in it: SQLAlchemy then builds no parts for each of them.
        """

    def insert(self, table: Table) -> Insert:
        """An insert that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""


class SqliteConnection:
    """A transaction on SQLite: every statement is done before `execute` returns to the caller's first step."""

    def __init__(self, connection: SyncConnection) -> None:
        self._connection = connection

    async def execute(self, statement: Executable, values: Values | None = None) -> CursorResult[Any]:
        """Run a statement without ever suspending."""
        return self._connection.execute(statement, values)

    def insert(self, table: Table) -> Insert:
        """An insert in SQLite's dialect."""
        return sqlite.insert(table)


class PostgresConnection:
    """A transaction on PostgreSQL."""

    def __init__(self, connection: AsyncConnection) -> None:
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

    def insert(self, table: Table) -> Insert:
        """An insert in PostgreSQL's dialect."""
        return postgresql.insert(table)
