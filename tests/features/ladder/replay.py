"""Arrivals with the times in which they were really closed, lived through on the simulated clock.

Beside it stands a second, plain reckoning of what must happen when. Both are compared, line by line: no reminder and
no escalation may come early, late, twice or never.
"""

import heapq
import itertools
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.features.clocks.model import Rules
from bot.features.clocks.views import rules
from bot.features.tickets import service, views
from bot.features.tickets.model import Entry, State, Step, Ticket, TicketId
from bot.features.tickets.timeline import ALARMED, ESCALATED
from bot.stores import People
from bot.turn import Turn
from bot.understanding.reading import Category, Urgency
from tests.features.ladder.ground import Ground

# Somebody accepts after this share of the time that it took in all.
ACCEPTED_AFTER = 0.3
# Lived on for so long after the last arrival.
AFTERWARDS = timedelta(days=30)
LEVELS = ("grid", "community", "street", "district")
RUNGS = {
    "backup": ("grid", "陈静"),
    "grid_lead": ("grid", "吴刚"),
    "community": ("community", "赵敏"),
    "street": ("street", "孙雷"),
    "district": ("district", "周岚"),
}
TOP = "admins"
# Called at once in an emergency, so that their rungs are passed over.
CALLED = {"陈静", "赵敏"}


@dataclass(frozen=True)
class Arrival:
    """One call: when, of which kind, and how long it took. `closed` None: nobody ever moved it."""

    at: datetime
    category: Category
    urgency: Urgency
    closed: timedelta | None


@dataclass
class Report:
    """What was expected, and what came instead where that differs."""

    tickets: int = 0
    expected: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)


@dataclass(frozen=True, order=True)
class Mark:
    """One thing that time does to a ticket, and when."""

    at: datetime
    what: str


async def replay(ground: Ground, arrivals: Sequence[Arrival]) -> Report:
    """Live through all of them and compare."""
    opened = await _live(ground, arrivals)
    report = Report(tickets=len(opened))
    reckoned = await ground.turn(lambda turn: _rules(turn, opened[0][1]))
    for arrival, number in opened:
        expected = list(_expected(arrival, reckoned, ground.clock.at))
        came = [mark for entry in await ground.history(number) if (mark := _mark(entry))]
        warnings = [mark.at for mark in came if mark.what == "warned"]
        came = [mark for mark in came if mark.what != "warned"]
        report.expected.update(mark.what.partition(" ")[0] for mark in expected)
        report.missed += [f"#{number} {mark.what} {mark.at}" for mark in expected if mark not in came]
        report.unexpected += [f"#{number} {mark.what} {mark.at}" for mark in came if mark not in expected]
        _compare_warnings(report, number, (arrival, reckoned, ground.clock.at), warnings)
    return report


async def _rules(turn: Turn, number: TicketId) -> Rules:
    return await rules(turn, (await views.ticket(turn, int(number))).spot.community)


async def _live(ground: Ground, arrivals: Sequence[Arrival]) -> list[tuple[Arrival, TicketId]]:
    opened: list[tuple[Arrival, TicketId]] = []
    order = itertools.count()
    todo: list[tuple[datetime, int, Callable[[], Awaitable[None]]]] = []

    def later(at: datetime, number: TicketId, step: Callable[[Turn, Ticket], Awaitable[None]]) -> None:
        heapq.heappush(todo, (at, next(order), lambda: _act(ground, number, step)))

    def arrives(arrival: Arrival) -> Callable[[], Awaitable[None]]:
        async def work() -> None:
            ticket = await ground.call("3号楼", category=arrival.category, urgency=arrival.urgency)
            opened.append((arrival, ticket.id))
            if arrival.closed is not None:
                later(arrival.at + arrival.closed * ACCEPTED_AFTER, ticket.id, _claim)
                later(arrival.at + arrival.closed, ticket.id, _finish)

        return work

    for arrival in arrivals:
        heapq.heappush(todo, (arrival.at, next(order), arrives(arrival)))
    while todo:
        at, _, work = heapq.heappop(todo)
        await ground.passes(at - ground.clock.at)
        await work()
    await ground.passes(AFTERWARDS)
    return opened


async def _act(ground: Ground, number: TicketId, step: Callable[[Turn, Ticket], Awaitable[None]]) -> None:
    async def work(turn: Turn) -> None:
        await step(turn, await views.ticket(turn, int(number)))

    await ground.turn(work)


async def _claim(turn: Turn, ticket: Ticket) -> None:
    assert ticket.assignee is not None
    await service.claim(turn, ticket, await turn.store(People).get(ticket.assignee))


async def _finish(turn: Turn, ticket: Ticket) -> None:
    assert ticket.assignee is not None
    done = await service.done(turn, ticket, await turn.store(People).get(ticket.assignee), "好了")
    await service.close(turn, done, Step.CONFIRM)
    assert (await views.ticket(turn, int(ticket.id))).state is State.CLOSED


def _mark(entry: Entry) -> Mark | None:
    if entry.what == ESCALATED:
        return Mark(entry.at, f"escalated {entry.after}")
    return Mark(entry.at, entry.what) if entry.what in {ALARMED, "warned"} else None


# ---- the second reckoning ----


def _expected(arrival: Arrival, reckoned: Rules, end: datetime) -> Iterator[Mark]:
    taken, over = _taken(arrival, end), arrival.at + arrival.closed if arrival.closed is not None else end
    level, holder = "grid", "李明"
    for due, rung in _lapses(arrival, reckoned, _accept_due(arrival, reckoned), level, holder, accepting=True):
        if due > taken:
            break
        yield Mark(due, f"escalated {rung}")
        if rung != TOP:
            level = max(level, RUNGS[rung][0], key=LEVELS.index)
            holder = holder if arrival.urgency == "emergency" else RUNGS[rung][1]
    if arrival.urgency == "emergency":
        yield from _alarms(arrival, reckoned, taken)
    if arrival.closed is None:
        return
    for due, rung in _lapses(arrival, reckoned, _solve_due(arrival, reckoned, taken), level, holder, accepting=False):
        if due > over:
            break
        yield Mark(due, f"escalated {rung}")


def _taken(arrival: Arrival, end: datetime) -> datetime:
    return end if arrival.closed is None else arrival.at + arrival.closed * ACCEPTED_AFTER


def _accept_due(arrival: Arrival, reckoned: Rules) -> datetime:
    return reckoned.accept_due(arrival.urgency, arrival.category, arrival.at)


def _solve_due(arrival: Arrival, reckoned: Rules, taken: datetime) -> datetime:
    due = reckoned.resolve_due(arrival.urgency, arrival.category, arrival.at)
    return due if taken < due else reckoned.accept_due(arrival.urgency, arrival.category, taken)


def _lapses(
    arrival: Arrival, reckoned: Rules, first: datetime, level: str, holder: str, *, accepting: bool
) -> Iterator[tuple[datetime, str]]:
    """Every rung that has somebody new, from the deadline on, then the top each working day without end."""
    known = {holder} | (CALLED if accepting and arrival.urgency == "emergency" else set())
    due = first
    for rung, (of, person) in RUNGS.items():
        if LEVELS.index(of) >= LEVELS.index(level) and person not in known:
            yield due, rung
            due = reckoned.accept_due(arrival.urgency, arrival.category, due)
    while True:
        yield due, TOP
        due = reckoned.next_working_day(due)


def _alarms(arrival: Arrival, reckoned: Rules, taken: datetime) -> Iterator[Mark]:
    """From the opening on in its own rhythm, until somebody takes it or a day is over.

    Where an alarm and a rung fall together, the rung is told, and the alarm follows at once.
    """
    over = reckoned.resolve_due(arrival.urgency, arrival.category, arrival.at)
    at = reckoned.rings_at(arrival.at)
    while at <= min(taken, over):
        yield Mark(at, ALARMED)
        at = reckoned.rings_at(at)


def _compare_warnings(
    report: Report, number: TicketId, known: tuple[Arrival, Rules, datetime], warnings: Sequence[datetime]
) -> None:
    """One warning for each deadline that comes an hour or more after the ticket was got, 30 to 60 minutes before it.

    A ticket that somebody moves in just that half hour may have been named in the message about another, or not.
    """
    left = list(warnings)
    for due, is_sure in _warned_of(*known):
        report.expected["warned"] += is_sure
        fitting = [at for at in left if timedelta(minutes=30) <= due - at <= timedelta(hours=1)]
        if fitting:
            left.remove(fitting[0])
        elif is_sure:
            report.missed.append(f"#{number} warned of {due}")
    report.unexpected += [f"#{number} warned {at}" for at in left]


def _warned_of(arrival: Arrival, reckoned: Rules, end: datetime) -> Iterator[tuple[datetime, bool]]:
    taken, over = _taken(arrival, end), arrival.at + arrival.closed if arrival.closed is not None else end
    got, hour, near = arrival.at, timedelta(hours=1), timedelta(minutes=30)
    if arrival.urgency != "emergency":
        told = ""
        due_first = _accept_due(arrival, reckoned)
        for due, rung in _lapses(arrival, reckoned, due_first, "grid", "李明", accepting=True):
            if told != TOP and due - got >= hour and due - hour < taken and due - near <= end:
                yield due, due - near < taken
            if due > taken or told == TOP:
                break
            got, told = (due, rung) if rung != TOP else (got, TOP)
    if arrival.closed is not None:
        due = _solve_due(arrival, reckoned, taken)
        if due - taken >= hour and due - hour < over:
            yield due, due - near < over
