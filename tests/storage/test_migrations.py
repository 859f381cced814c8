"""One history of the tables: it ends where the code expects, and never damages what it finds."""

import ast
import asyncio
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

import storage.migrate
import storage.stores
from storage.engine import read_url
from storage.migrate import BrokenReferences, SchemaTooNew, copy_before, migrate, revisions
from storage.postgres import postgres_engine
from storage.schema import metadata
from tests.storage.fixtures import URL

LAMPS = "9999_lamps"


@pytest.fixture
def one_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A history that is one revision longer; the file may be written anew."""
    folder = tmp_path / "migrations"
    shutil.copytree(storage.migrate.FOLDER, folder)
    monkeypatch.setattr(storage.migrate, "FOLDER", folder)
    revision = folder / "versions" / f"{LAMPS}.py"
    write_revision(revision, before=revisions()[-1], step="op.execute('CREATE TABLE lamps (id INTEGER)')")
    return revision


@pytest.fixture
def town(sqlite_template: Path, tmp_path: Path) -> Path:
    """A folder with a database that is up to date and remembers one fact."""
    folder = tmp_path / "town"
    folder.mkdir()
    shutil.copyfile(sqlite_template, folder / "huying.db")
    change(folder, "INSERT INTO facts (key, value) VALUES ('name', 'Willow')")
    return folder


def write_revision(file: Path, *, before: str, step: str) -> None:
    words = f"""from alembic import op
revision = {file.stem!r}
down_revision = {before!r}
def upgrade():
    {step}
"""
    file.write_text(words)


def change(folder: Path, statement: str) -> None:
    connection = sqlite3.connect(folder / "huying.db")
    with connection:
        connection.execute(statement)
    connection.close()


def ask(file: Path, question: str) -> list[Any]:
    connection = sqlite3.connect(file)
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


def differences(connection: sa.Connection) -> list[Any]:
    """What a new migration would have to change, and indices that have a condition in one of the two places alone."""
    found: list[Any] = compare_metadata(MigrationContext.configure(connection), metadata)
    dialect = connection.dialect.name
    wanted = {
        str(index.name)
        for table in metadata.tables.values()
        for index in table.indexes
        if index.dialect_options[dialect]["where"] is not None
    }
    partial = {
        str(index["name"])
        for table in metadata.tables
        for index in sa.inspect(connection).get_indexes(table)
        if f"{dialect}_where" in index.get("dialect_options", {})
    }
    return [*found, *(wanted ^ partial)]


def test_the_history_is_one_line_of_numbered_files() -> None:
    before = None
    for number, name in enumerate(revisions(), 1):
        tree = ast.parse((storage.migrate.FOLDER / "versions" / f"{name}.py").read_text())
        said = {
            target.id: ast.literal_eval(line.value)
            for line in tree.body
            if isinstance(line, ast.Assign)
            for target in line.targets
            if isinstance(target, ast.Name) and target.id in {"revision", "down_revision"}
        }

        assert said == {"revision": name, "down_revision": before}
        assert name.startswith(f"{number:04}_")
        before = name


def test_a_migrated_sqlite_file_is_what_the_code_expects(sqlite_template: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{sqlite_template}")
    with engine.connect() as connection:
        found = differences(connection)
    engine.dispose()
    assert found == []


@pytest.mark.postgres
async def test_a_migrated_postgres_database_is_what_the_code_expects(postgres_url: str) -> None:
    for _ in range(2):
        await migrate(postgres_url, Path())

    engine = postgres_engine(read_url(postgres_url))
    async with engine.connect() as connection:
        found = await connection.run_sync(differences)
    await engine.dispose()
    assert found == []


def test_every_constraint_that_may_have_to_change_has_a_name(sqlite_template: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{sqlite_template}")
    inspector = sa.inspect(engine)
    nameless = [
        (table, what)
        for table in metadata.tables
        for what in [
            *inspector.get_foreign_keys(table),
            *inspector.get_unique_constraints(table),
            *inspector.get_indexes(table),
        ]
        if not what["name"]
    ]
    engine.dispose()

    assert nameless == []


async def test_migrating_what_is_up_to_date_changes_and_imports_nothing(town: Path) -> None:
    before = (town / "huying.db").read_bytes()

    words = "import asyncio, sys; from pathlib import Path; from storage.migrate import migrate\n"
    words += f"asyncio.run(migrate({URL!r}, Path(sys.argv[1]))); sys.exit('alembic' in sys.modules)"
    done = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", words, str(town)], cwd=Path(__file__).parents[2], check=False
    )

    assert done.returncode == 0
    assert (town / "huying.db").read_bytes() == before
    assert not (town / f"huying.before-{revisions()[-1]}.db").exists()


async def test_a_file_is_copied_before_it_is_changed(town: Path, one_more: Path) -> None:
    await migrate(URL, town)

    copy = town / f"huying.before-{one_more.stem}.db"
    assert copy.stat().st_mode & 0o777 == 0o600
    assert ask(copy, "SELECT value FROM facts") == [("Willow",)]
    assert ask(copy, "SELECT count(*) FROM sqlite_master WHERE name = 'lamps'") == [(0,)]
    assert ask(town / "huying.db", "SELECT version_num FROM alembic_version") == [(LAMPS,)]
    assert ask(town / "huying.db", "SELECT value FROM facts") == [("Willow",)]
    assert ask(town / "huying.db", "SELECT count(*) FROM lamps") == [(0,)]


async def test_what_a_live_writer_has_committed_is_in_the_copy(town: Path, one_more: Path) -> None:
    live = sqlite3.connect(town / "huying.db", isolation_level=None)
    live.execute("INSERT INTO facts (key, value) VALUES ('late', 'still in the log')")

    await migrate(URL, town)

    live.close()
    copy = town / f"huying.before-{one_more.stem}.db"
    assert ask(copy, "SELECT value FROM facts WHERE key = 'late'") == [("still in the log",)]


def test_a_new_file_is_not_copied(tmp_path: Path) -> None:
    asyncio.run(migrate(URL, tmp_path))

    assert [file.name for file in tmp_path.iterdir()] == ["huying.db"]
    assert (tmp_path / "huying.db").stat().st_mode & 0o777 == 0o600


async def test_a_migration_that_fails_leaves_everything_as_it_was(town: Path, one_more: Path) -> None:
    step = "op.execute('CREATE TABLE lamps (id INTEGER)'); op.execute('DROP TABLE facts'); 1 / 0"
    write_revision(one_more, before=revisions()[-2], step=step)

    with pytest.raises(ZeroDivisionError):
        await migrate(URL, town)

    assert ask(town / "huying.db", "SELECT value FROM facts") == [("Willow",)]
    assert ask(town / "huying.db", "SELECT version_num FROM alembic_version") == [(revisions()[-2],)]
    assert ask(town / "huying.db", "SELECT count(*) FROM sqlite_master WHERE name = 'lamps'") == [(0,)]


async def test_a_migration_that_leaves_rows_pointing_to_nothing_is_undone(town: Path, one_more: Path) -> None:
    step = "op.execute(\"INSERT INTO duties (person, role) VALUES (404, 'worker')\")"
    write_revision(one_more, before=revisions()[-2], step=step)

    with pytest.raises(BrokenReferences, match="1 rows point to nothing, the first in duties"):
        await migrate(URL, town)

    assert ask(town / "huying.db", "SELECT count(*) FROM duties") == [(0,)]


async def test_two_commands_that_start_together_migrate_once(tmp_path: Path) -> None:
    await asyncio.gather(migrate(URL, tmp_path), migrate(URL, tmp_path))

    assert ask(tmp_path / "huying.db", "SELECT version_num FROM alembic_version") == [(revisions()[-1],)]


@pytest.mark.postgres
async def test_two_processes_that_start_together_migrate_postgres_once(postgres_url: str) -> None:
    await asyncio.gather(migrate(postgres_url, Path()), migrate(postgres_url, Path()))


async def test_older_code_refuses_newer_tables_and_names_both(town: Path) -> None:
    change(town, "UPDATE alembic_version SET version_num = '9999_lamps'")
    before = (town / "huying.db").read_bytes()

    with pytest.raises(SchemaTooNew) as caught:
        await migrate(URL, town)

    assert LAMPS in str(caught.value)
    assert revisions()[-1] in str(caught.value)
    assert (town / "huying.db").read_bytes() == before


def test_an_older_copy_of_the_same_name_gives_way(town: Path) -> None:
    copy = town / "huying.before-x.db"
    copy.write_text("older")

    copy_before(town / "huying.db", "x")

    assert ask(copy, "SELECT value FROM facts") == [("Willow",)]
