"""Which troubles of SQLite mean that the database is away, and not that a statement is wrong."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError

from bot.errors import StorageAway

# Faults of the disk or of the moment, never of the statement.
AWAY: Final = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    }
)
READ_ONLY: Final = frozenset({sqlite3.SQLITE_READONLY})


@contextmanager
def faults_told(away: frozenset[int] = AWAY) -> Iterator[None]:
    """Tell a database that is away (locked, full, read-only, broken, gone) from a wrong statement."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        # The lowest byte is the kind; the rest only says more.
        if getattr(cause, "sqlite_errorcode", 0) & 0xFF in away:
            raise StorageAway(str(cause)) from error
        raise
