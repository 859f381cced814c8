"""The policy sandbox: what the rates of a time would have been with other deadlines or hours.

Deadlines follow from the history alone, so it is read again under other rules. Nothing is changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.community import Place, PlaceId
from bot.config import OpeningHours
from bot.config_deadlines import Deadlines
from bot.features.clocks import views as clocks
from bot.features.clocks.views import Rules
from bot.features.figures.model import Period, Value
from bot.features.tickets import views as tickets
from bot.features.tickets.views import Closing, State, Ticket
from bot.turn import Turn

PORTION: Final = 500
_OUTSIDE: Final = frozenset({State.WITHDRAWN, State.MERGED})
# What follows from deadlines alone.
REPLAYED: Final = ("response", "resolution", "silent")


@dataclass(kw_only=True)
class Outcome:
    """What was counted under one set of rules, and the tickets that missed a deadline."""

    values: dict[str, Value] = field(default_factory=lambda: dict.fromkeys(REPLAYED, Value()))
    late: set[int] = field(default_factory=set)


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """The same tickets under both rules."""

    tickets: int
    now: Outcome
    then: Outcome


async def replay(turn: Turn, area: Place | None, period: Period, deadlines: Deadlines, hours: OpeningHours) -> Replayed:
    """Read every ticket of the period again, under the rules that hold and under these."""
    last = count = 0
    now, then = Outcome(), Outcome()
    known: dict[PlaceId | None, tuple[Rules, Rules]] = {}
    while portion := await tickets.alive(turn, area, period.start, period.end, last, PORTION):
        for ticket in portion:
            community = ticket.spot.community
            if community not in known:
                here = await clocks.rules(turn, community)
                known[community] = (here, await clocks.rules_under(turn, community, deadlines, hours))
            for outcome, rules in zip((now, then), known[community], strict=True):
                _count(outcome, await tickets.timed_under(turn, ticket, rules), period)
        count, last = count + len(portion), int(portion[-1].id)
    return Replayed(tickets=count, now=now, then=then)


def _count(outcome: Outcome, ticket: Ticket, period: Period) -> None:
    for name, value in counted(ticket, period).items():
        outcome.values[name] += value
        if name != "silent" and _was_late(name, ticket, value):
            outcome.late.add(int(ticket.id))


def counted(ticket: Ticket, period: Period) -> Mapping[str, Value]:
    """What one ticket adds to the rates of a period (ADR 0012): the twin of their SQL, held to it by a test."""
    if ticket.state in _OUTSIDE:
        return {}
    found = {}
    if _falls(ticket.answered_at, ticket.accept_due, period):
        in_time = _in_time(ticket.answered_at, ticket.accept_due)
        found["response"] = Value(part=int(in_time), whole=1)
    closed = ticket.closed_at if ticket.closing is not None else None
    if _falls(closed, ticket.resolve_due, period):
        found["resolution"] = Value(part=int(ticket.closing is Closing.CONFIRMED), whole=1)
        found["silent"] = Value(part=int(ticket.closing is Closing.SILENT), whole=1)
    return found


def _in_time(done: datetime | None, due: datetime | None) -> bool:
    return done is not None and (due is None or done <= due)


def _falls(done: datetime | None, due: datetime | None, period: Period) -> bool:
    """Does its time come in the period: with what was done in time, else with the deadline?"""
    at = done if _in_time(done, due) else due
    return at is not None and period.start <= at < period.end


def _was_late(name: str, ticket: Ticket, value: Value) -> bool:
    if name == "response":
        return not value.part
    closed = ticket.closed_at if ticket.closing is not None else None
    return not _in_time(closed, ticket.resolve_due)
