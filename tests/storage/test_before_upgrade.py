"""An upgrade of a PostgreSQL database writes a backup of what was there, and that comes back."""

import asyncio
import json
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert

from bot.config import Config
from bot.config import Storage as StorageConfig
from bot.stores import Facts
from storage.engine import open_database, read_url
from storage.facts import facts
from storage.migrate import migrate, revisions, upgrade
from storage.postgres import postgres_engine, transaction
from storage.restore import restore
from tests.storage.builders import NOON

pytestmark = pytest.mark.postgres


def old_town(connection: Connection) -> None:
    """As an early version left it."""
    upgrade(connection, revisions()[2])
    connection.execute(insert(facts).values(key="name", value="柳树"))


async def made_by_an_early_version(url: str) -> None:
    engine = postgres_engine(read_url(url))
    async with transaction(engine) as connection:
        await connection.run_sync(old_town)
    await engine.dispose()


def files_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_an_upgrade_writes_a_backup_first_once_and_it_comes_back(postgres_url: str, tmp_path: Path) -> None:
    await made_by_an_early_version(postgres_url)

    await asyncio.gather(migrate(postgres_url, tmp_path), migrate(postgres_url, tmp_path))

    (copy,) = files_in(tmp_path)
    assert (copy.name, copy.stat().st_mode & 0o777) == (f"huying.before-{revisions()[-1]}.zip", 0o600)
    with zipfile.ZipFile(copy) as archive:
        assert json.loads(archive.read("manifest.json"))["revision"] == revisions()[2]
    await restore(Config(storage=StorageConfig(url="sqlite:///again.db"), folder=tmp_path), copy, NOON)
    database = open_database("sqlite:///again.db", tmp_path)
    assert await database.read(lambda uow: uow.store(Facts).get("name")) == "柳树"
    await database.close()


async def test_without_room_for_the_backup_nothing_is_changed(postgres_url: str, tmp_path: Path) -> None:
    await made_by_an_early_version(postgres_url)

    with pytest.raises(OSError, match="missing"):
        await migrate(postgres_url, tmp_path / "missing")
    await migrate(postgres_url, tmp_path)

    assert [copy.name for copy in files_in(tmp_path)] == [f"huying.before-{revisions()[-1]}.zip"]


async def test_a_new_database_needs_no_backup(postgres_url: str, tmp_path: Path) -> None:
    await migrate(postgres_url, tmp_path)

    assert files_in(tmp_path) == []
