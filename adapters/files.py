"""Reading a roster's files: CSV as editors and spreadsheets write it, and XLSX. Cells become text, nothing more.

Never raises for what a file holds: a sheet says itself that it cannot be read, so that all trouble is told at once.
"""

import csv
import io
import warnings
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from bot.features.roster.service import Fault, Sheet

# A roster of a whole district has a few hundred kilobytes.
MOST_BYTES: Final = 20_000_000
MOST_ROWS: Final = 100_000
_MARKED: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# GB18030 holds GBK and GB2312, which Chinese spreadsheets write.
_UNMARKED: Final = ("utf-8", "gb18030")
_SEPARATORS: Final = ",;\t"


def roster_tables(paths: Sequence[Path]) -> list[Sheet]:
    """The sheets of all files, in order. Empty sheets of a workbook are left out."""
    return [sheet for path in paths for sheet in _sheets(path)]


def _sheets(path: Path) -> Sequence[Sheet]:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            return [Sheet(file=path.name, trouble=f"has {size // 1_000_000} MB, which is no roster")]
        if path.suffix.lower() in {".xlsx", ".xlsm"}:
            return _workbook(path)
        if path.suffix.lower() in {".csv", ".tsv", ".txt"}:
            return [_text(path.name, path.read_bytes())]
    except OSError as trouble:
        return [Sheet(file=path.name, trouble=f"cannot be read: {(trouble.strerror or 'unknown error').lower()}")]
    return [Sheet(file=path.name, trouble="is neither CSV nor XLSX; save it as one of them")]


# ---- CSV ----


def _text(name: str, content: bytes) -> Sheet:
    words = _decoded(content)
    if words is None:
        return Sheet(file=name, trouble="is neither UTF-8 nor GBK text")
    first = next((line for line in words.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    try:
        rows = [tuple(row) for row in csv.reader(io.StringIO(words, newline=""), delimiter=separator, strict=True)]
    except csv.Error as wrong:
        return Sheet(file=name, trouble=f"is not CSV: {wrong}")
    return Sheet(file=name, rows=rows) if first else Sheet(file=name, trouble="is empty")


def _decoded(content: bytes) -> str | None:
    marked = [encoding for mark, encoding in _MARKED if content.startswith(mark)]
    for encoding in marked or _UNMARKED:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


# ---- XLSX ----


def _workbook(path: Path) -> Sequence[Sheet]:
    try:
        with warnings.catch_warnings():
            # What it warns of (validation lists, colours by rule) has nothing to do with the cells' words.
            warnings.simplefilter("ignore")
            return _worksheets(path)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, SyntaxError) as wrong:
        # A damaged file shows itself in any of these; a ParseError of its XML is a SyntaxError.
        return [Sheet(file=path.name, trouble=f"is no XLSX workbook that can be read: {wrong}")]


def _worksheets(path: Path) -> Sequence[Sheet]:
    workbook = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    try:
        read = [(sheet.title, *_cells(sheet)) for sheet in workbook.worksheets]
    finally:
        workbook.close()
    full = [(title, rows, faults) for title, rows, faults in read if any(map(any, rows))]
    if not full:
        return [Sheet(file=path.name, trouble="is empty")]
    return [
        Sheet(file=path.name, part=title if len(full) > 1 else "", rows=rows, faults=faults)
        for title, rows, faults in full
    ]


def _cells(sheet: Any) -> tuple[list[tuple[str, ...]], list[Fault]]:
    # Other programs write wrong dimensions, after which rows would be missing.
    sheet.reset_dimensions()
    rows: list[tuple[str, ...]] = []
    faults: list[Fault] = []
    for number, cells in enumerate(_first(sheet.iter_rows(values_only=True)), 1):
        rows.append(tuple(_words(value) for value in cells))
        wrong = [(column, _wrong(value)) for column, value in enumerate(cells)]
        faults += [Fault(row=number, column=column, what=what) for column, what in wrong if what]
    return rows, faults


def _first(rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    for number, row in enumerate(rows):
        if number == MOST_ROWS:
            raise ValueError(f"more than {MOST_ROWS} rows")
        yield row


def _words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _wrong(value: object) -> str | None:
    """Why a cell is not what its author meant."""
    if isinstance(value, datetime | date | time):
        return f"the spreadsheet made a date of it ({value}); format the column as text"
    if isinstance(value, str) and value.startswith("#") and value.endswith(("!", "?", "/A")):
        return f"{value} is an error of a formula"
    return None
