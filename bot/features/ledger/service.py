"""The ledger as a file in a chat: chosen in a turn, written when it leaves."""

from datetime import date
from typing import Final

from bot.community import Place, PlaceId
from bot.features.figures import views as figures
from bot.features.figures.views import Period
from bot.features.ledger import views
from bot.features.ledger.asking import Asked
from bot.features.ledger.model import COLUMNS, OPEN_COLUMNS, LedgerRow, Wanted
from bot.files import File, Sheet
from bot.stores import Places
from bot.turn import Turn

MADE_BY: Final = "ledger.table"
MIMES: Final = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# As many rows are about 3 MB as XLSX and 10 MB as CSV, far below Telegram's 50 MB, and 60 MB while they are made.
MOST: Final = 50_000


async def wanted(turn: Turn, asked: Asked, area: Place | None, *, is_open: bool) -> Wanted:
    """Which tickets are meant, in whole days of the area's zone. `is_open`: without words and names."""
    period = await period_of(turn, asked, area)
    return Wanted(
        start=None if asked.first is None else period.start,
        end=None if asked.last is None else period.end,
        area=area,
        category=asked.category,
        columns=OPEN_COLUMNS if is_open else COLUMNS,
    )


async def period_of(turn: Turn, asked: Asked, area: Place | None) -> Period:
    """The whole days that are meant, of the area's zone; without any from the beginning of 2000 to now."""
    zone = await figures.zone_of(turn, area)
    last = asked.last or turn.now.astimezone(zone).date()
    first = asked.first or date(2000, 1, 1)
    return Period.of_days(first, (last - first).days + 1, zone)


def file_of(name: str, asked: Asked, area: Place | None, *, is_open: bool) -> File:
    """The file by its recipe."""
    days = [day.isoformat() if day else "" for day in (asked.first, asked.last)]
    value = "|".join(
        [str(area.id) if area else "", *days, asked.category or "", asked.form, "open" if is_open else "whole"]
    )
    return File(name=f"{name}.{asked.form}", mime=MIMES[asked.form], made_by=MADE_BY, value=value)


async def make(turn: Turn, value: str) -> Sheet:
    """The table that a file's recipe means."""
    number, first, last, category, form, columns = value.split("|")
    area = await turn.store(Places).get(PlaceId(int(number))) if number else None
    asked = Asked(first=_day(first), last=_day(last), category=category or None, form=form)
    rows = await _rows(turn, await wanted(turn, asked, area, is_open=columns == "open"))
    names = OPEN_COLUMNS if columns == "open" else COLUMNS
    picked = [COLUMNS.index(name) for name in names]
    return Sheet(form=form, header=names, rows=[[row[place] for place in picked] for row in rows])


async def _rows(turn: Turn, which: Wanted) -> list[LedgerRow]:
    names, found = views.Names(), list[LedgerRow]()
    while len(found) < MOST and (portion := await views.rows(turn, which, found[-1].number if found else 0, names)):
        found += portion
    return found[:MOST]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
