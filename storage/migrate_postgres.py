"""Bringing the tables of a PostgreSQL database to the form that this version expects; see `storage.migrate`."""

import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, text

from storage.migrate import found_revision, is_due, revisions, upgrade_if_due
from storage.postgres import postgres_engine, transaction

logger = logging.getLogger(__name__)

# Any number that nobody else on the same database takes for its own lock.
LOCK: Final = 5_847_236_119


async def migrate_postgres(url: URL, folder: Path) -> None:
    """Change the tables where that is due; of several that start together one does it. Raises as `migrate` does.

    A backup of what was there is written first, to `huying.before-<revision>.zip` in the folder.
    """
    engine = postgres_engine(url)
    try:
        async with transaction(engine) as connection:
            if not await connection.run_sync(is_due):
                return
        # What somebody else did while we waited for the lock must be seen, and not the picture from before it.
        fresh = engine.execution_options(isolation_level="READ COMMITTED")
        async with transaction(fresh) as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            await connection.run_sync(_upgrade_if_due, folder)
    finally:
        await engine.dispose()


def _upgrade_if_due(connection: Connection, folder: Path) -> None:
    if is_due(connection) and found_revision(connection) is not None:
        # Seldom needed, and it knows every table.
        from storage.table_copies import write_before  # noqa: PLC0415

        copy = folder / f"huying.before-{revisions()[-1]}.zip"
        now: datetime = connection.execute(text("SELECT now()")).scalar_one()
        write_before(connection, copy, now.astimezone(UTC))
        logger.info("wrote the database to %s before changing it", copy.name)
    upgrade_if_due(connection)
