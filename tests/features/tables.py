"""What is written in the database, table by table, wherever it may hide."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path


def rows_with(folder: Path, words: str) -> list[str]:
    """The tables and columns where these words stand."""
    return sorted({f"{table}.{name}" for table, row in _rows(folder) for name, value in row.items() if words in value})


def counts(folder: Path) -> Counter[str]:
    """How many rows each table has."""
    return Counter(table for table, _ in _rows(folder))


def contents(folder: Path) -> dict[str, list[str]]:
    """All rows of each table that has any, in one order."""
    tables: dict[str, list[str]] = {}
    for table, row in _rows(folder):
        tables.setdefault(table, []).append(repr(row))
    return {table: sorted(rows) for table, rows in tables.items()}


def _rows(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    # A file that is not there would be made, and then nothing stood in it.
    connection = sqlite3.connect(f"file:{folder / 'huying.db'}?mode=ro", uri=True)
    try:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            rows = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own tables
            names = [column[0] for column in rows.description]
            yield from ((table, dict(zip(names, map(str, row), strict=True))) for row in rows)
    finally:
        connection.close()
