"""The ledger as its reader gets it: `huying export`, beside the running service."""

import csv
from pathlib import Path

from tests.e2e.huying import command

Row = dict[str, str]


async def ledger(folder: Path) -> list[Row]:
    """All tickets, oldest first, one dictionary each with the columns of the file."""
    code, printed = await command(folder, "export", "ledger.csv")
    assert code == 0, printed
    with (folder / "ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


async def row_of(folder: Path, number: int) -> Row:
    """One ticket's row."""
    return next(row for row in await ledger(folder) if row["number"] == str(number))
