"""Whatever is done to tickets, in whatever order: their clocks follow from their histories, and none is forgotten."""

import os
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from bot.community import Person
from bot.errors import Refused
from bot.features.ladder.model import Rung
from bot.features.tickets import service
from bot.features.tickets.model import OPEN, State, Step, Ticket, WaitsOn
from bot.features.tickets.store import Tickets
from bot.features.tickets.timeline import ESCALATED, state_after
from bot.stores import People
from bot.turn import Turn
from tests.features.ladder.ground import Ground, open_ground

Deed = Callable[[Turn, Ticket, Person], Awaitable[object]]
NAMES = ("李明", "陈静", "吴刚", "赵敏")
# Each urgency once.
CALLS = ("3号楼路灯不亮", "3号楼停水了", "3号楼有煤气味")
# Left alone for so long, every ladder has been climbed to its end.
LONG = timedelta(days=40)
# More of them in a long run: HUYING_HISTORIES=1000.
HISTORIES = int(os.environ.get("HUYING_HISTORIES", "10"))


def wait(turn: Turn, ticket: Ticket, worker: Person) -> Awaitable[object]:
    until = turn.now + timedelta(days=2)
    return service.wait(turn, ticket, worker, on=WaitsOn.THIRD_PARTY, words="配件", until=until)


DEEDS: dict[str, Deed] = {
    "assign": service.assign,
    "claim": service.claim,
    "progress": lambda turn, ticket, worker: service.progress(turn, ticket, worker, "在看"),
    "wait": wait,
    "go on": lambda turn, ticket, _: service.go_on(turn, ticket, words="到了"),
    "done": lambda turn, ticket, worker: service.done(turn, ticket, worker, "好了"),
    "confirm": lambda turn, ticket, _: service.close(turn, ticket, Step.CONFIRM),
    "dispute": lambda turn, ticket, _: service.dispute(turn, ticket, "没好"),
    "keep": lambda turn, ticket, _: service.close(turn, ticket, Step.KEEP, words="已经好了"),
    "decline": lambda turn, ticket, _: service.decline(turn, ticket, "总管归他们", owner="供水公司"),
    "withdraw": lambda turn, ticket, _: service.withdraw(turn, ticket),
    "split": lambda turn, ticket, _: service.split(turn, ticket),
    "to urgent": lambda turn, ticket, _: service.correct(turn, ticket, urgency="urgent"),
    "to normal": lambda turn, ticket, _: service.correct(turn, ticket, urgency="normal", category="dispute"),
    "to emergency": lambda turn, ticket, _: service.correct(turn, ticket, urgency="emergency"),
    "raise": lambda turn, ticket, _: service.raise_level(turn, ticket, "street"),
    "hide": lambda turn, ticket, _: service.make_private(turn, ticket),
}
COMMENTS: dict[str, Deed] = {
    "remark": lambda turn, ticket, _: service.remark(turn, ticket, "还是不亮"),
    "note": lambda turn, ticket, _: service.note(turn, ticket, "缺件"),
    "record": lambda turn, ticket, _: service.record(turn, ticket, "seen", words="看了", public=True),
    "rated": lambda turn, ticket, _: service.rated(turn, ticket, 3),
}


@dataclass(frozen=True)
class Act:
    """What is done to which ticket by whom, and the time that passes before it."""

    deed: str
    which: int
    who: str
    after: timedelta


deeds = some.sampled_from([*DEEDS, *COMMENTS, "merge"])
times = some.one_of(
    some.integers(0, 5).map(lambda minutes: timedelta(minutes=minutes)),
    some.integers(0, 30).map(lambda hours: timedelta(hours=hours)),
    some.integers(1, 9).map(lambda days: timedelta(days=days, minutes=7)),
)
acts = some.builds(Act, deed=deeds, which=some.integers(0, 2), who=some.sampled_from(NAMES), after=times)
# From a Monday in spring over a spring festival, an autumn week of holidays, and make-up workdays.
starts = some.sampled_from(
    [
        datetime(2026, 2, 9, 1, 30, tzinfo=UTC),
        datetime(2026, 9, 25, 8, 59, tzinfo=UTC),
        datetime(2026, 6, 3, tzinfo=UTC),
    ]
)


@settings(max_examples=HISTORIES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=starts, done=some.lists(acts, min_size=3, max_size=12))
async def test_any_history_keeps_the_promises(built: Path, start: datetime, done: list[Act]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ground = open_ground(Path(folder), built, start)
        try:
            await live(ground, done)
        finally:
            await ground.database.close()


async def live(ground: Ground, done: list[Act]) -> None:
    tickets = [await ground.call(words) for words in CALLS]
    for act in done:
        await ground.passes(act.after)
        await check(ground, tickets)
        await do(ground, act, tickets)
        await check(ground, tickets)
    await ground.passes(LONG)
    await check(ground, tickets)
    for ticket in tickets:
        await check_ladder(ground, ticket)


async def do(ground: Ground, act: Act, tickets: list[Ticket]) -> None:
    before = await ground.ticket(tickets[act.which].id)

    async def work(turn: Turn) -> None:
        worker = (await turn.store(People).named(act.who))[0]
        ticket = await as_it_is(turn, before)
        if act.deed == "merge":
            await service.merge(turn, ticket, await as_it_is(turn, tickets[(act.which + 1) % 3]))
        else:
            await {**DEEDS, **COMMENTS}[act.deed](turn, ticket, worker)

    try:
        await ground.turn(work)
    except Refused:
        assert await ground.ticket(before.id) == before
    if act.deed in COMMENTS:
        now = await ground.ticket(before.id)
        assert clocks_of(now) == clocks_of(before), f"{act.deed} moved a clock"


async def as_it_is(turn: Turn, known: Ticket) -> Ticket:
    found = await turn.store(Tickets).get(known.id)
    assert found is not None
    return found


def clocks_of(ticket: Ticket) -> tuple[object, ...]:
    return (ticket.next_due, ticket.late_at, ticket.accept_due, ticket.resolve_due, ticket.rung)


async def check(ground: Ground, tickets: list[Ticket]) -> None:
    for known in tickets:
        ticket, lines = await ground.ticket(known.id), await ground.history(known.id)
        assert ticket.state is state_after(lines)
        assert clocks_of(ticket) == clocks_of(await ground.computed_again(known.id))
        assert (ticket.next_due is not None) == (ticket.state in OPEN)


async def check_ladder(ground: Ground, known: Ticket) -> None:
    ticket, lines = await ground.ticket(known.id), await ground.history(known.id)
    assert ticket.next_due is None or ticket.next_due > ground.clock.at
    assert ticket.state not in {State.NEW, State.WAITING, State.RESOLVED}, "time ends these by itself"
    if ticket.state in OPEN:
        assert ticket.rung == Rung.ADMINS, "the end of the ladder is loud"
    told = [(line.at, line.after) for line in lines if line.what == ESCALATED]
    assert told == sorted(told)
