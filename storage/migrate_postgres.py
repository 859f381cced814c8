"""Bringing the tables of a PostgreSQL database to the form that this version expects; see `storage.migrate`."""

from typing import Final

from sqlalchemy import URL, text

from storage.migrate import is_due, upgrade_if_due
from storage.postgres import postgres_engine, transaction

# Any number that nobody else on the same database takes for its own lock.
LOCK: Final = 5_847_236_119


async def migrate_postgres(url: URL) -> None:
    """Change the tables where that is due; of several that start together one does it. Raises as `migrate` does."""
    engine = postgres_engine(url)
    try:
        async with transaction(engine) as connection:
            if not await connection.run_sync(is_due):
                return
        # What somebody else did while we waited for the lock must be seen, and not the picture from before it.
        fresh = engine.execution_options(isolation_level="READ COMMITTED")
        async with transaction(fresh) as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            await connection.run_sync(upgrade_if_due)
    finally:
        await engine.dispose()
