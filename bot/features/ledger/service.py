"""The ledger as a file in a chat: chosen in a turn, written when it leaves."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.community import Place, PlaceId
from bot.features.figures import views as figures
from bot.features.figures.views import Period
from bot.features.ledger import links, views
from bot.features.ledger.asking import Asked
from bot.features.ledger.model import COLUMNS, OPEN_COLUMNS, Wanted
from bot.features.ledger.rights import may_read, works_in
from bot.files import Cell, File, Sheet
from bot.stores import People, Places
from bot.turn import Turn

PATH: Final = links.PATH
portion = links.portion
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
    which, form = await meant(turn, value)
    names, found, last = views.Names(), list[Sequence[Cell]](), 0
    while len(found) < MOST:
        last, more = await links.portion(turn, which, last, names)
        if not more:
            break
        found += more
    return Sheet(form=form, header=which.columns, rows=found[:MOST])


async def meant(turn: Turn, recipe: str) -> tuple[Wanted, str]:
    """The tickets and the form of a file's recipe."""
    number, first, last, category, form, columns = recipe.split("|")
    area = await turn.store(Places).get(PlaceId(int(number))) if number else None
    asked = Asked(first=_day(first), last=_day(last), category=category or None, form=form)
    return await wanted(turn, asked, area, is_open=columns == "open"), form


async def of_link(turn: Turn, token: str) -> Wanted | None:
    """What the link opens, for whoever still works where it was asked for; None: it opens nothing any more."""
    link = await links.behind(turn, token)
    if link is None:
        return None
    which, _ = await meant(turn, link.recipe)
    turn.actor = await turn.store(People).get(link.person)
    is_whole = which.columns != OPEN_COLUMNS
    still_may = await may_read(turn, which.area) and (not is_whole or await works_in(turn, which.area))
    return which if still_may else None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
