"""Deadlines, computed from a moment and an urgency alone, so that they can be computed again."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.community import PlaceId
from bot.hours import Calendar, EveryDay, Hours, Span, deadline
from bot.stores import Places
from bot.turn import Turn

ROUND_THE_CLOCK: Final = Hours.parse("00:00-24:00")
EVERY_DAY: Final = EveryDay()


async def accept_due(turn: Turn, community: PlaceId | None, urgency: str, start: datetime) -> datetime:
    """By when somebody must have taken it on."""
    return await _due(turn, community, urgency, start, _span(turn, urgency, accept=True))


async def resolve_due(turn: Turn, community: PlaceId | None, urgency: str, start: datetime) -> datetime:
    """By when it must be solved; counts from the opening."""
    return await _due(turn, community, urgency, start, _span(turn, urgency, accept=False))


async def confirm_due(turn: Turn, community: PlaceId | None, start: datetime) -> datetime:
    """When silence closes a resolved ticket."""
    return await _due(turn, community, "emergency", start, turn.setup.config.tickets.confirm_after)


async def ruling_due(turn: Turn, community: PlaceId | None, start: datetime) -> datetime:
    """By when somebody rules on a reopening: one working day (DESIGN part 3)."""
    return await _due(turn, community, "normal", start, Span.parse("1wd"))


async def zone_of(turn: Turn, community: PlaceId | None) -> ZoneInfo:
    """The time zone of a community."""
    return turn.setup.config.settings_in(await _name(turn, community)).timezone


def _span(turn: Turn, urgency: str, *, accept: bool) -> Span:
    deadlines = turn.setup.config.deadlines
    chosen = {"emergency": deadlines.emergency, "urgent": deadlines.urgent}.get(urgency, deadlines.normal)
    return chosen.accept if accept else chosen.resolve


async def _due(turn: Turn, community: PlaceId | None, urgency: str, start: datetime, span: Span) -> datetime:
    name = await _name(turn, community)
    hours, calendar = _running(turn, name, urgency)
    return deadline(start, span, hours, calendar, turn.setup.config.settings_in(name).timezone)


def _running(turn: Turn, community: str | None, urgency: str) -> tuple[Hours, Calendar]:
    """When the clock of an urgency runs: always, every day in the long hours, or in working hours (DESIGN part 3)."""
    hours = turn.setup.config.hours
    if urgency == "emergency":
        return ROUND_THE_CLOCK, EVERY_DAY
    if urgency == "urgent":
        return hours.urgent, EVERY_DAY
    return hours.work, turn.setup.calendar_in(community)


async def _name(turn: Turn, community: PlaceId | None) -> str | None:
    return None if community is None else (await turn.store(Places).get(community)).name
