"""Writing the tables of a database into a backup: those that this version knows, or those that are there."""

import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, MetaData, Row, Select, Table, column, func, select, table, text
from sqlalchemy.types import DateTime, TypeEngine

from bot.copies import DEPLOYMENT, SECRET
from storage.board import DERIVED
from storage.facts import facts
from storage.migrate import found_revision
from storage.portable import (
    FORM,
    Manifest,
    TableCopy,
    kind_of,
    line_of,
    new_archive,
    table_written,
    write_manifest,
)
from storage.refill import sequence_of
from storage.schema import metadata

# How the rows of the table with that name are read.
Reading = Callable[[Connection, str, Select[Any]], Iterable[Row[Any]]]

_PORTION: Final = 1000
_VERSION: Final = "alembic_version"
_sequences = table("sqlite_sequence", column("name"), column("seq"))


def write_before(connection: Connection, file: Path, now: datetime) -> None:
    """A backup of a PostgreSQL database in the form that it still has, before an upgrade changes it.

    Nobody else can write to it from now on until the transaction ends, so nothing falls between copy and change.

    Raises:
        NoBackup: the name is taken by something else.
        OSError: the file cannot be written.
    """
    found = MetaData()
    found.reflect(connection, only=lambda name, _: name != _VERSION)
    names = ", ".join(f'"{one.name}"' for one in found.sorted_tables)
    connection.execute(text(f"LOCK TABLE {names} IN SHARE MODE"))
    with new_archive(file) as archive:
        write_tables(connection, archive, now, found.sorted_tables, rows=_in_portions)


def _streamed(connection: Connection, _name: str, wanted: Select[Any]) -> Iterable[Row[Any]]:
    return connection.execute(wanted, execution_options={"yield_per": _PORTION})


def _in_portions(connection: Connection, name: str, wanted: Select[Any]) -> Iterator[Row[Any]]:
    """By a cursor that is closed at the end. The driver leaves its own open, which would forbid changing the table."""
    words = wanted.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
    # A name for each table: the driver remembers what a statement's rows look like.
    cursor = f"before_{name}"
    connection.exec_driver_sql(f"DECLARE {cursor} NO SCROLL CURSOR FOR {words}")
    while rows := connection.exec_driver_sql(f"FETCH {_PORTION} FROM {cursor}").all():
        yield from rows
    connection.exec_driver_sql(f"CLOSE {cursor}")


def write_tables(
    connection: Connection,
    archive: zipfile.ZipFile,
    now: datetime,
    tables: Sequence[Table] | None = None,
    *,
    rows: Reading = _streamed,
) -> Manifest:
    """Every row, and what the archive holds."""
    tables = [one for one in (metadata.sorted_tables if tables is None else tables) if one.name not in DERIVED]
    deployment = connection.execute(select(facts.c.value).where(facts.c.key == DEPLOYMENT)).scalar_one_or_none()
    manifest = Manifest(
        form=FORM,
        revision=found_revision(connection) or "",
        made_at=now.isoformat(),
        deployment=deployment or "",
        tables=[_write_table(connection, archive, one, rows) for one in tables],
        numbers=_numbers(connection, {one.name for one in tables}),
    )
    write_manifest(archive, manifest)
    return manifest


def _write_table(connection: Connection, archive: zipfile.ZipFile, one: Table, rows: Reading) -> TableCopy:
    kinds = {column.name: _kind(column.type) for column in one.columns}
    wanted = select(one).order_by(*one.primary_key)
    if one.name == facts.name:
        wanted = wanted.where(one.c.key.not_in(SECRET))
    count = 0
    with table_written(archive, one.name) as lines:
        for row in rows(connection, one.name, wanted):
            lines.write(line_of(row, list(kinds.values())))
            count += 1
    later = sorted({key.parent.name for key in one.foreign_keys if key.column.table is one})
    return TableCopy(name=one.name, columns=kinds, later=later, rows=count)


def _kind(column_type: TypeEngine[Any]) -> str:
    """Of a column of ours, or of one that PostgreSQL told: its moments have a zone, its JSON is text and stays it."""
    return "moment" if isinstance(column_type, DateTime) else kind_of(column_type)


def _numbers(connection: Connection, names: set[str]) -> Mapping[str, int]:
    """The highest numbers that were ever given, where none may come back for something else."""
    counting = [one.name for one in metadata.sorted_tables if _is_counting(one) and one.name in names]
    return {name: _highest(connection, name) for name in counting}


def _is_counting(one: Table) -> bool:
    return bool(one.dialect_options["sqlite"]["autoincrement"])


def _highest(connection: Connection, name: str) -> int:
    if connection.dialect.name == "sqlite":
        asked = select(_sequences.c.seq).where(_sequences.c.name == name)
        return connection.execute(asked).scalar_one_or_none() or 0
    return connection.execute(select(func.pg_sequence_last_value(sequence_of(name)))).scalar_one() or 0
