"""Bringing a backup back, into the kind of database that it came from or into the other one.

All or nothing happens. The database becomes a new deployment: ticket numbers jump, so that none that was given after
the backup is given again, and the admins are told which calls may be missing.
"""

import asyncio
import secrets
import zipfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sqlalchemy import URL, Connection, exists, insert, inspect, select, text

from adapters.matrix.copies import is_kept, put_back
from adapters.matrix.store import Store, StoreTaken
from bot.config import Config
from bot.copies import DEPLOYMENT, LAST_BACKUP, RESTORED, BroughtBack, LastBackup, NotRestored, Restored
from storage.cards import cards, is_behind
from storage.engine import read_url, sqlite_file
from storage.facts import facts
from storage.groups import groups
from storage.inbox import inbox
from storage.media_copies import media_folder, put_media_back
from storage.migrate import SchemaTooNew, check_references, copy_before, revisions, upgrade
from storage.migrate_postgres import LOCK
from storage.outbox import outbox
from storage.places import places
from storage.portable import Manifest, extract_files, opened_archive
from storage.postgres import postgres_engine, transaction
from storage.refill import fill
from storage.schema import metadata
from storage.sole_run import claim_sole_run
from storage.sqlite import MIGRATING, sqlite_engine
from storage.sqlite_faults import faults_told
from storage.tickets import tickets

# More calls than any deployment takes between two backups that deserve the name.
SKIPPED_NUMBERS: Final = 1000
# A database in which these are empty has served nobody yet.
_OF_PEOPLE: Final = (tickets, groups, places, inbox)


@dataclass(kw_only=True)
class _Arrival:
    """A backup on its way into a database."""

    archive: zipfile.ZipFile
    manifest: Manifest
    now: datetime
    force: bool
    # Ids of what waits to leave, by Matrix account.
    waiting: dict[str, list[str]] = field(default_factory=dict)

    def settle(self, connection: Connection) -> None:
        """Make it a deployment of its own."""
        made = self.manifest.moment
        said = {
            DEPLOYMENT: secrets.token_hex(16),
            LAST_BACKUP: LastBackup(at=made, proved=True).written(),
            RESTORED: Restored(since=made, until=self.now).written(),
        }
        connection.execute(facts.delete().where(facts.c.key.in_(said)))
        connection.execute(insert(facts), [{"key": key, "value": value} for key, value in said.items()])
        rows = select(outbox.c.bot, outbox.c.once).where(outbox.c.channel == "matrix")
        behind = select(cards.c.bot, cards.c.once).where(cards.c.channel == "matrix", is_behind)
        for row in (*connection.execute(rows), *connection.execute(behind)):
            self.waiting.setdefault(row.bot, []).append(row.once)


async def restore(config: Config, file: Path, now: datetime, *, force: bool = False) -> BroughtBack:
    """Bring this backup into the config's database and Matrix folders. No `run` may be using them.

    A database that has served somebody is replaced with `force` only; of an SQLite file a copy is kept
    (`huying.before-restore.db`).

    Raises:
        NotRestored: the database is not empty, or it or the Matrix keys are in use.
        NoBackup: the file is no backup, or damaged.
        SchemaTooNew: the backup, or the database, belongs to a newer version.
        AnotherRun: a `run` is using the database.
        StorageAway: the database cannot be reached or written.
    """
    url = read_url(config.storage.url)
    with ExitStack() as held:
        held.enter_context(claim_sole_run(config.storage.url, config.folder))
        stores = [Store(account.store, account.user) for account in config.matrix]
        for store in stores:
            _claim(store)
            held.callback(store.release)
        archive, manifest = held.enter_context(opened_archive(file))
        _check_revision(manifest)
        arrival = _Arrival(archive=archive, manifest=manifest, now=now, force=force)
        await _into_database(url, config.folder, arrival)
        await asyncio.to_thread(put_media_back, archive, media_folder(config))
        without_keys, left_out = _put_back_keys(stores, arrival)
    missing = Restored(since=manifest.moment, until=now)
    return BroughtBack(rows=manifest.rows, missing=missing, without_keys=without_keys, left_out=left_out)


def _claim(store: Store) -> None:
    try:
        store.claim()
    except StoreTaken as taken:
        raise NotRestored(str(taken)) from None


def _check_revision(manifest: Manifest) -> None:
    known = revisions()
    if manifest.revision not in known:
        raise SchemaTooNew(manifest.revision, known[-1])


def _put_back_keys(stores: Sequence[Store], arrival: _Arrival) -> tuple[list[str], list[str]]:
    with TemporaryDirectory(prefix="huying-") as folder:
        copies = Path(folder)
        names = extract_files(arrival.archive, copies)
        without_keys = [
            store.user
            for store in stores
            if not put_back(store, copies, arrival.waiting.get(store.user, []), arrival.now)
        ]
    left_out = [name for name in names if not any(is_kept(name, store.user) for store in stores)]
    return without_keys, left_out


async def _into_database(url: URL, folder: Path, arrival: _Arrival) -> None:
    file = sqlite_file(url, folder)
    if file is not None:
        await asyncio.to_thread(_into_sqlite, file, arrival)
        return
    engine = postgres_engine(url)
    try:
        # What others committed while we waited for the lock must be seen.
        async with transaction(engine.execution_options(isolation_level="READ COMMITTED")) as connection:
            await connection.run_sync(_into_postgres, arrival)
    finally:
        await engine.dispose()


# ---- SQLite ----


def _into_sqlite(file: Path, arrival: _Arrival) -> None:
    """Built beside the old file and put into its place at the end."""
    new = file.with_name(f"{file.name}.restoring")
    with faults_told():
        has_served = file.exists() and _asks(file, has_served_somebody)
        _check_empty(is_empty=not has_served, arrival=arrival)
        _remove(new)
        try:
            build(new, arrival.archive, arrival.manifest, arrival.settle, skipped=SKIPPED_NUMBERS)
            if has_served:
                copy_before(file, "restore")
            for log in ("-wal", "-shm"):
                file.with_name(file.name + log).unlink(missing_ok=True)
            new.replace(file)
        finally:
            _remove(new)


def build(
    file: Path,
    archive: zipfile.ZipFile,
    manifest: Manifest,
    settle: Callable[[Connection], None],
    *,
    skipped: int = 0,
) -> None:
    """Make a new SQLite file of a backup, in the form that this version expects; `settle` is its last step."""
    with sqlite_engine(file, MIGRATING, begin="BEGIN IMMEDIATE").connect() as connection, connection.begin():
        _refill(connection, archive, manifest, skipped)
        check_references(connection)
        settle(connection)


def _refill(connection: Connection, archive: zipfile.ZipFile, manifest: Manifest, skipped: int) -> None:
    """The rows were written in the form of their revision; later migrations then change them as they change others."""
    upgrade(connection, manifest.revision)
    fill(connection, archive, manifest, skipped=skipped)
    upgrade(connection)


def _asks(file: Path, question: Callable[[Connection], bool]) -> bool:
    with sqlite_engine(file, MIGRATING, begin="BEGIN").connect() as connection, connection.begin():
        return question(connection)


def _remove(file: Path) -> None:
    for end in ("", "-wal", "-shm"):
        file.with_name(file.name + end).unlink(missing_ok=True)


# ---- PostgreSQL ----


def _into_postgres(connection: Connection, arrival: _Arrival) -> None:
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    _check_alone(connection)
    _check_empty(is_empty=not has_served_somebody(connection), arrival=arrival)
    metadata.drop_all(connection)
    connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    _refill(connection, arrival.archive, arrival.manifest, SKIPPED_NUMBERS)
    arrival.settle(connection)


def _check_alone(connection: Connection) -> None:
    others = connection.execute(
        text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
    ).scalar_one()
    if others:
        raise NotRestored(f"{others} other connections use this database; stop the service (and psql) first")


# ---- both ----


def has_served_somebody(connection: Connection) -> bool:
    """Does the database hold anything of people?"""
    there = set(inspect(connection).get_table_names())
    return any(connection.execute(select(exists(select(one)))).scalar_one() for one in _OF_PEOPLE if one.name in there)


def _check_empty(*, is_empty: bool, arrival: _Arrival) -> None:
    if not is_empty and not arrival.force:
        raise NotRestored("the database is not empty; --force replaces all that it holds by the backup")
