"""The rules by which deadlines are computed, and the time zone, of a community."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.community import PlaceId
from bot.config import Deadline, OpeningHours
from bot.config_deadlines import Deadlines
from bot.features.clocks.model import EMERGENCY, NORMAL, URGENT, Pause, Rules, Spans
from bot.hours import Span, deadline
from bot.stores import Places
from bot.turn import Turn

# What other features may name when they speak of clocks.
__all__ = [
    "DEADLINES",
    "EMERGENCY",
    "NORMAL",
    "URGENT",
    "Pause",
    "Rules",
    "Spans",
    "rules",
    "rules_under",
    "span_due",
    "zone_of",
]

# Under this key `Setup.memory` holds the deadlines that are in effect instead of the config's.
DEADLINES: Final = "clocks.deadlines"


async def rules(turn: Turn, community: PlaceId | None) -> Rules:
    """How time is counted in this community (None: outside all of them)."""
    return await rules_under(turn, community, _deadlines(turn), turn.setup.config.hours)


async def rules_under(turn: Turn, community: PlaceId | None, deadlines: Deadlines, hours: OpeningHours) -> Rules:
    """How time would be counted there with these deadlines and hours."""
    name, config = await _name(turn, community), turn.setup.config
    return Rules(
        by_urgency={urgency: _spans(chosen) for urgency, chosen in deadlines.by_urgency.items()},
        by_category={kind: _spans(chosen) for kind, chosen in deadlines.by_category.items()},
        work=hours.work,
        urgent=hours.urgent,
        calendar=turn.setup.calendar_in(name),
        zone=config.settings_in(name).timezone,
        confirm_after=config.tickets.confirm_after,
        repeat=config.emergency.repeat,
    )


async def span_due(turn: Turn, community: PlaceId | None, span: Span) -> datetime:
    """When this span, which begins now and runs in the community's working hours, is over."""
    here = await rules(turn, community)
    return deadline(turn.now, span, here.work, here.calendar, here.zone)


async def zone_of(turn: Turn, community: PlaceId | None) -> ZoneInfo:
    """The time zone of a community."""
    return turn.setup.config.settings_in(await _name(turn, community)).timezone


def _spans(chosen: Deadline) -> Spans:
    return Spans(accept=chosen.accept, resolve=chosen.resolve)


def _deadlines(turn: Turn) -> Deadlines:
    """Those of the config, or what staff made of them since."""
    known = turn.setup.memory.get(DEADLINES)
    return known if isinstance(known, Deadlines) else turn.setup.config.deadlines


async def _name(turn: Turn, community: PlaceId | None) -> str | None:
    return None if community is None else (await turn.store(Places).get(community)).name
