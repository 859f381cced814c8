"""How time is counted: spans by urgency and category, the hours in which they run, and what a pause adds.

Values in, values out. Moments are aware of their zone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Final

from bot.hours import Calendar, EveryDay, Hours, Span, Unit, deadline, elapsed

EMERGENCY: Final = "emergency"
URGENT: Final = "urgent"
NORMAL: Final = "normal"

_ROUND_THE_CLOCK: Final = Hours.parse("00:00-24:00")
_EVERY_DAY: Final = EveryDay()
# One working day to rule on a reopening, and as long between two reminders at the end of the ladder (DESIGN part 3).
_WORKING_DAY: Final = Span.parse("1wd")

Pause = tuple[datetime, datetime]


@dataclass(frozen=True, kw_only=True)
class Spans:
    """How soon somebody takes a ticket on, and how soon it is solved."""

    accept: Span
    resolve: Span


@dataclass(frozen=True, kw_only=True)
class Rules:
    """How time is counted in one community. `by_category` is asked first, by category and urgency."""

    by_urgency: Mapping[str, Spans]
    work: Hours
    urgent: Hours
    calendar: Calendar
    zone: tzinfo
    confirm_after: Span
    # How often the alarm of an emergency rings again.
    repeat: Span
    by_category: Mapping[tuple[str, str], Spans] = field(default_factory=dict)

    def accept_due(self, urgency: str, category: str | None, start: datetime) -> datetime:
        """By when somebody must have taken it on; every rung of the ladder has the same time again."""
        return self._due(urgency, start, self._spans(urgency, category).accept)

    def resolve_due(self, urgency: str, category: str | None, start: datetime) -> datetime:
        """By when it must be solved."""
        return self._due(urgency, start, self._spans(urgency, category).resolve)

    def confirm_due(self, start: datetime) -> datetime:
        """When silence closes a resolved ticket."""
        return self._due(EMERGENCY, start, self.confirm_after)

    def ruling_due(self, start: datetime) -> datetime:
        """By when somebody rules on a reopening: one working day."""
        return self._due(NORMAL, start, _WORKING_DAY)

    def next_working_day(self, start: datetime) -> datetime:
        """When the end of the ladder is told again."""
        return self._due(NORMAL, start, _WORKING_DAY)

    def due_after(self, span: Span, urgency: str, start: datetime) -> datetime:
        """So long after a moment, in the hours in which this urgency's clocks run."""
        return self._due(urgency, start, span)

    def rings_at(self, start: datetime) -> datetime:
        """When the alarm of an emergency rings again."""
        return self._due(EMERGENCY, start, self.repeat)

    def pushed(self, due: datetime, urgency: str, pauses: Iterable[Pause]) -> datetime:
        """The deadline later by as much of its running time as the pauses took.

        `pauses` are in order; one that begins when the time is up already changes nothing.
        """
        hours, calendar = self._running(urgency)
        for start, end in pauses:
            stood = int(elapsed(start, end, hours, calendar, self.zone).total_seconds()) if start < due else 0
            if stood:
                due = deadline(due, Span(value=stood, unit=Unit.SECOND), hours, calendar, self.zone)
        return due

    def _spans(self, urgency: str, category: str | None) -> Spans:
        general = self.by_urgency.get(urgency, self.by_urgency[NORMAL])
        return self.by_category.get((category or "", urgency), general)

    def _due(self, urgency: str, start: datetime, span: Span) -> datetime:
        hours, calendar = self._running(urgency)
        return deadline(start, span, hours, calendar, self.zone)

    def _running(self, urgency: str) -> tuple[Hours, Calendar]:
        """When a clock runs: always, every day in the long hours, or in working hours (DESIGN part 3)."""
        if urgency == EMERGENCY:
            return _ROUND_THE_CLOCK, _EVERY_DAY
        if urgency == URGENT:
            return self.urgent, _EVERY_DAY
        return self.work, self.calendar
