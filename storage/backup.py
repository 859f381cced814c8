"""Backing up beside a running service: one consistent moment of the database, and the Matrix keys.

What was wiped is in no table, and so in no backup. Secrets of the config are no part of it; the key that signs the
local chat's cookies and the Matrix session are left out.
"""

import asyncio
import secrets
import sqlite3
import zipfile
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sqlalchemy import URL, Connection, Table, column, func, select, table

from adapters.matrix.copies import kept_files
from bot.config import Config
from bot.copies import DEPLOYMENT, LAST_BACKUP, SECRET, BackedUp, LastBackup, NoBackup
from bot.ports import UnitOfWork
from bot.stores import Facts
from storage.board import DERIVED
from storage.engine import open_database, read_url, sqlite_file
from storage.facts import facts
from storage.migrate import found_revision
from storage.portable import (
    FORM,
    Manifest,
    TableCopy,
    add_file,
    kind_of,
    line_of,
    new_archive,
    opened_archive,
    table_written,
    write_manifest,
)
from storage.postgres import AWAY, postgres_engine, transaction
from storage.refill import count_rows, sequence_of
from storage.restore import build
from storage.schema import metadata
from storage.sqlite import READING, make_private, sqlite_engine
from storage.sqlite_faults import faults_told

_PORTION: Final = 1000
_sequences = table("sqlite_sequence", column("name"), column("seq"))


async def back_up(config: Config, file: Path, now: datetime, *, prove: bool = True) -> BackedUp:
    """Write a backup to this file, readable by its owner only, and remember in the database that it was made.

    It is then brought back into a throw-away database and counted (unless told not to), so that a copy which cannot
    be restored is found today. The database has the form that this version expects.

    Raises:
        NoBackup: the name is taken by something else, or the copy could not be brought back.
        StorageAway: the database cannot be read.
        OSError: the file cannot be written.
    """
    await _keep(config, DEPLOYMENT, secrets.token_hex(16), anew=False)
    with new_archive(file) as archive:
        manifest = await _write(read_url(config.storage.url), config.folder, archive, now)
        for account in config.matrix:
            await asyncio.to_thread(_add_keys, kept_files(account.store, account.user), archive)
    if prove:
        await asyncio.to_thread(prove_backup, file)
    await _keep(config, LAST_BACKUP, LastBackup(at=now, proved=prove).written(), anew=True)
    return BackedUp(rows=manifest.rows, at=now)


def prove_backup(file: Path) -> None:
    """Bring it back into a database that nobody sees, and count. Raises `NoBackup` when anything is missing."""
    # Beside the backup, where there is room for it and nobody else looks.
    with TemporaryDirectory(prefix=".proof-", dir=file.parent) as folder, opened_archive(file) as (archive, manifest):
        counts: dict[str, int] = {}
        build(Path(folder) / "proof.db", archive, manifest, lambda it: counts.update(count_rows(it, manifest)))
        if damaged := archive.testzip():
            raise NoBackup(f"{file} is damaged: {damaged}")
    missing = [copy.name for copy in manifest.tables if counts.get(copy.name) != copy.rows]
    if missing:
        raise NoBackup(f"{file} is incomplete: {', '.join(missing)}")


async def _keep(config: Config, key: str, value: str, *, anew: bool) -> None:
    """Remember a fact in the database itself; one that is known stays, unless it is to be said `anew`."""

    async def work(uow: UnitOfWork) -> None:
        if anew or await uow.store(Facts).get(key) is None:
            await uow.store(Facts).set(key, value)

    database = open_database(config.storage.url, config.folder)
    try:
        await database.write(work)
    finally:
        await database.close()


def _add_keys(files: list[Path], archive: zipfile.ZipFile) -> None:
    """Keys may change while they are copied, too."""
    for file in files:
        with TemporaryDirectory(prefix=".backup-", dir=file.parent) as folder:
            copy = file
            if file.suffix == ".db":
                copy = Path(folder) / file.name
                copy_file(file, copy)
            add_file(archive, copy)


# ---- reading the database ----


async def _write(url: URL, folder: Path, archive: zipfile.ZipFile, now: datetime) -> Manifest:
    file = sqlite_file(url, folder)
    if file is not None:
        return await asyncio.to_thread(_write_sqlite, file, archive, now)
    engine = postgres_engine(url)
    try:
        # Every transaction there sees one moment (REPEATABLE READ).
        async with transaction(engine.execution_options(postgresql_readonly=True), AWAY) as connection:
            return await connection.run_sync(_write_tables, archive, now)
    finally:
        await engine.dispose()


def _write_sqlite(file: Path, archive: zipfile.ZipFile, now: datetime) -> Manifest:
    """From a copy of the file: a long reading of the file itself would keep wiped words in its log."""
    with TemporaryDirectory(prefix=".backup-", dir=file.parent) as folder, faults_told():
        moment = Path(folder) / "moment.db"
        copy_file(file, moment)
        engine = sqlite_engine(moment, READING, begin="BEGIN")
        with engine.connect() as connection, connection.begin():
            return _write_tables(connection, archive, now)


def copy_file(file: Path, copy: Path) -> None:
    """Copy an SQLite file as it was last committed, while others write to it; writers need not wait."""
    make_private(copy)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def _write_tables(connection: Connection, archive: zipfile.ZipFile, now: datetime) -> Manifest:
    deployment = connection.execute(select(facts.c.value).where(facts.c.key == DEPLOYMENT)).scalar_one_or_none()
    manifest = Manifest(
        form=FORM,
        revision=found_revision(connection) or "",
        made_at=now.isoformat(),
        deployment=deployment or "",
        tables=[_write_table(connection, archive, one) for one in metadata.sorted_tables if one.name not in DERIVED],
        numbers=_numbers(connection),
    )
    write_manifest(archive, manifest)
    return manifest


def _write_table(connection: Connection, archive: zipfile.ZipFile, one: Table) -> TableCopy:
    kinds = {column.name: kind_of(column.type) for column in one.columns}
    wanted = select(one).order_by(*one.primary_key)
    if one is facts:
        wanted = wanted.where(facts.c.key.not_in(SECRET))
    count = 0
    with table_written(archive, one.name) as lines:
        for row in connection.execution_options(yield_per=_PORTION).execute(wanted):
            lines.write(line_of(row, list(kinds.values())))
            count += 1
    later = sorted({key.parent.name for key in one.foreign_keys if key.column.table is one})
    return TableCopy(name=one.name, columns=kinds, later=later, rows=count)


def _numbers(connection: Connection) -> Mapping[str, int]:
    """The highest numbers that were ever given, where none may come back for something else."""
    return {one.name: _highest(connection, one.name) for one in metadata.sorted_tables if _is_counting(one)}


def _is_counting(one: Table) -> bool:
    return bool(one.dialect_options["sqlite"]["autoincrement"])


def _highest(connection: Connection, name: str) -> int:
    if connection.dialect.name == "sqlite":
        asked = select(_sequences.c.seq).where(_sequences.c.name == name)
        return connection.execute(asked).scalar_one_or_none() or 0
    return connection.execute(select(func.pg_sequence_last_value(sequence_of(name)))).scalar_one() or 0
