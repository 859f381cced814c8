"""Rosters written as their authors write them, and importing them into a town."""

import csv
import io
from collections.abc import Sequence

from bot.features.roster.draft import draft_of
from bot.features.roster.model import Area, Draft, Findings, Sheet
from bot.features.roster.rows import read_rows
from bot.features.roster.service import Report, import_roster
from bot.turn import Turn
from tests.network import NAME
from tests.town import Town

PLACES_HEADER = "community,compound,grid,building,aliases,worker,backup"
PEOPLE_HEADER = "name,role,place,account,phone"


def sheet(file: str, text: str) -> Sheet:
    """A sheet as it is read from a file with this text."""
    return Sheet(file=file, rows=[tuple(row) for row in csv.reader(io.StringIO(text))])


def places(*rows: str) -> Sheet:
    """places.csv with these rows."""
    return sheet("places.csv", "\n".join([PLACES_HEADER, *rows]))


def people(*rows: str) -> Sheet:
    """people.csv with these rows."""
    return sheet("people.csv", "\n".join([PEOPLE_HEADER, *rows]))


def drafted(*sheets: Sheet, known: Sequence[Area] = ()) -> tuple[Draft, Findings]:
    """What the sheets want, and what was found on the way."""
    findings = Findings()
    return draft_of(read_rows(sheets, {NAME}, findings), known, findings), findings


def problems(*sheets: Sheet) -> list[str]:
    """What is wrong with the sheets."""
    return list(drafted(*sheets)[1].problems)


async def imports(town: Town, *sheets: Sheet, dry_run: bool = False) -> Report:
    """Import them, as the command does."""
    reports: list[Report] = []

    async def work(turn: Turn) -> None:
        reports.append(await import_roster(turn, sheets, dry_run=dry_run))

    await town.acts(work)
    return reports[0]
