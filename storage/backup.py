"""Backing up beside a running service: one consistent moment of the database, what people sent, the Matrix keys.

What was wiped is in no table, and so in no backup. Secrets of the config are no part of it; the key that signs the
local chat's cookies and the Matrix session are left out.
"""

import asyncio
import secrets
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from adapters.matrix.copies import kept_files
from bot.config import Config
from bot.copies import DEPLOYMENT, LAST_BACKUP, BackedUp, LastBackup, NoBackup, dated, outlived
from bot.ports import UnitOfWork
from bot.stores import Facts
from storage.engine import open_database, read_url, sqlite_file
from storage.media_copies import add_media, media_folder
from storage.portable import Manifest, add_file, new_archive, opened_archive
from storage.postgres import AWAY, postgres_engine, transaction
from storage.refill import count_rows
from storage.restore import build
from storage.sqlite import READING, make_private, sqlite_engine
from storage.sqlite_faults import faults_told
from storage.table_copies import write_tables


async def back_up(
    config: Config, place: Path, now: datetime, *, prove: bool = True, keep: int | None = None
) -> BackedUp:
    """Write a backup to this file, readable by its owner only, and remember in the database that it was made.

    With `keep`, to a file of its own in this folder; only so many of these stay, once the new one is good.

    It is then brought back into a throw-away database and counted (unless told not to), so that a copy which cannot
    be restored is found today. The database has the form that this version expects.

    Raises:
        NoBackup: the name is taken by something else, or the copy could not be brought back.
        StorageAway: the database cannot be read.
        OSError: the file cannot be written.
    """
    file = place if keep is None else dated(place, now)
    await _keep(config, DEPLOYMENT, secrets.token_hex(16), anew=False)
    with new_archive(file) as archive:
        manifest = await _write(config, archive, now)
        for account in config.matrix:
            await asyncio.to_thread(_add_keys, kept_files(account.store, account.user), archive)
    if prove:
        await asyncio.to_thread(prove_backup, file)
    await _keep(config, LAST_BACKUP, LastBackup(at=now, proved=prove).written(), anew=True)
    for old in outlived(place, keep) if keep is not None else ():
        old.unlink()
    return BackedUp(file=file, rows=manifest.rows, at=now)


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


async def _write(config: Config, archive: zipfile.ZipFile, now: datetime) -> Manifest:
    url, media = read_url(config.storage.url), media_folder(config)
    file = sqlite_file(url, config.folder)

    def written(connection: Connection) -> Manifest:
        manifest = write_tables(connection, archive, now)
        add_media(connection, archive, media)
        return manifest

    if file is not None:
        return await asyncio.to_thread(_write_sqlite, file, written)
    engine = postgres_engine(url)
    try:
        # Every transaction there sees one moment (REPEATABLE READ).
        async with transaction(engine.execution_options(postgresql_readonly=True), AWAY) as connection:
            return await connection.run_sync(written)
    finally:
        await engine.dispose()


def _write_sqlite(file: Path, written: Callable[[Connection], Manifest]) -> Manifest:
    """From a copy of the file: a long reading of the file itself would keep wiped words in its log."""
    with TemporaryDirectory(prefix=".backup-", dir=file.parent) as folder, faults_told():
        moment = Path(folder) / "moment.db"
        copy_file(file, moment)
        engine = sqlite_engine(moment, READING, begin="BEGIN")
        with engine.connect() as connection, connection.begin():
            return written(connection)


def copy_file(file: Path, copy: Path) -> None:
    """Copy an SQLite file as it was last committed, while others write to it; writers need not wait."""
    make_private(copy)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
