"""A roster that was pasted or uploaded, as sheets; and sheets as the text that the next form carries."""

import csv
import io
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from aiohttp.web import FileField

from adapters.files import roster_tables
from bot.features.roster.service import Sheet

_ENDINGS: Final = frozenset({".csv", ".tsv", ".txt", ".xlsx"})


def sheet_of(name: str, text: str) -> Sheet:
    """CSV as it stands in a form."""
    return Sheet(file=name, rows=[tuple(row) for row in csv.reader(io.StringIO(text, newline="")) if any(row)])


def text_of_sheet(sheet: Sheet) -> str:
    """The rows as CSV."""
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows(sheet.rows)
    return written.getvalue()


def uploaded(file: FileField) -> Sequence[Sheet]:
    """The sheets of a file that somebody sent: read by the same rules as at the terminal. May block."""
    ending = Path(file.filename).suffix.lower()
    with tempfile.TemporaryDirectory() as folder:
        # Only the ending of somebody else's name for it is used.
        copy = Path(folder) / f"roster{ending if ending in _ENDINGS else ''}"
        copy.write_bytes(file.file.read())
        return roster_tables([copy])
