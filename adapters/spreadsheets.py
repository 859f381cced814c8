"""Tables written for spreadsheet programs: CSV (UTF-8 with BOM) and XLSX.

No cell can run as a formula: people's words are text, whatever they begin with.
"""

import csv
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Final, Protocol, Self

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Cell = str | int | datetime | None

# A spreadsheet takes a cell that begins like this for a formula (OWASP, "CSV Injection").
_RUNS: Final = ("=", "+", "-", "@", "\t", "\r")
# What XML cannot hold.
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")


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
        self._writer.writerow([_harmless(cell) for cell in row])

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

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._path = path
        self._book = Workbook(write_only=True)
        self._sheet: WriteOnlyWorksheet = self._book.create_sheet("ledger")
        self._sheet.freeze_panes = "A2"
        self._columns = len(header)
        self._rows = 0
        self.write(header)

    def write(self, row: Sequence[Cell]) -> None:
        """Add a row. Texts are text; moments are real dates, in the local time that they carry."""
        self._sheet.append([self._cell(value) for value in row])
        self._rows += 1

    def _cell(self, value: Cell) -> object:
        if isinstance(value, datetime):
            # Spreadsheets know no time zones.
            return value.replace(tzinfo=None, microsecond=0)
        if not isinstance(value, str):
            return value
        cell = WriteOnlyCell(self._sheet, value=_CONTROLS.sub("\ufffd", value))
        cell.data_type = "s"
        return cell

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        last = chr(ord("A") + self._columns - 1)
        self._sheet.auto_filter.ref = f"A1:{last}{max(self._rows, 1)}"
        # A book that is never saved keeps its temporary file, and complains when it is thrown away.
        self._book.save(self._path if kind is None else BytesIO())


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


def _harmless(cell: Cell) -> Cell:
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    if isinstance(cell, str):
        clean = _CONTROLS.sub("\ufffd", cell)
        return f"'{clean}" if clean.startswith(_RUNS) else clean
    return "" if cell is None else cell
