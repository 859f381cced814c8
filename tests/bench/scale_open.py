"""Filled databases, opened: a file for each size, or a database on one PostgreSQL server."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, create_engine, delete, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import OpenDatabase, open_database, read_url
from storage.migrate import migrate
from storage.postgres import postgres_engine
from storage.tickets import tickets
from tests.bench.scale_fill import SCHEMA, communities, fill, months_of, source
from tests.bench.scale_month import TICKETS
from tests.servers.postgres import Postgres


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A database with about so many tickets. `newest`: the highest number of a ticket."""

    tickets: int
    newest: int
    url: str
    database: OpenDatabase


@asynccontextmanager
async def filled(month: Path, wanted: int, server: Postgres | None) -> AsyncIterator[Opened]:
    """A database with about so many tickets: on the server, else in a file beside the month's."""
    began, folder = time.perf_counter(), month.parent
    url = await server.fresh_database() if server else f"sqlite:///{wanted}.db"
    await migrate(url, folder)
    if server:
        count, newest = await _fill_postgres(postgres_engine(read_url(url)), month, wanted)
    else:
        count, newest = _fill_sqlite(folder / f"{wanted}.db", month, wanted)
    print(f"{url.partition(':')[0]}: {count:,} tickets filled in {time.perf_counter() - began:.0f} s", flush=True)
    database = open_database(url, folder)
    try:
        yield Opened(tickets=wanted, newest=newest, url=url, database=database)
    finally:
        await database.close()


def _fill_sqlite(file: Path, month: Path, wanted: int) -> tuple[int, int]:
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        # Nothing of it has to survive a crash, and the product's own connection comes later.
        for pragma in ("synchronous=OFF", "cache_size=-500000", "temp_store=MEMORY"):
            connection.execute(text(f"PRAGMA {pragma}"))
        connection.execute(text(f"ATTACH '{month}' AS {SCHEMA}"))
        connection.commit()
        communities.create(connection, checkfirst=True)
        connection.execute(delete(communities))
        fill(connection, months_of(wanted, TICKETS))
        connection.commit()
        made = _made(connection)
    engine.dispose()
    return made


async def _fill_postgres(engine: AsyncEngine, month: Path, wanted: int) -> tuple[int, int]:
    async with engine.connect() as connection:
        # Rows are copied in no order of their references.
        await connection.execute(text("SET session_replication_role = replica"))
        await connection.run_sync(_bring, month)
        await connection.run_sync(fill, months_of(wanted, TICKETS))
        await connection.execute(text(f"DROP SCHEMA {SCHEMA} CASCADE"))
        await connection.commit()
        made = await connection.run_sync(_made)
        await connection.commit()
        # What autovacuum does by itself in time.
        await (await connection.execution_options(isolation_level="AUTOCOMMIT")).execute(text("VACUUM ANALYZE"))
    await engine.dispose()
    return made


def _made(connection: Connection) -> tuple[int, int]:
    """How many tickets, and the highest number."""
    count, newest = connection.execute(select(func.count(), func.max(tickets.c.id))).one()
    return count, newest


def _bring(connection: Connection, month: Path) -> None:
    """The month's rows from its file into a schema of this database."""
    connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
    source.create_all(connection)
    engine = create_engine("sqlite://")
    with engine.connect() as file:
        file.execute(text(f"ATTACH '{month}' AS {SCHEMA}"))
        for table in source.sorted_tables:
            rows = [] if table is communities else [dict(row) for row in file.execute(select(table)).mappings()]
            if rows:
                connection.execute(insert(table), rows)
    engine.dispose()
