"""Once a day, at the community's hour in its zone, also when we were away at that very minute."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.community import Place, PlaceId
from bot.features.digests import service
from bot.features.digests.store import Digests
from bot.stores import Places
from bot.turn import Turn


async def due(turn: Turn) -> Sequence[str]:
    """Digests whose hour has come today and that have not gone out."""
    return [_item(area, day) for area in await service.areas(turn) if (day := await _due_day(turn, area)) is not None]


async def send(turn: Turn, item: str) -> None:
    """Send one, and remember it in the same transaction."""
    place, _, day = item.partition("@")
    area = await turn.store(Places).get(PlaceId(int(place))) if place else None
    await turn.store(Digests).mark_sent(area.id if area else None, date.fromisoformat(day))
    await service.send(turn, area)
    await service.send_reviews(turn, area, date.fromisoformat(day))


async def _due_day(turn: Turn, area: Place | None) -> date | None:
    here = await service.schedule(turn, area)
    local = turn.now.astimezone(here.zone)
    hour_has_come = local >= datetime.combine(local.date(), here.at, tzinfo=here.zone)
    if not hour_has_come or local.weekday() not in here.days:
        return None
    is_sent = await turn.store(Digests).is_sent(area.id if area else None, local.date())
    return None if is_sent else local.date()


def _item(area: Place | None, day: date) -> str:
    return f"{area.id if area else ''}@{day.isoformat()}"
