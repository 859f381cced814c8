"""Every community's day is counted once when it is over, and kept; days that were missed are counted afterwards."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from bot.community import Place, PlaceId, PlaceKind
from bot.features.figures.model import DEFINITIONS, Moment
from bot.features.figures.store import FigureCounts, Snapshots
from bot.features.figures.views import day, zone_of
from bot.stores import Places
from bot.turn import Turn

# Further back nobody looks in a digest or on a board; every figure can still be counted for any period.
MISSED_DAYS: Final = 35
# How long after midnight things still stand as they stood then.
STILL_STANDS: Final = timedelta(hours=1)


async def due(turn: Turn) -> Sequence[str]:
    """Days that are over and not kept yet, the oldest of each community first."""
    known = await turn.store(Snapshots).last_days()
    areas: list[Place | None] = [*await turn.store(Places).of_kind(PlaceKind.COMMUNITY), None]
    return [item for area in areas for item in await _missing(turn, area, known.get(area.id if area else None))]


async def keep(turn: Turn, item: str) -> None:
    """Count and keep one day of one community."""
    number, _, named = item.partition("@")
    on = date.fromisoformat(named)
    area = await turn.store(Places).get(PlaceId(int(number))) if number else None
    period = await day(turn, area, on)
    is_fresh = turn.now - period.end <= STILL_STANDS
    names = [name for name, one in DEFINITIONS.items() if is_fresh or one.moment is not Moment.NOW]
    counts = turn.store(FigureCounts)
    values = await (
        counts.outside(names, period, turn.now) if area is None else counts.count(names, area, period, turn.now)
    )
    await turn.store(Snapshots).keep(area.id if area else None, on, values)


async def _missing(turn: Turn, area: Place | None, known: date | None) -> list[str]:
    zone = await zone_of(turn, area)
    yesterday = turn.now.astimezone(zone).date() - timedelta(days=1)
    if known == yesterday:
        return []
    if known is None:
        opened = await turn.store(FigureCounts).first_opened(area.id if area else None)
        if opened is None:
            return []
        known = opened.astimezone(zone).date() - timedelta(days=1)
    first = max(known + timedelta(days=1), yesterday - timedelta(days=MISSED_DAYS - 1))
    days = (yesterday - first).days + 1
    return [f"{area.id if area else ''}@{first + timedelta(days=more)}" for more in range(days)]
