"""How the service is: for `/readyz`, `/metrics`, and for `huying doctor` beside it.

Three answers for each part: it works; a person should look at it, though nothing gets better by not using us; it does
not work.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from bot.backlog import DeadLetters, Parked, Queue, Queues
from bot.condition import Condition, condition_of
from bot.errors import Conflict, StorageAway
from bot.leases import CLOCKWORK, Tenure, lease_of
from bot.metrics import Metric, plain
from bot.ports import UnitOfWork
from bot.probe import Probe
from bot.service import Service
from bot.stores import Facts, Groups
from bot.turn import Turn

log = logging.getLogger(__name__)

LONGEST_WAIT: Final = timedelta(minutes=10)
LEAST_DISK: Final = 200 * 1024 * 1024
MOST_SECONDS_OFF: Final = 30.0
_REMEMBER_EVERY: Final = timedelta(minutes=1)


class Machine(Protocol):
    """What the machine tells."""

    def disk_free(self) -> int:
        """Bytes that are free where our things lie."""

    def memory(self) -> int:
        """Bytes of memory that this process holds."""

    def log_bytes(self) -> int:
        """Bytes in the log of an SQLite database."""


class State(StrEnum):
    """How a part is."""

    OK = "ok"
    LOOK = "look"  # a person should look at it
    BAD = "not ready"


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of the service, and how it is."""

    name: str
    state: State
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """What waits and what has failed."""

    queues: Sequence[Queue] = ()
    retrying: int = 0
    given_up: int = 0
    dead: Sequence[tuple[str, str, int]] = ()
    # Groups that belong to a place, and in which we hear no plain talk.
    deaf: int = 0
    features: Sequence[Metric] = field(default_factory=list)


class Watch:
    """Watches one running service."""

    def __init__(self, service: Service, machine: Machine) -> None:
        self._service = service
        self._machine = machine
        self._probe = Probe(service.database, service.clock)
        self._remembered: datetime | None = None

    async def readiness(self) -> list[Part]:
        """Every part, for `/readyz`."""
        condition, backlog = self._condition(), await self._backlog()
        tenure = self._service.tenure
        parts = [await self._database(is_read=backlog is not None), *_of_accounts(condition, tenure)]
        parts += [*_of_others(list(self._service.channels), tenure), self._disk()]
        if backlog is not None:
            known = {(account.channel, account.bot) for account in condition.accounts}
            parts += _of_backlog(backlog, known, condition.at)
        return parts

    async def metrics(self) -> list[Metric]:
        """Every figure, for `/metrics`."""
        condition, backlog = self._condition(), await self._backlog(gauges=True)
        found = [*self._counted(), *_of_condition(condition), _held(list(self._service.channels), self._service.tenure)]
        found.append(plain("process_resident_memory_bytes", "Memory of this process.", self._machine.memory()))
        found.append(plain("huying_disk_free_bytes", "Room where our things lie.", self._machine.disk_free()))
        found.append(plain("huying_database_log_bytes", "SQLite's log.", self._machine.log_bytes()))
        found.append(plain("huying_database_up", "Can the database be read?", backlog is not None))
        return found if backlog is None else [*found, *_of_queues(backlog, condition.at), *backlog.features]

    async def remember(self) -> None:
        """Write down how the accounts are, at most once a minute, for a command beside us."""
        condition = self._condition()
        if self._remembered is not None and condition.at - self._remembered < _REMEMBER_EVERY:
            return
        try:
            others = self._service.tenure.foreign
            await self._service.database.write(lambda uow: condition.keep(uow.store(Facts), others=others))
        except (StorageAway, Conflict):
            return
        self._remembered = condition.at

    def _condition(self) -> Condition:
        tenure = self._service.tenure
        ours = [one for one in self._service.channels.values() if tenure.holds(lease_of(one.name, one.bot))]
        return condition_of(ours, self._service.clock.now())

    async def _backlog(self, *, gauges: bool = False) -> Backlog | None:
        """What waits; None while the database is away."""

        async def ask(uow: UnitOfWork) -> Backlog:
            return await backlog_of(Turn(uow, self._service.setup, self._service.clock.now()), gauges=gauges)

        try:
            return await self._service.database.read(ask)
        except StorageAway:
            return None

    async def _database(self, *, is_read: bool) -> Part:
        if is_read and not await self._probe.is_good():
            return Part(name="database", state=State.BAD, hint="cannot be written")
        return Part(name="database", state=State.OK if is_read else State.BAD)

    def _disk(self) -> Part:
        is_full = self._machine.disk_free() < LEAST_DISK
        return Part(name="disk", state=State.BAD if is_full else State.OK, hint=_megabytes(self._machine.disk_free()))

    def _counted(self) -> Iterator[Metric]:
        received, turns = self._service.door.tally, self._service.intake.tally
        yield Metric(
            name="huying_events_received_total",
            help="Events that were kept because they may concern us.",
            values=[({"channel": channel}, count) for channel, count in sorted(received.items())],
            is_counter=True,
        )
        yield Metric(
            name="huying_turns_total",
            help="Turns of received events, by how they ended.",
            values=[({"channel": channel, "ended": how}, count) for (channel, how), count in sorted(turns.items())],
            is_counter=True,
        )
        yield Metric(
            name="huying_sends_total",
            help="Tries to send, by how they ended; the reason limit is a 429.",
            values=[
                ({"channel": channel, "outcome": outcome, "reason": reason}, count)
                for (channel, outcome, reason), count in sorted(self._service.courier.tries.tally.items())
            ],
            is_counter=True,
        )


async def backlog_of(turn: Turn, *, gauges: bool) -> Backlog:
    """What waits and what has failed, and what the features count."""
    retrying, given_up = await turn.store(Parked).count()
    groups = await turn.store(Groups).all()
    asked = [gauge for feature in turn.setup.features for gauge in feature.gauges if gauges]
    return Backlog(
        queues=await turn.store(Queues).all(turn.now),
        retrying=retrying,
        given_up=given_up,
        dead=await turn.store(DeadLetters).counts(),
        deaf=sum(group.hears is False and group.place is not None and not group.suspended for group in groups),
        features=[metric for gauge in asked for metric in await gauge(turn)],
    )


# ---- readiness ----


def _of_accounts(condition: Condition, tenure: Tenure) -> Iterator[Part]:
    for account in condition.accounts:
        is_shared = tenure.holder_of(account.name) is not None
        state = State.OK if account.ready else State.BAD
        yield Part(name=account.name, state=state, hint="held here" if is_shared else "")
        if account.signed is not None and account.ready:
            state = State.OK if account.signed else State.BAD
            yield Part(name=f"device of {account.name}", state=state, hint="" if account.signed else "not signed")
    off = [account for account in condition.accounts if account.ahead is not None and is_off(account.ahead)]
    hint = ", ".join(f"{account.ahead:+.0f} s from {account.name}" for account in off)
    yield Part(name="clock", state=State.BAD if off else State.OK, hint=hint)


def _of_others(accounts: Sequence[tuple[str, str]], tenure: Tenure) -> Iterator[Part]:
    """What this process does not act for, because another one does, or because it cannot get the lease."""
    for lease in (*(lease_of(*account) for account in accounts), CLOCKWORK):
        if not tenure.holds(lease):
            holder = tenure.holder_of(lease)
            state = State.BAD if holder is None else State.OK
            yield Part(name=lease, state=state, hint=f"held by {holder or 'nobody'}")


def _held(accounts: Sequence[tuple[str, str]], tenure: Tenure) -> Metric:
    leases = [*(lease_of(*account) for account in accounts), CLOCKWORK]
    return Metric(
        name="huying_lease_held",
        help="Does this process act for it?",
        values=[({"lease": lease.replace(" ", "/")}, tenure.holds(lease)) for lease in leases],
    )


def is_off(ahead: float) -> bool:
    """Is a clock that is ahead by so many seconds wrong?"""
    return abs(ahead) > MOST_SECONDS_OFF


def _of_backlog(backlog: Backlog, known: set[tuple[str, str]], now: datetime) -> Iterator[Part]:
    late = [queue for queue in backlog.queues if is_late(queue, now)]
    # What waits for an account that the config does not name leaves neither now nor after a restart.
    stuck = [queue for queue in late if (queue.channel, queue.bot) in known]
    state = State.BAD if stuck else State.LOOK if late else State.OK
    yield Part(name="outbox", state=state, hint=", ".join(f"{queue.channel} waits too long" for queue in late))
    yield _looked_at("parked", backlog.given_up)
    yield _looked_at("dead letters", sum(count for _, _, count in backlog.dead))
    yield _looked_at("deaf groups", backlog.deaf)


def is_late(queue: Queue, now: datetime) -> bool:
    """Has something waited there for longer than it should?"""
    return queue.oldest is not None and now - queue.oldest > LONGEST_WAIT


def _looked_at(name: str, count: int) -> Part:
    return Part(name=name, state=State.LOOK if count else State.OK, hint=str(count) if count else "")


def _megabytes(count: int) -> str:
    return f"{count // (1024 * 1024)} MB free"


# ---- metrics ----


def _of_condition(condition: Condition) -> Iterator[Metric]:
    accounts = [({"channel": one.channel, "bot": one.bot}, one) for one in condition.accounts]
    yield Metric(
        name="huying_channel_ready",
        help="Has the network answered lately?",
        values=[(labels, one.ready) for labels, one in accounts],
    )
    yield Metric(
        name="huying_clock_ahead_seconds",
        help="By how much our clock is ahead of the network's.",
        values=[(labels, one.ahead) for labels, one in accounts if one.ahead is not None],
    )
    yield Metric(
        name="huying_device_signed",
        help="Is our device signed by its account?",
        values=[(labels, one.signed) for labels, one in accounts if one.signed is not None],
    )


def _of_queues(backlog: Backlog, now: datetime) -> Iterator[Metric]:
    queues = [({"channel": queue.channel, "bot": queue.bot}, queue) for queue in backlog.queues]
    yield Metric(
        name="huying_outbox_waiting",
        help="Messages and cards that wait to leave.",
        values=[(labels, queue.waiting) for labels, queue in queues],
    )
    yield Metric(
        name="huying_outbox_oldest_seconds",
        help="For how long the oldest of them has waited.",
        values=[(labels, _age(queue, now)) for labels, queue in queues],
    )
    yield Metric(
        name="huying_parked",
        help="Received events whose turn failed: tried again by themselves, or left to a person.",
        values=[({"kind": "retrying"}, backlog.retrying), ({"kind": "given_up"}, backlog.given_up)],
    )
    yield Metric(
        name="huying_dead_letters",
        help="What never arrived, by reason.",
        values=[({"channel": channel, "reason": reason}, count) for channel, reason, count in backlog.dead],
    )


def _age(queue: Queue, now: datetime) -> float:
    return 0.0 if queue.oldest is None else max(0.0, (now - queue.oldest).total_seconds())
