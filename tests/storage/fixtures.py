"""Databases for tests: a migrated template is made once and copied for each test.

`database` is SQLite, for tests of features; `each_database` runs a test on both.
"""

import asyncio
import secrets
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from storage.engine import OpenDatabase, open_database
from storage.migrate import migrate
from tests.servers.postgres import Postgres

URL = "sqlite:///huying.db"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables and no rows."""
    folder = tmp_path_factory.mktemp("template")
    asyncio.run(migrate(URL, folder))
    return folder / "huying.db"


@pytest.fixture
async def database(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[OpenDatabase]:
    """An empty SQLite database in `tmp_path`."""
    shutil.copyfile(sqlite_template, tmp_path / "huying.db")
    opened = open_database(URL, tmp_path)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Postgres) -> str:
    """The name of a database with all tables and no rows."""
    asyncio.run(_on_server(postgres_server, "CREATE DATABASE template_huying"))
    asyncio.run(migrate(postgres_server.url("template_huying"), Path()))
    return "template_huying"


@pytest.fixture
async def postgres_database(postgres_server: Postgres, postgres_template: str) -> AsyncIterator[OpenDatabase]:
    """An empty PostgreSQL database."""
    name = f"test_{secrets.token_hex(6)}"
    await _on_server(postgres_server, f"CREATE DATABASE {name} TEMPLATE {postgres_template} STRATEGY file_copy")
    opened = open_database(postgres_server.url(name), Path())
    yield opened
    await opened.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def each_database(request: pytest.FixtureRequest) -> OpenDatabase:
    """An empty database of each kind."""
    found: OpenDatabase = request.getfixturevalue("database" if request.param == "sqlite" else "postgres_database")
    return found


async def _on_server(server: Postgres, statement: str) -> None:
    connection = await asyncpg.connect(server.url())
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
