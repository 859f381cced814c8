"""Opening the database that the configuration names."""

from pathlib import Path
from typing import Final, Protocol

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.ports import Database
from storage.sqlite import SqliteDatabase

FORMS: Final = "sqlite:///huying.db or postgresql://user:password@host/database"


class OpenDatabase(Database, Protocol):
    """A database that somebody opened and has to close."""

    async def close(self) -> None:
        """Let running work end, then let go of connections and files."""


def open_database(url: str, folder: Path) -> OpenDatabase:
    """Open the database; a relative SQLite file counts from the folder. Nothing is asked of it yet.

    Raises:
        ValueError: the URL has no form that we know; the message says which ones we do.
    """
    parsed = read_url(url)
    file = sqlite_file(parsed, folder)
    if file is not None:
        return SqliteDatabase(file)
    # A town on SQLite need not load the driver of PostgreSQL, which takes memory.
    from storage.postgres import PostgresDatabase  # noqa: PLC0415

    return PostgresDatabase(parsed)


def read_url(url: str) -> URL:
    """The URL in SQLAlchemy's words.

    Raises:
        ValueError: the URL has no form that we know. The message never repeats it, for it may hold a password.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise ValueError(f"the database's URL cannot be read; write {FORMS}") from None
    if parsed.drivername == "sqlite" and parsed.database and parsed.database != ":memory:":
        return parsed
    if parsed.drivername in {"postgresql", "postgres"} and parsed.database:
        return _for_asyncpg(parsed)
    raise ValueError(f"no database of the kind {parsed.drivername!r} with that name; write {FORMS}")


def sqlite_file(url: URL, folder: Path) -> Path | None:
    """The file of an SQLite database, None for PostgreSQL."""
    if url.drivername != "sqlite":
        return None
    return folder / (url.database or "")


def _for_asyncpg(url: URL) -> URL:
    """The driver that we use, and libpq's word for encryption in the driver's own."""
    query = {("ssl" if key == "sslmode" else key): value for key, value in url.query.items()}
    return url.set(drivername="postgresql+asyncpg", query=query)
