"""The form of a backup: one zip file with a manifest, each table as lines of JSON, and files beside them.

It says nothing of SQLite or PostgreSQL, so that a copy of one can be brought back into the other. Moments are whole
microseconds since 1970, JSON stands as JSON, everything else as it is. A line is a list in the order of the columns.
"""

import json
import os
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from sqlalchemy import BigInteger, Boolean, Integer, Text
from sqlalchemy.types import TypeEngine

from bot.copies import NoBackup
from storage.types import JsonText, UtcDateTime, microseconds, moment_at

FORM: Final = 1
MANIFEST: Final = "manifest.json"
_TABLES: Final = "tables"
_KEYS: Final = "matrix"

# What a column's kind is called in the manifest, and the type by which its values are read and written.
KINDS: Final[Mapping[str, type[TypeEngine[Any]]]] = {
    "moment": UtcDateTime,
    "json": JsonText,
    "flag": Boolean,
    "number": BigInteger,
    "text": Text,
}


@dataclass(frozen=True, kw_only=True)
class TableCopy:
    """A table in a backup: its columns by name and kind.

    `later` names columns that point to other rows of the same table.
    """

    name: str
    columns: Mapping[str, str]
    later: Sequence[str]
    rows: int


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a backup holds. `numbers` are the highest that were ever given, by table; `made_at` is its moment."""

    form: int
    revision: str
    made_at: str
    deployment: str
    tables: Sequence[TableCopy]
    numbers: Mapping[str, int]

    @property
    def moment(self) -> datetime:
        """The moment whose state it holds."""
        return datetime.fromisoformat(self.made_at)

    @property
    def rows(self) -> int:
        """How many rows it holds in all."""
        return sum(table.rows for table in self.tables)


def kind_of(column_type: TypeEngine[Any]) -> str:
    """The kind of a column. Raises `TypeError` for a type that a backup cannot carry yet."""
    if isinstance(column_type, UtcDateTime):
        return "moment"
    if isinstance(column_type, JsonText):
        return "json"
    if isinstance(column_type, Boolean):
        return "flag"
    if isinstance(column_type, Integer):
        return "number"
    # People's words are a type of their own over plain text.
    if isinstance(column_type, Text) or isinstance(getattr(column_type, "impl_instance", None), Text):
        return "text"
    raise TypeError(f"a backup has no form for {column_type!r} yet")


# ---- writing ----


@contextmanager
def new_archive(file: Path) -> Iterator[zipfile.ZipFile]:
    """A new zip file that only its owner may read. It is there whole at the end of the block, or not at all.

    Raises:
        NoBackup: something else already has that name.
        OSError: the folder is missing, full or may not be written.
    """
    if file.exists() and not is_backup(file):
        raise NoBackup(f"{file} is there already and is no backup; choose another name")
    half = file.with_name(f".{file.name}.new")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b") as stream:
        try:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
                yield archive
            stream.flush()
            os.fsync(stream.fileno())
        except BaseException:
            half.unlink(missing_ok=True)
            raise
    half.replace(file)


@contextmanager
def table_written(archive: zipfile.ZipFile, name: str) -> Iterator[IO[bytes]]:
    """Where a table's lines go."""
    with archive.open(_table_file(name), "w", force_zip64=True) as lines:
        yield lines


def line_of(values: Sequence[Any], kinds: Sequence[str]) -> bytes:
    """A row as a line."""
    plain = [_outward(value, kind) for value, kind in zip(values, kinds, strict=True)]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def write_manifest(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Say what the archive holds."""
    archive.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))


def add_file(archive: zipfile.ZipFile, file: Path) -> None:
    """Keep a file of the Matrix keys."""
    archive.write(file, f"{_KEYS}/{file.name}")


# ---- reading ----


# What reading a file raises in which bytes have changed.
_DAMAGE: Final = (KeyError, TypeError, ValueError, EOFError, zlib.error, zipfile.BadZipFile)


@contextmanager
def opened_archive(file: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """A backup and what it holds.

    Raises:
        NoBackup: it is none of ours, or was made by a newer version.
        OSError: it cannot be read.
    """
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile:
        raise NoBackup(f"{file} is no backup, or is damaged") from None
    with archive:
        yield archive, _manifest(archive, file)


def is_backup(file: Path) -> bool:
    """Does the file look like one of ours?"""
    if not zipfile.is_zipfile(file):
        return False
    with zipfile.ZipFile(file) as archive:
        return MANIFEST in archive.namelist()


def rows_of(archive: zipfile.ZipFile, table: TableCopy) -> Iterator[dict[str, Any]]:
    """The rows of a table, one after the other.

    Raises:
        NoBackup: the file is damaged.
    """
    names, kinds = list(table.columns), list(table.columns.values())
    try:
        with archive.open(_table_file(table.name)) as lines:
            for line in lines:
                values = json.loads(line)
                yield {name: _inward(value, kind) for name, kind, value in zip(names, kinds, values, strict=True)}
    except _DAMAGE as damage:
        raise NoBackup(f"the backup's table {table.name} is damaged") from damage


def extract_files(archive: zipfile.ZipFile, folder: Path) -> list[str]:
    """Write the files of the Matrix keys into this folder, readable by their owner only; answers their names."""
    names = [Path(name).name for name in archive.namelist() if Path(name).parent == Path(_KEYS)]
    for name in names:
        with os.fdopen(os.open(folder / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(archive.read(f"{_KEYS}/{name}"))
    return names


def _manifest(archive: zipfile.ZipFile, file: Path) -> Manifest:
    try:
        read = json.loads(archive.read(MANIFEST))
        if read["form"] != FORM:
            raise NoBackup(f"{file} was made by another version, which writes form {read['form']}; use that one")
        return Manifest(**{**read, "tables": [TableCopy(**table) for table in read["tables"]]})
    except _DAMAGE:
        raise NoBackup(f"{file} is no backup, or is damaged") from None


def _table_file(name: str) -> str:
    return f"{_TABLES}/{name}.jsonl"


def _outward(value: Any, kind: str) -> Any:
    if value is None or kind != "moment":
        return value
    return microseconds(value)


def _inward(value: Any, kind: str) -> Any:
    return value if value is None or kind != "moment" else moment_at(value)
