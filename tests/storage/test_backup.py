"""A backup is one moment of a database in use, and comes back into either kind."""

import asyncio
import json
import sqlite3
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from functools import partial
from itertools import compress, count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect

from bot.config import Config
from bot.config import Storage as StorageConfig
from bot.copies import COOKIE_KEY, DEPLOYMENT, LastBackup, NoBackup, NotRestored, Restored
from bot.ports import UnitOfWork
from bot.stores import Facts, Inbox
from storage.backup import back_up, prove_backup
from storage.engine import OpenDatabase, open_database
from storage.migrate import SchemaTooNew, migrate, upgrade
from storage.restore import SKIPPED_NUMBERS, restore
from storage.sole_run import AnotherRun, claim_sole_run
from storage.sqlite import MIGRATING, sqlite_engine
from tests.servers.postgres import Postgres
from tests.storage.builders import NOON, raw, write
from tests.town import Yucheng, open_town, yucheng

KINDS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
LATER = NOON + timedelta(hours=3)
Where = Callable[[str], Awaitable[Config]]


@pytest.fixture
def where(tmp_path: Path, request: pytest.FixtureRequest) -> Where:
    """The config of a deployment with an empty database of this kind; another one each time."""

    numbers = count(1)

    async def config(kind: str) -> Config:
        folder = tmp_path / f"{kind}{next(numbers)}"
        folder.mkdir()
        url = "sqlite:///huying.db"
        if kind == "postgres":
            server: Postgres = request.getfixturevalue("postgres_server")
            url = await server.fresh_database()
        return Config(storage=StorageConfig(url=url), folder=folder)

    return config


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "copy.zip"


@asynccontextmanager
async def opened(config: Config) -> AsyncIterator[OpenDatabase]:
    await migrate(config.storage.url, config.folder)
    database = open_database(config.storage.url, config.folder)
    try:
        yield database
    finally:
        await database.close()


async def fact(config: Config, key: str) -> str | None:
    async with opened(config) as database:
        return await database.read(lambda uow: uow.store(Facts).get(key))


@asynccontextmanager
async def a_town(config: Config) -> AsyncIterator[Yucheng]:
    """御城社区 after two calls, the first of them taken."""
    async with opened(config) as database:
        here = await yucheng(open_town(database))
        await here.wang.says("/report 3号楼路灯不亮")
        await here.li.presses("接单")
        await here.wang.says("/report 4号楼门禁打不开")
        yield here


def goes_on(here: Yucheng, database: OpenDatabase) -> None:
    """People, groups and messages on the network are where they were; only the database is another one."""
    town = open_town(database)
    vars(town.network).update(vars(here.town.network))
    town.numbers = here.town.numbers
    for somebody in (here.wang, here.li, here.chen, here.zhao):
        somebody.town = town
    here.group.town = here.big_group.town = here.town = town


def mode(file: Path) -> int:
    return file.stat().st_mode & 0o777


def words(file: Path) -> str:
    """Everything that stands in a backup."""
    with zipfile.ZipFile(file) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist())


@pytest.mark.parametrize("source", KINDS)
@pytest.mark.parametrize("target", KINDS)
async def test_a_town_goes_on_where_its_backup_ends(where: Where, file: Path, source: str, target: str) -> None:
    old, new = await where(source), await where(target)
    async with a_town(old) as here:
        summary = await back_up(old, file, NOON)
        await here.wang.says("/report 4号楼水管漏水")

    came = await restore(new, file, LATER)
    async with opened(new) as database:
        goes_on(here, database)
        await here.li.tells_the_bot("/done 1 换了灯泡")
        await here.wang.says("/report 3号楼楼道灯坏了")

    assert came.rows == summary.rows
    assert "换了灯泡" in here.group.card
    assert any(f"#{2 + SKIPPED_NUMBERS + 1} " in text for text in here.group.texts)


@pytest.mark.parametrize("source", KINDS)
@pytest.mark.parametrize("target", KINDS)
async def test_a_backup_of_what_came_back_is_the_same(where: Where, tmp_path: Path, source: str, target: str) -> None:
    old, new = await where(source), await where(target)
    async with a_town(old):
        await back_up(old, tmp_path / "first.zip", NOON)

    await restore(new, tmp_path / "first.zip", LATER)
    await back_up(new, tmp_path / "second.zip", LATER)

    first, second = rows_in(tmp_path / "first.zip"), rows_in(tmp_path / "second.zip")
    own = {DEPLOYMENT, "backup.last", "restored"}
    for rows in (first, second):
        rows["facts"] = [row for row in rows["facts"] if row[0] not in own]
    assert len(first["tickets"]) == 2
    assert first == second


def rows_in(file: Path) -> dict[str, list[Any]]:
    with zipfile.ZipFile(file) as archive:
        tables = [name for name in archive.namelist() if name.startswith("tables/")]
        return {Path(name).stem: [json.loads(line) for line in archive.read(name).splitlines()] for name in tables}


@pytest.mark.parametrize("kind", KINDS)
async def test_what_came_back_is_another_deployment_that_owes_the_admins_a_word(
    where: Where, file: Path, kind: str
) -> None:
    old, new = await where(kind), await where(kind)
    async with a_town(old):
        await back_up(old, file, NOON)

    await restore(new, file, LATER)

    assert await fact(old, DEPLOYMENT)
    assert await fact(old, DEPLOYMENT) != await fact(new, DEPLOYMENT)
    async with opened(new) as database:
        assert await database.read(lambda uow: Restored.read(uow.store(Facts))) == Restored(since=NOON, until=LATER)
        backup = await database.read(lambda uow: LastBackup.read(uow.store(Facts)))
    assert backup == LastBackup(at=NOON, proved=True)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_backup_is_one_moment_of_a_database_that_is_written_to(where: Where, file: Path, kind: str) -> None:
    config = await where(kind)
    async with a_town(config) as here:
        town = here.town

        async def traffic() -> None:
            """Each transaction adds one event and counts it."""
            for number in range(10_000):
                await town.database.write(partial(count_one, number))

        busy = asyncio.create_task(traffic())
        for _ in range(3):
            await back_up(config, file, NOON, prove=False)
            rows = rows_in(file)
            (counted,) = [int(value) for key, value in rows["facts"] if key == "counted"] or [0]
            assert len([row for row in rows["inbox"] if row[3].startswith("n:")]) == counted
        busy.cancel()
        await asyncio.gather(busy, return_exceptions=True)
    assert counted > 0


async def count_one(number: int, uow: UnitOfWork) -> None:
    await uow.store(Inbox).add("telegram", "bot", [raw(f"n:{number}")], NOON)
    await uow.store(Facts).set("counted", str(number + 1))


async def test_only_the_owner_reads_it_and_it_holds_no_secret_and_nothing_wiped(where: Where, file: Path) -> None:
    config = await where("sqlite")
    async with a_town(config) as here:
        await write(here.town.database, Facts, lambda facts: facts.set(COOKIE_KEY, "c00c1e"))

        await back_up(config, file, NOON)

        payloads = [row[5] for row in rows_in(file)["inbox"]]
    assert mode(file) == 0o600
    assert "c00c1e" not in words(file)
    assert "路灯不亮" in words(file)
    assert set(payloads) == {""}
    assert [one.name for one in file.parent.iterdir() if one.name.startswith(".")] == []
    assert [one.name for one in config.folder.iterdir() if one.name.startswith(".")] == []


async def test_an_older_backup_of_that_name_gives_way_and_nothing_else_does(where: Where, file: Path) -> None:
    config = await where("sqlite")
    async with a_town(config):
        await back_up(config, file, NOON)
        await back_up(config, file, LATER)
        with pytest.raises(NoBackup, match="is no backup"):
            await back_up(config, config.folder / "huying.db", LATER)

    with zipfile.ZipFile(file) as archive:
        assert json.loads(archive.read("manifest.json"))["made_at"] == LATER.isoformat()
    assert await fact(config, DEPLOYMENT)


@pytest.mark.parametrize("kind", KINDS)
async def test_what_serves_people_is_replaced_only_by_force(where: Where, file: Path, kind: str) -> None:
    config = await where(kind)
    async with a_town(config):
        await back_up(config, file, NOON)
    async with opened(config) as database:
        await write(database, Facts, lambda facts: facts.set("since", "the backup"))

    with pytest.raises(NotRestored, match="--force"):
        await restore(config, file, LATER)
    assert await fact(config, "since") == "the backup"

    await restore(config, file, LATER, force=True)
    assert await fact(config, "since") is None


async def test_of_a_file_that_is_replaced_a_copy_stays(where: Where, file: Path) -> None:
    config = await where("sqlite")
    async with a_town(config):
        await back_up(config, file, NOON)
        await restore_elsewhere(where, file)
    async with opened(config) as database:
        await write(database, Facts, lambda facts: facts.set("since", "the backup"))

    await restore(config, file, LATER, force=True)

    copy = config.folder / "huying.before-restore.db"
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT value FROM facts WHERE key = 'since'").fetchone() == ("the backup",)
    assert mode(copy) == 0o600
    assert mode(config.folder / "huying.db") == 0o600
    assert sorted(one.name for one in config.folder.iterdir() if one.suffix != ".run") == [
        "huying.before-restore.db",
        "huying.db",
    ]


async def restore_elsewhere(where: Where, file: Path) -> None:
    await restore(await where("sqlite"), file, LATER)


async def test_a_database_that_only_knows_its_admins_counts_as_empty(where: Where, file: Path) -> None:
    old, new = await where("sqlite"), await where("sqlite")
    async with a_town(old):
        await back_up(old, file, NOON)
    async with opened(new) as database:
        await write(database, Facts, lambda facts: facts.set("username.telegram.1", "huying_bot"))

    await restore(new, file, LATER)

    assert await fact(new, "username.telegram.1") is None


async def test_beside_a_live_run_nothing_is_brought_back(where: Where, file: Path) -> None:
    config = await where("sqlite")
    async with a_town(config):
        await back_up(config, file, NOON)

    with claim_sole_run(config.storage.url, config.folder), pytest.raises(AnotherRun):
        await restore(config, file, LATER, force=True)


@pytest.mark.postgres
async def test_on_postgres_nobody_else_may_be_connected(where: Where, file: Path) -> None:
    config = await where("postgres")
    async with a_town(config):
        await back_up(config, file, NOON)

        with pytest.raises(NotRestored, match="other connections"):
            await restore(config, file, LATER, force=True)


async def test_a_damaged_backup_is_told_and_changes_nothing(where: Where, file: Path) -> None:
    config, new = await where("sqlite"), await where("sqlite")
    async with a_town(config):
        await back_up(config, file, NOON)
    damage(file)

    with pytest.raises(NoBackup, match="damaged"):
        prove_backup(file)
    with pytest.raises(NoBackup, match="damaged"):
        await restore(new, file, LATER)
    assert [one.name for one in new.folder.iterdir() if one.suffix != ".run"] == []

    write_letter(file)
    with pytest.raises(NoBackup, match="is no backup"):
        await restore(new, file, LATER)


def damage(file: Path) -> None:
    body = bytearray(file.read_bytes())
    with zipfile.ZipFile(file) as archive:
        start = archive.getinfo("tables/tickets.jsonl").header_offset
    body[start + 80 : start + 120] = bytes(40)
    file.write_bytes(body)


def write_letter(file: Path) -> None:
    file.write_text("a letter")


async def test_a_backup_of_a_newer_version_is_refused(where: Where, file: Path, tmp_path: Path) -> None:
    config, new = await where("sqlite"), await where("sqlite")
    async with a_town(config):
        await back_up(config, file, NOON)
    newer = changed(file, tmp_path / "newer.zip", revision="9999_lamps")

    with pytest.raises(SchemaTooNew, match="9999_lamps"):
        await restore(new, newer, LATER)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_backup_of_an_older_version_is_brought_to_the_present_form(
    where: Where, tmp_path: Path, kind: str
) -> None:
    config, new = await where("sqlite"), await where(kind)
    async with a_town(config):
        await back_up(config, tmp_path / "copy.zip", NOON)
    older = as_of("0006_roster", tmp_path / "copy.zip", tmp_path / "older.zip")

    await restore(new, older, LATER)
    await back_up(new, tmp_path / "second.zip", LATER)

    first, second = rows_in(older), rows_in(tmp_path / "second.zip")
    assert len(second["tickets"]) == len(first["tickets"]) == 2
    assert len(second["cards"][0]) > len(first["cards"][0])


def changed(file: Path, copy: Path, *, revision: str) -> Path:
    with zipfile.ZipFile(file) as archive, zipfile.ZipFile(copy, "w") as new:
        for name in archive.namelist():
            body = archive.read(name)
            if name == "manifest.json":
                body = json.dumps({**json.loads(body), "revision": revision}).encode()
            new.writestr(name, body)
    return copy


def as_of(revision: str, file: Path, copy: Path) -> Path:
    """The backup as the version of that revision would have written it: without what came later."""
    columns = columns_at(revision, copy.with_suffix(".db"))
    with zipfile.ZipFile(file) as archive, zipfile.ZipFile(copy, "w") as new:
        manifest = json.loads(archive.read("manifest.json"))
        manifest["tables"] = [table for table in manifest["tables"] if table["name"] in columns]
        for table in manifest["tables"]:
            known = [name in columns[table["name"]] for name in table["columns"]]
            table["columns"] = dict(compress(table["columns"].items(), known))
            name = f"tables/{table['name']}.jsonl"
            rows = [list(compress(json.loads(line), known)) for line in archive.read(name).splitlines()]
            new.writestr(name, "".join(json.dumps(row) + "\n" for row in rows))
        new.writestr("manifest.json", json.dumps({**manifest, "revision": revision}))
    return copy


def columns_at(revision: str, file: Path) -> dict[str, set[str]]:
    with sqlite_engine(file, MIGRATING, begin="BEGIN").connect() as connection, connection.begin():
        upgrade(connection, revision)
        there = inspect(connection)
        return {name: {column["name"] for column in there.get_columns(name)} for name in there.get_table_names()}
