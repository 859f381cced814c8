"""Bringing the tables to the form that this version of the program expects.

A revision's name is the name of its file, so being up to date is seen without reading any of them.
"""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, column, inspect, select, table

from storage.engine import read_url, sqlite_file
from storage.sqlite import MIGRATING, make_private, sqlite_engine
from storage.sqlite_faults import faults_told

logger = logging.getLogger(__name__)

FOLDER: Final = Path(__file__).parent / "migrations"

_version = table("alembic_version", column("version_num"))


class SchemaTooNew(Exception):  # noqa: N818 - a fact that the operator must read
    """A newer version of the program has changed the tables; this one would damage what it does not know."""

    def __init__(self, found: str, newest: str) -> None:
        super().__init__(
            f"the database is at revision {found}, which this version does not know (its newest is {newest}); "
            "run the newer version, or restore the copy that was made before the change"
        )


class BrokenReferences(Exception):  # noqa: N818 - it says what would be left
    """A migration, or a backup brought back, would leave rows that point to nothing; it was undone."""


def revisions() -> list[str]:
    """Every revision that this version knows, oldest first."""
    return sorted(file.stem for file in (FOLDER / "versions").glob("[0-9]*.py"))


async def migrate(url: str, folder: Path) -> None:
    """Make or change the tables where that is due; quick where it is not.

    An SQLite file is copied first, to `<name>.before-<revision>.db` beside it; of a PostgreSQL database a backup is
    written, to `huying.before-<revision>.zip` in the folder. All or nothing happens, and two commands that start
    together do it once.

    Raises:
        NoBackup: something else has that name.
        OSError: the copy cannot be written.
        SchemaTooNew: the tables belong to a newer version.
        StorageAway: the database cannot be reached or written.
        ValueError: the URL has no form that we know.
    """
    parsed = read_url(url)
    file = sqlite_file(parsed, folder)
    if file is not None:
        await asyncio.to_thread(_migrate_sqlite, file)
        return
    # A town on SQLite need not load the driver of PostgreSQL, which takes memory.
    from storage.migrate_postgres import migrate_postgres  # noqa: PLC0415

    await migrate_postgres(parsed, folder)


def is_due(connection: Connection) -> bool:
    """Is there anything to change?

    Raises:
        SchemaTooNew: the tables belong to a newer version.
    """
    found, known = found_revision(connection), revisions()
    if found is not None and found not in known:
        raise SchemaTooNew(found, known[-1])
    return found != known[-1]


def found_revision(connection: Connection) -> str | None:
    """The revision that the tables are at; None where there are none yet."""
    if not inspect(connection).has_table(_version.name):
        return None
    revision: str | None = connection.execute(select(_version.c.version_num)).scalar_one_or_none()
    return revision


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run what is due inside the open transaction."""
    # Alembic is slow to import and seldom needed.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    command.upgrade(config, to)


def _upgrade_aloud(connection: Connection) -> None:
    upgrade(connection)
    logger.info("the tables are at revision %s now", found_revision(connection))


def _migrate_sqlite(file: Path) -> None:
    with faults_told():
        with _sqlite(file, "BEGIN") as connection, connection.begin():
            if not is_due(connection):
                return
        with _sqlite(file, "BEGIN IMMEDIATE") as connection, connection.begin():
            # Somebody else may have done it while we waited for the right to write.
            if is_due(connection):
                _upgrade_sqlite(connection, partial(copy_before, file, revisions()[-1]))


def _sqlite(file: Path, begin: str) -> Connection:
    return sqlite_engine(file, MIGRATING, begin=begin).connect()


def _upgrade_sqlite(connection: Connection, copy: Callable[[], None]) -> None:
    if found_revision(connection) is not None:
        copy()
    _upgrade_aloud(connection)
    check_references(connection)


def check_references(connection: Connection) -> None:
    """Raise `BrokenReferences` when rows of an SQLite file point to nothing."""
    # Foreign keys are not enforced while tables change, because SQLite changes a table by making it anew.
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise BrokenReferences(f"{len(broken)} rows point to nothing, the first in {broken[0][0]}")


def copy_before(file: Path, revision: str) -> None:
    """Copy the database as it was last committed; an older copy of the same name gives way."""
    copy = file.with_name(f"{file.stem}.before-{revision}.db")
    copy.unlink(missing_ok=True)
    make_private(copy)
    with sqlite_engine(file, MIGRATING, begin="").connect() as connection:
        connection.connection.cursor().execute("VACUUM INTO ?", (str(copy),)).close()
    logger.info("copied the database to %s before changing it", copy.name)


def upgrade_if_due(connection: Connection) -> None:
    """Run what is due, if anything is, and say so."""
    if is_due(connection):
        _upgrade_aloud(connection)
