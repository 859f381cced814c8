"""Tables written for spreadsheet programs: CSV (UTF-8 with BOM) and XLSX.

No cell can run as a formula: people's words are text, whatever they begin with. A table is written row by row and
needs no more memory for a million rows than for ten.
"""

import csv
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Final, Protocol, Self

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from bot.files import Cell, Sheet

# A spreadsheet takes a cell that begins like this for a formula (OWASP, "CSV Injection").
_RUNS: Final = ("=", "+", "-", "@", "\t", "\r")
# What XML cannot hold.
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
# A sheet of XLSX has no more rows, its header included; what is beyond stands on the next sheet.
SHEET_ROWS: Final = 1_048_576
# A cell of XLSX holds no more.
CELL_SIGNS: Final = 32_767
_WIDE: Final = {"text": 44, "opened_at": 17, "answered_at": 17, "resolved_at": 17, "closed_at": 17}
_USUAL: Final = 13


class Table(Protocol):
    """An open table. Leaving it closes the file."""

    def write(self, row: Sequence[Cell]) -> None:
        """Add a row."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End; after a fault nothing is left behind."""


class CsvTable:
    """A CSV file that spreadsheet programs open without asking."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._path = path
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(header)

    def write(self, row: Sequence[Cell]) -> None:
        """Add a row; a text that would run as a formula gets an apostrophe in front."""
        self._writer.writerow([harmless(cell) for cell in row])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if kind is not None:
            self._path.unlink(missing_ok=True)


class XlsxTable:
    """An XLSX file with a frozen header and filters, written row by row."""

    def __init__(self, path: Path, header: Sequence[str], *, sheet_rows: int = SHEET_ROWS) -> None:
        # Fails now where it could not be written later.
        path.open("wb").close()
        self._path, self._header, self._sheet_rows = path, header, sheet_rows
        # What is written waits beside the file, row by row, and not in memory.
        self._waiting = TemporaryDirectory(prefix=".ledger-", dir=path.parent)
        self._book = xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": self._waiting.name})
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._bold = self._book.add_format({"bold": True, "bottom": 1})
        self._sheets = 0
        self._sheet, self._rows = self._next_sheet(), 1

    def write(self, row: Sequence[Cell]) -> None:
        """Add a row. Texts are text; moments are real dates, in the local time that they carry."""
        if self._rows == self._sheet_rows:
            self._finish_sheet()
            self._sheet, self._rows = self._next_sheet(), 1
        sheet, at = self._sheet, self._rows
        for column, value in enumerate(row):
            if isinstance(value, str):
                if value:
                    sheet.write_string(at, column, _CONTROLS.sub("\ufffd", value)[:CELL_SIGNS])
            elif isinstance(value, datetime):
                # Spreadsheets know no time zones.
                sheet.write_datetime(at, column, value.replace(tzinfo=None, microsecond=0), self._moment)
            elif value is not None:
                sheet.write_number(at, column, value)
        self._rows += 1

    def _next_sheet(self) -> Worksheet:
        self._sheets += 1
        sheet: Worksheet = self._book.add_worksheet("ledger" if self._sheets == 1 else f"ledger {self._sheets}")
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(self._header):
            sheet.set_column(column, column, _WIDE.get(name, _USUAL))
        for column, name in enumerate(self._header):
            sheet.write_string(0, column, name, self._bold)
        return sheet

    def _finish_sheet(self) -> None:
        self._sheet.autofilter(0, 0, max(self._rows - 1, 0), len(self._header) - 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._finish_sheet()
        # A book that is never closed keeps its temporary files open, so it is closed after a fault as well.
        self._book.close()
        self._waiting.cleanup()
        if kind is not None:
            self._path.unlink(missing_ok=True)


def open_table(path: Path, header: Sequence[str]) -> Table:
    """A new table in the form that the file's name asks for.

    Raises:
        ValueError: the name ends neither in .csv nor in .xlsx.
        OSError: the file cannot be written.
    """
    forms: dict[str, Callable[[Path, Sequence[str]], Table]] = {".csv": CsvTable, ".xlsx": XlsxTable}
    form = forms.get(path.suffix.lower())
    if form is None:
        message = f"{path.name}: the ledger is written as .csv or .xlsx; choose one of these endings"
        raise ValueError(message)
    return form(path, header)


def written(sheet: Sheet) -> bytes:
    """A small table as the content of a file."""
    with TemporaryDirectory(prefix="huying-") as folder:
        path = Path(folder) / f"table.{sheet.form}"
        with open_table(path, sheet.header) as table:
            for row in sheet.rows:
                table.write(row)
        return path.read_bytes()


def harmless(cell: Cell) -> Cell:
    """A cell of CSV; what would run as a formula gets an apostrophe in front."""
    if isinstance(cell, str):
        clean = _CONTROLS.sub("\ufffd", cell)
        return f"'{clean}" if clean.startswith(_RUNS) else clean
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    return "" if cell is None else cell
