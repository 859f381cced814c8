"""What a store speaks to: one open transaction, the same on both databases."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection as SyncConnection
from sqlalchemy import CursorResult, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite

from storage.memory import Known

Insert = sqlite.Insert | postgresql.Insert
MakeInsert = Callable[[Table], Insert]
Values = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class Connection(Protocol):
    """One open transaction."""

    known: Known

    async def execute(self, statement: Executable, values: Values | None = None) -> CursorResult[Any]:
        """Run a statement with these values, or once for each row of values. On SQLite this never suspends.

        Make statements once, with `bindparam`, and hand the values in beside them: building one, and finding it among
        those compiled before, costs three times what running it does.
        """

    @property
    def insert(self) -> MakeInsert:
        """Makes an insert that knows `on_conflict_do_nothing` and `on_conflict_do_update`.

        The same function for every connection of a kind, so that what is made with it can be kept by `functools.cache`.
        """


class SqliteConnection:
    """A transaction on SQLite: every statement is done before `execute` returns to the caller's first step."""

    insert = staticmethod(sqlite.insert)

    def __init__(self, connection: SyncConnection, known: Known) -> None:
        self.known = known
        self._connection = connection

    async def execute(self, statement: Executable, values: Values | None = None) -> CursorResult[Any]:
        """Run a statement without ever suspending."""
        return self._connection.execute(statement, values)
