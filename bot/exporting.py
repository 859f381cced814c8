"""`huying export`: the ledger as a table, read in portions and written row by row, so that it may be long."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final, Protocol

from bot.community import Place
from bot.features.ledger import views as ledger
from bot.features.ledger.views import COLUMNS, LedgerRow, Wanted
from bot.files import Cell
from bot.service import Service
from bot.stores import Places
from bot.turn import Turn

Print = Callable[[str], None]
# The bar's length.
BAR: Final = 20


class Rows(Protocol):
    """Where the ledger's rows go."""

    def write(self, row: Sequence[Cell]) -> None:
        """Add a row."""


async def export(service: Service, rows: Rows, wanted: Wanted, say: Print) -> int:
    """`huying export`: one row a ticket, oldest first, read in portions. Answers how many.

    `say` is given a bar whenever another hundredth is written.
    """
    names, count, last, said = ledger.Names(), 0, 0, 0
    all_of_them = await service.ask(lambda turn: ledger.count(turn, wanted))
    picked = [COLUMNS.index(name) for name in wanted.columns]

    async def read(turn: Turn) -> Sequence[LedgerRow]:
        return await ledger.rows(turn, wanted, last, names)

    while portion := await service.ask(read):
        for row in portion:
            rows.write(row if wanted.columns == COLUMNS else [row[place] for place in picked])
        count, last = count + len(portion), portion[-1].number
        if count * 100 // max(all_of_them, 1) > said:
            said = count * 100 // all_of_them
            say(bar(count, all_of_them))
    return count


def bar(count: int, whole: int) -> str:
    """How far it is: `[#####---------------]  25 %  250,000 of 1,000,000`."""
    share = min(count / whole, 1.0)
    full = int(BAR * share)
    return f"[{'#' * full}{'-' * (BAR - full)}] {share:4.0%}  {count:,} of {whole:,}"


async def wanted_of(service: Service, days: tuple[date | None, date | None], place: str | None, rest: Wanted) -> Wanted:
    """Which tickets the command line means: days in the zone of the config, both included, and a place by its name.

    Raises:
        LookupError: no place, or more than one, has this name; the message says so.
    """
    zone, (first, last) = service.setup.config.timezone, days
    area = None if place is None else await place_named(service, place)
    start = None if first is None else datetime.combine(first, time(0), tzinfo=zone)
    end = None if last is None else datetime.combine(last + timedelta(days=1), time(0), tzinfo=zone)
    return replace(rest, start=start, end=end, area=area)


async def place_named(service: Service, name: str) -> Place:
    """The place of that name. Raises `LookupError` as `wanted_of`."""
    found = await service.ask(lambda turn: turn.store(Places).find(name))
    if len(found) != 1:
        raise LookupError(f"{name}: {'no place' if not found else 'more than one place'} of the roster is called so")
    return found[0]
