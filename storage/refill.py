"""Filling the empty tables of a revision with the rows of a backup, the same on both databases."""

import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final, TypeVar

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    TableClause,
    bindparam,
    cast,
    column,
    delete,
    func,
    insert,
    select,
    table,
    update,
)
from sqlalchemy.dialects.postgresql import REGCLASS

from bot.copies import NoBackup
from storage.portable import KINDS, Manifest, TableCopy, rows_of

T = TypeVar("T")

_PORTION: Final = 1000
_SQLITE_SEQUENCE: Final = table("sqlite_sequence", column("name"), column("seq"))


def fill(connection: Connection, archive: zipfile.ZipFile, manifest: Manifest, *, skipped: int = 0) -> None:
    """Put every row of the backup into its table. Ticket numbers go on after leaving `skipped` of them out.

    Raises:
        NoBackup: the file is damaged.
    """
    # A migration may have put a first row into its table.
    for copy in reversed(manifest.tables):
        connection.execute(delete(table(copy.name)))
    for copy in manifest.tables:
        _fill_table(connection, archive, copy)
    for name, highest in manifest.numbers.items():
        _go_on_after(connection, name, highest + (skipped if name == "tickets" else 0))
    if connection.dialect.name == "postgresql":
        for copy in manifest.tables:
            _go_on_after_the_last(connection, copy)


def count_rows(connection: Connection, manifest: Manifest) -> dict[str, int]:
    """How many rows each of the backup's tables has now."""
    tables = [table(copy.name) for copy in manifest.tables]
    return {one.name: connection.execute(select(func.count()).select_from(one)).scalar_one() for one in tables}


def _fill_table(connection: Connection, archive: zipfile.ZipFile, copy: TableCopy) -> None:
    target = table(copy.name, *(column(name, KINDS[kind]()) for name, kind in copy.columns.items()))
    count = 0
    for portion in _portions(rows_of(archive, copy)):
        # A row may point to one that comes after it, so what points into the same table is written when all are there.
        connection.execute(insert(target), [{**row, **dict.fromkeys(copy.later)} for row in portion])
        count += len(portion)
    if count != copy.rows:
        raise NoBackup(f"the backup's table {copy.name} has {count} rows instead of {copy.rows}; the file is damaged")
    if copy.later:
        _fill_later(connection, target, copy, rows_of(archive, copy))


def _fill_later(connection: Connection, target: TableClause, copy: TableCopy, rows: Iterable[dict[str, Any]]) -> None:
    values: dict[str, Any] = {name: bindparam(f"its_{name}") for name in copy.later}
    change = update(target).where(target.c.id == bindparam("its_id")).values(values)
    pointing = (row for row in rows if any(row[name] is not None for name in copy.later))
    for portion in _portions(pointing):
        connection.execute(change, [{f"its_{name}": row[name] for name in ("id", *copy.later)} for row in portion])


def _go_on_after(connection: Connection, name: str, number: int) -> None:
    """No row of this table gets this number, or a lower one, from now on."""
    if connection.dialect.name == "sqlite":
        mine = _SQLITE_SEQUENCE.c.name == name
        connection.execute(delete(_SQLITE_SEQUENCE).where(mine))
        connection.execute(insert(_SQLITE_SEQUENCE).values(name=name, seq=number))
    elif number:
        connection.execute(select(func.setval(sequence_of(name), number)))


def _go_on_after_the_last(connection: Connection, copy: TableCopy) -> None:
    """Rows were given their old numbers, of which PostgreSQL's own counting knows nothing."""
    if not copy.rows or copy.columns.get("id") != "number":
        return
    if connection.execute(select(func.pg_get_serial_sequence(copy.name, "id"))).scalar_one() is None:
        return
    sequence = sequence_of(copy.name)
    ids = table(copy.name, column("id", BigInteger))
    last = func.greatest(func.max(ids.c.id), func.coalesce(func.pg_sequence_last_value(sequence), 1))
    connection.execute(select(func.setval(sequence, last)).select_from(ids))


def sequence_of(name: str) -> ColumnElement[str]:
    """What counts the ids of this table on PostgreSQL."""
    return cast(func.pg_get_serial_sequence(name, "id"), REGCLASS)


def _portions(rows: Iterable[T]) -> Iterator[list[T]]:
    coming = iter(rows)
    while portion := list(islice(coming, _PORTION)):
        yield portion
