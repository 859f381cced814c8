"""Carries what waits in the outbox, and cards that are behind, to their networks.

Keeps the order within a chat, serves chats beside each other, keeps each account inside its limits, tries again what
may be tried again. Knows no network: a `Channel` sends and says how it went. Remembers nothing that matters: what is
not marked in the database is sent again after a crash, so everything leaves at least once.
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from bot.background import Background
from bot.backlog import LostChats
from bot.crashpoints import reached
from bot.errors import Conflict, StorageAway
from bot.files import NoFile
from bot.flights import Flight, Fold, Pace
from bot.folds import Made, is_known_to_begin, make_list
from bot.lanes import Item, address_of, key_of, order_of, whole
from bot.leases import SoleTenure, Tenure, lease_of
from bot.looking import look
from bot.marks import Mark, Marks
from bot.messages import Address
from bot.orders import Order
from bot.ports import Channel, Clock, Database, Outcome, Reason, SendResult
from bot.schedule import Schedule
from bot.stores import Outgoing
from bot.tries import Tries
from bot.verdicts import Anew, Try, Verdict, is_trouble, judge

log = logging.getLogger(__name__)

OnTrouble = Callable[[Item, SendResult], Awaitable[None]]

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
_NOT_NOW: Final = SendResult(outcome=Outcome.RETRY, reason=Reason.NETWORK, retry_after=AWAY_SECONDS)


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
        pace: Pace | None = None,
        tenure: Tenure | None = None,
    ) -> None:
        self._database = database
        self._tenure = tenure or SoleTenure()
        self._clock = clock
        self._on_trouble = on_trouble
        self._schedule = Schedule(channels, pace or Pace())
        # Chats that have refused our words, and have not taken any since.
        self._lost: set[Address] = set()
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
            is_first, self._is_first = self._is_first, False
            self._schedule.begin()
            try:
                limit = self._schedule.held_back(now) + MORE
                seen = await look(self._database, now, limit, elsewhere=self._tenure.foreign, is_first=is_first)
            except StorageAway:
                self._is_first = self._is_first or is_first
                if not self._is_away:
                    log.warning("the database is away; what waits to leave waits on")
                self._is_away = True
                return AWAY_SECONDS
            except Exception:
                self._is_first = self._is_first or is_first
                log.exception("what waits to leave cannot be read")
                return AWAY_SECONDS
            self._is_away = False
            self._schedule.hold(seen.held, now)
            self._lost.update(seen.lost)
            if self._schedule.fill(seen.due) or seen.is_cut:
                self.wake()
            self._next_moment = seen.next_moment
        self._start()
        return max(PAUSE_SECONDS, PAUSE_PARTS * (loop.time() - begun))

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
        # Housekeeping: expired rows are not sent in any case, and the next round finds them again.
        with suppress(StorageAway, Conflict):
            await self._database.write(lambda uow: uow.store(Outgoing).expire(now))

    # ---- sending ----

    def _start(self) -> None:
        """Start what may start now, and come back when more may."""
        # What cannot be marked now would be sent twice after a crash, and what may be another's is being sent by it.
        if self._is_ending or self._is_away or self._marks.is_away or self._tenure.has_lapsed:
            return
        now = self._clock.now()
        for start in self._schedule.starts(now):
            self._tasks.start(self._fold(start) if isinstance(start, Fold) else self._deliver(start))
        if self._timer is not None:
            self._timer.cancel()
        moment = self._schedule.next_moment(now)
        if self._is_running and moment is not None:
            seconds = max(0.001, (moment - now).total_seconds())
            self._timer = asyncio.get_running_loop().call_later(seconds, self._start)

    async def _fold(self, fold: Fold) -> None:
        made = await make_list(self._database, self._tenure, fold, self._clock.now())
        if made is Made.LIST:
            self._schedule.folded(fold)
        else:
            self._schedule.unfolded(fold, for_good=made is Made.NEVER)
        self.wake()

    async def _deliver(self, flight: Flight) -> None:
        chat = whole(address_of(flight.item))
        try:
            result = await self._send(flight)
            reached("after_send_before_mark")
            verdict = self._judge(flight, result)
            if result is not None and is_trouble(flight.item, result):
                await self._tell(flight.item, result)
                self._schedule.forget(flight)
                self._lost.add(chat)
            elif result is not None and result.outcome is Outcome.OK and chat in self._lost:
                await self._find(chat)
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
                order = await self.fill(order_of(flight.item)) if self.fill else order_of(flight.item)
                is_known = await is_known_to_begin(self._database, self._tenure, flight)
                # If we stood still meanwhile, another process may be sending it by now.
                if not (is_known and self._tenure.holds(lease_of(channel.name, channel.bot))):
                    return _NOT_NOW
                return await channel.send(order, flight.item.once)
        except TimeoutError:
            return SendResult(outcome=Outcome.UNCERTAIN, reason=Reason.NETWORK)
        except NoFile as why:
            return SendResult(outcome=Outcome.PERMANENT, reason=Reason.MALFORMED, detail=str(why))
        except StorageAway:
            # What is made is made of what the database knows; nothing was sent.
            return _NOT_NOW
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

    async def _find(self, address: Address) -> None:
        """A chat that had refused our words takes them again: what else waits for it may leave."""
        now = self._clock.now()
        with suppress(StorageAway, Conflict):
            await self._database.write(lambda uow: uow.store(LostChats).found(address, now))
            self._lost.discard(address)
            self.wake()

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
