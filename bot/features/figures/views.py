"""Figures that digests, the board, the API and exports show: all of them ask here, so that all say the same.

`count(turn, RATES, area, await last_days(turn, area, 30))` answers with a `Value` for each name,
`said(value, definition(name), language)` with its words, and `which(turn, name, area, period)` with the tickets that
are missing between numerator and denominator. `trend` has a value for each of the last whole days.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal

from bot.community import Place, PlaceId, PlaceKind
from bot.features.clocks import views as clocks
from bot.features.figures.model import (
    DEFINITIONS,
    RATES,
    By,
    Definition,
    Moment,
    Period,
    Unit,
    Value,
    definition,
)
from bot.features.figures.store import FigureCounts, Snapshots
from bot.features.roster import views as roster
from bot.moments import rate
from bot.stores import Places
from bot.texts import Texts, locale_of
from bot.turn import Turn

__all__ = [
    "DEFINITIONS",
    "RATES",
    "By",
    "Definition",
    "Moment",
    "Period",
    "Unit",
    "Value",
    "breakdown",
    "count",
    "day",
    "definition",
    "last_days",
    "meaning",
    "name_of",
    "said",
    "today",
    "trend",
    "which",
    "zone_of",
]

# As many tickets of "which ones?" are listed at once, unless somebody wants others.
LISTED: Final = 200


async def count(turn: Turn, names: Sequence[str], area: Place | None, period: Period) -> Mapping[str, Value]:
    """Each of these figures by its name: of any place of the tree, or (None) everywhere."""
    return await turn.store(FigureCounts).count(names, area, period, turn.now)


async def breakdown(turn: Turn, name: str, area: Place | None, period: Period, by: By) -> Mapping[str, Value]:
    """One figure for each category, level, building …: by that column's value as text, empty where there is none.

    A place, person or department is its number. Figures that stand are not broken down.
    """
    return await turn.store(FigureCounts).breakdown(name, area, period, by)


async def which(turn: Turn, name: str, area: Place | None, period: Period, limit: int = LISTED) -> Sequence[int]:
    """The numbers of exactly the tickets between numerator and denominator; of a count all of them.

    Numbers alone: whoever shows more checks who may read it.
    """
    return await turn.store(FigureCounts).which(name, area, period, limit, turn.now)


async def today(turn: Turn, area: Place | None) -> Period:
    """The calendar day of the area's zone, so far."""
    return Period(start=(await day(turn, area, await _local_day(turn, area))).start, end=turn.now)


async def day(turn: Turn, area: Place | None, that: date, days: int = 1) -> Period:
    """That calendar day of the area's zone, or so many from it on."""
    return Period.of_days(that, days, await zone_of(turn, area))


async def last_days(turn: Turn, area: Place | None, days: int) -> Period:
    """So many calendar days of the area's zone up to now, today included as far as it has come."""
    first = await _local_day(turn, area) - timedelta(days=days - 1)
    return Period(start=(await day(turn, area, first)).start, end=turn.now)


async def trend(
    turn: Turn, names: Sequence[str], area: Place | None, days: int
) -> Mapping[str, Sequence[tuple[date, Value | None]]]:
    """The figures of each of the last whole days, oldest first; None where a day was not kept and cannot be counted.

    Of communities and of everything above them it reads what the clock has kept.
    """
    last = await _local_day(turn, area) - timedelta(days=1)
    dates = [last - timedelta(days=ago) for ago in range(days - 1, -1, -1)]
    if area is not None and area.kind in {PlaceKind.COMPOUND, PlaceKind.GRID, PlaceKind.BUILDING}:
        return await _counted_now(turn, names, area, dates)
    kept = await turn.store(Snapshots).between(names, await _communities(turn, area), dates[0], last)
    sums: dict[tuple[str, date], Value] = defaultdict(Value)
    for one in kept:
        sums[one.name, one.day] += one.value
    return {name: [(on, sums.get((name, on))) for on in dates] for name in names}


def name_of(texts: Texts, name: str, language: str) -> str:
    """A figure's name as people read it."""
    return texts.word(f"figure.{name}", language)


def meaning(texts: Texts, name: str, language: str) -> str:
    """What it counts, in one sentence."""
    return texts.word(f"figure.{name}.means", language)


def said(value: Value, of: Definition, language: str) -> str:
    """The value as people read it: `12`, `96%(48/50)`, `1.3`; a share or average of nothing says so."""
    if of.unit is Unit.COUNT:
        return format_decimal(value.part, locale=locale_of(language))
    if of.unit is Unit.SHARE or value.quotient is None:
        return rate(value.part, value.whole, language)
    return format_decimal(round(value.quotient, 1), locale=locale_of(language))


async def zone_of(turn: Turn, area: Place | None) -> ZoneInfo:
    """The zone in which an area's days begin and end."""
    return await clocks.zone_of(turn, roster.community_of(area) if area else None)


async def _local_day(turn: Turn, area: Place | None) -> date:
    now: datetime = turn.now.astimezone(await zone_of(turn, area))
    return now.date()


async def _communities(turn: Turn, area: Place | None) -> Sequence[PlaceId | None]:
    """The communities of which a figure of this area is the sum."""
    if area is not None and area.kind is PlaceKind.COMMUNITY:
        return [area.id]
    found: list[PlaceId | None] = [
        one.id
        for one in await turn.store(Places).of_kind(PlaceKind.COMMUNITY)
        if area is None or await _lies_under(turn, one, area.id)
    ]
    return [*found, None] if area is None else found


async def _lies_under(turn: Turn, place: Place, above: PlaceId) -> bool:
    parent = place.parent
    while parent is not None and parent != above:
        parent = (await turn.store(Places).get(parent)).parent
    return parent == above


async def _counted_now(
    turn: Turn, names: Sequence[str], area: Place, dates: Sequence[date]
) -> Mapping[str, Sequence[tuple[date, Value | None]]]:
    known = [name for name in names if definition(name).moment is not Moment.NOW]
    found: dict[str, list[tuple[date, Value | None]]] = {name: [] for name in names}
    for on in dates:
        values = await count(turn, known, area, await day(turn, area, on))
        for name in names:
            found[name].append((on, values.get(name)))
    return found
