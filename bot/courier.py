"""Carries what waits in the outbox, and cards that are behind, to their networks.

Keeps the order within a chat, serves chats beside each other, keeps each account inside its limits, tries again what
may be tried again. Knows no network: a `Channel` sends and says how it went. Remembers nothing that matters: what is
not marked in the database is sent again after a crash, so everything leaves at least once.
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from bot.background import Background
from bot.crashpoints import reached
from bot.errors import Conflict, StorageAway
from bot.files import NoFile
from bot.lanes import Item, key_of, order_of
from bot.leases import SoleTenure, Tenure, lease_of
from bot.marks import Mark, Marks
from bot.messages import Order
from bot.ports import Channel, Clock, Database, Outcome, Reason, SendResult, UnitOfWork
from bot.schedule import Flight, Schedule
from bot.stores import Outgoing
from bot.tries import Tries
from bot.verdicts import Anew, Try, Verdict, is_trouble, judge

log = logging.getLogger(__name__)

OnTrouble = Callable[[Item, SendResult], Awaitable[None]]

# Sends at a time per account. Measured: a client on two cores gets no faster with more (PLATFORMS, fact 14).
AT_ONCE: Final = 32
# Other processes (the command line) put rows into the database without waking us; they are acted on within 2 s.
LOOK_SECONDS: Final = 1.0
# Under load a look takes in many turns at once: after each one there is a pause, never shorter than this, and so long
# that reading takes a small part of the time however much is waiting.
PAUSE_SECONDS: Final = 0.01
PAUSE_PARTS: Final = 6
# Rows that a look finds beside all that cannot leave now, so that a pile in one chat never hides the others.
MORE: Final = 200
EXPIRE_EVERY: Final = timedelta(seconds=10)
# A channel that has not answered by then never will; its own time-outs are shorter.
SEND_SECONDS: Final = 120.0
# How long sends under way may end when we are stopped; what has not ended may be sent twice.
GRACE_SECONDS: Final = 5.0
AWAY_SECONDS: Final = 1.0
# A chat whose send failed before a restart waits for it as long as this.
HOLD: Final = timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """What a look into the database found."""

    due: Sequence[Item]
    is_cut: bool  # there may be more
    next_moment: datetime | None
    held: Sequence[Item]


class Courier:
    """The loop that lets things leave.

    `on_trouble` is awaited for a row whose chat is lost or has moved, or whose reader cannot be reached, before that
    row is marked. After a crash in between it comes again: it must bear being called twice.
    """

    def __init__(
        self,
        database: Database,
        channels: Mapping[tuple[str, str], Channel],
        clock: Clock,
        *,
        on_trouble: OnTrouble,
        at_once: int = AT_ONCE,
        tenure: Tenure | None = None,
    ) -> None:
        self._database = database
        self._tenure = tenure or SoleTenure()
        self._clock = clock
        self._on_trouble = on_trouble
        self._schedule = Schedule(channels, at_once)
        self._marks = Marks(database, self._written, self._tenure)
        self._writer: asyncio.Task[None] | None = None
        self._tasks = Background()
        self._chance = secrets.SystemRandom()
        self._woken = asyncio.Event()
        self._looking = asyncio.Lock()
        self._timer: asyncio.TimerHandle | None = None
        self._next_moment: datetime | None = None
        self._expire_at: datetime | None = None
        self._is_first = True
        self._is_away = False
        self._is_running = False
        self._is_ending = False
        self.tries = Tries()
        # Fills in what is made only when it leaves; raises `NoFile`.
        self.fill: Callable[[Order], Awaitable[Order]] | None = None

    def wake(self) -> None:
        """Something may have come to leave; called after a turn has committed."""
        self._woken.set()

    def begin_anew(self) -> None:
        """We carry for an account that another process carried for before: it may have left something that waits."""
        self._is_first = True
        self.wake()

    async def run(self) -> None:
        """Carry until cancelled; then let what is under way end, for a few seconds."""
        self._is_running = True
        try:
            while True:
                self._woken.clear()
                pause = await self._look()
                self._expire()
                await self._rest(pause)
        finally:
            await self._end()

    async def drain(self, timeout: float) -> None:  # noqa: ASYNC109 - the caller's patience is the point of it
        """Carry until nothing that is due may leave now. Raises `TimeoutError` after so many seconds."""
        async with asyncio.timeout(timeout):
            await self._look()
            while self._tasks:
                await self._tasks.settle()
                await self._look()

    # ---- looking ----

    async def _look(self) -> float:
        """Read what waits and start what may. Answers the seconds that the next look should wait at least."""
        loop = asyncio.get_running_loop()
        async with self._looking:
            begun, now = loop.time(), self._clock.now()
            self._schedule.begin()
            is_first, self._is_first = self._is_first, False
            try:
                seen = await self._database.read(partial(self._see, now, is_first=is_first))
            except StorageAway:
                self._is_first = self._is_first or is_first
                self._note_away("the database is away; what waits to leave waits on")
                return AWAY_SECONDS
            except Exception:
                self._is_first = self._is_first or is_first
                log.exception("what waits to leave cannot be read")
                return AWAY_SECONDS
            self._is_away = False
            self._schedule.hold(seen.held, now)
            if self._schedule.fill(seen.due) or seen.is_cut:
                self.wake()
            self._next_moment = seen.next_moment
        self._start()
        return max(PAUSE_SECONDS, PAUSE_PARTS * (loop.time() - begun))

    async def _see(self, now: datetime, uow: UnitOfWork, *, is_first: bool) -> _Seen:
        outgoing, limit = uow.store(Outgoing), self._schedule.held_back(now) + MORE
        due = await outgoing.waiting(now, limit, elsewhere=self._tenure.foreign)
        return _Seen(
            due=due,
            is_cut=len(due) >= limit,
            # While there is work the next look is near in any case.
            next_moment=None if due else await outgoing.next_moment(now),
            held=await outgoing.waiting(now + HOLD, limit) if is_first else (),
        )

    def _note_away(self, message: str) -> None:
        if not self._is_away:
            log.warning(message)
        self._is_away = True

    async def _rest(self, pause: float) -> None:
        await asyncio.sleep(min(pause, LOOK_SECONDS))
        seconds = LOOK_SECONDS
        if self._next_moment is not None:
            seconds = min(seconds, max(0.0, (self._next_moment - self._clock.now()).total_seconds()))
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()

    def _expire(self) -> None:
        now = self._clock.now()
        if self._expire_at is None or now >= self._expire_at:
            self._expire_at = now + EXPIRE_EVERY
            self._tasks.start(self._drop_expired(now))

    async def _drop_expired(self, now: datetime) -> None:
        async def work(uow: UnitOfWork) -> None:
            await uow.store(Outgoing).expire(now)

        # Housekeeping: expired rows are not sent in any case, and the next round finds them again.
        with suppress(StorageAway, Conflict):
            await self._database.write(work)

    # ---- sending ----

    def _start(self) -> None:
        """Start what may start now, and come back when more may."""
        # While nothing can be marked nothing is sent, for a crash would send all of it twice.
        if self._is_ending or self._is_away or self._marks.is_away:
            return
        now = self._clock.now()
        for flight in self._schedule.starts(now):
            self._tasks.start(self._deliver(flight))
        if self._timer is not None:
            self._timer.cancel()
        moment = self._schedule.next_moment(now)
        if self._is_running and moment is not None:
            seconds = max(0.001, (moment - now).total_seconds())
            self._timer = asyncio.get_running_loop().call_later(seconds, self._start)

    async def _deliver(self, flight: Flight) -> None:
        try:
            result = await self._send(flight)
            reached("after_send_before_mark")
            verdict = self._judge(flight, result)
            if result is not None and is_trouble(flight.item, result):
                await self._tell(flight.item, result)
                self._schedule.forget(flight)
        finally:
            self._schedule.free(flight, self._clock.now())
        if isinstance(verdict, Anew):
            self.wake()
        else:
            self._mark(Mark(item=flight.item, verdict=verdict, at=self._clock.now()))
        self._start()

    async def _send(self, flight: Flight) -> SendResult | None:
        """Hand it to the channel; None when the channel fails by a bug."""
        # At the loop's next round the request is on its way.
        asyncio.get_running_loop().call_soon(reached, "during_send")
        channel = flight.wire.channel
        try:
            async with asyncio.timeout(SEND_SECONDS):
                order = order_of(flight.item)
                order = await self.fill(order) if self.fill else order
                if not self._tenure.holds(lease_of(channel.name, channel.bot)):
                    # We stood still, and another process may be sending it by now.
                    return SendResult(outcome=Outcome.RETRY, reason=Reason.NETWORK, retry_after=AWAY_SECONDS)
                return await channel.send(order, flight.item.once)
        except TimeoutError:
            return SendResult(outcome=Outcome.UNCERTAIN, reason=Reason.NETWORK)
        except NoFile as why:
            return SendResult(outcome=Outcome.PERMANENT, reason=Reason.MALFORMED, detail=str(why))
        except Exception:
            log.exception("the channel failed card=%s id=%s", *key_of(flight.item))
            return None

    def _judge(self, flight: Flight, result: SendResult | None) -> Verdict:
        now, channel = self._clock.now(), flight.wire.channel
        is_ok = result is not None and result.outcome is Outcome.OK
        verdict = judge(
            Try(
                item=flight.item,
                result=result,
                tries=self._schedule.tries(flight.item),
                deduplicates=channel.capabilities.deduplicates,
                is_ready=channel.is_ready(),
                now=now,
                spread=0.0 if is_ok else self._chance.random(),
            )
        )
        self._schedule.landed(flight, result, verdict, now)
        self.tries.note(flight.item, result, verdict)
        return verdict

    async def _tell(self, item: Item, result: SendResult) -> None:
        while True:
            try:
                await self._on_trouble(item, result)
            except (StorageAway, Conflict):
                await asyncio.sleep(AWAY_SECONDS)
            except Exception:
                log.exception("trouble not dealt with card=%s id=%s", *key_of(item))
                return
            else:
                return

    # ---- marking ----

    def _mark(self, mark: Mark) -> None:
        self._marks.add(mark)
        if self._writer is None or self._writer.done():
            self._writer = self._tasks.start(self._marks.write())

    def _written(self, mark: Mark) -> None:
        if self._schedule.settled(mark):
            self.wake()

    async def _end(self) -> None:
        self._is_running, self._is_ending = False, True
        if self._timer is not None:
            self._timer.cancel()
        await self._tasks.end(GRACE_SECONDS)
        self._is_ending = False
