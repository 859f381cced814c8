"""After the door: one turn for each event that was received, in the order of its chat.

A turn that fails because of its message is parked, retried with growing pauses and shown to the admin; a turn that
fails because the database is away waits.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final, TypeVar

from bot.albums import as_one, together
from bot.crashpoints import reached
from bot.dispatch import Dispatch
from bot.errors import Conflict, Refused, StorageAway, Unreadable
from bot.leases import SoleTenure, Tenure, lease_of, leased
from bot.listening import said_to_us
from bot.messages import ButtonPress, Incoming, IncomingMessage
from bot.ports import Channel, Clock, Database, UnitOfWork
from bot.setup import Setup
from bot.stores import Inbox, InboxRow, LaneKey
from bot.trace import trace_of
from bot.turn import Turn

log = logging.getLogger(__name__)

T = TypeVar("T")

# Waits before the next try of a failed turn; after the last it is kept for the admin (`huying inbox`).
RETRIES: Final = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 300, 1800))
CONFLICT_TRIES: Final = 3
BATCH: Final = 200
IDLE_SECONDS: Final = 1.0


class AccountGone(Exception):  # noqa: N818 - a fact about the config
    """What was received came through an account that the config does not name any more."""


class Intake:
    """Runs the turns: one at a time in a chat, chats beside each other."""

    def __init__(
        self,
        database: Database,
        setup: Setup,
        dispatch: Dispatch,
        channels: Mapping[tuple[str, str], Channel],
        clock: Clock,
        tenure: Tenure | None = None,
    ) -> None:
        self._database = database
        self._tenure = tenure or SoleTenure()
        self._setup = setup
        self._dispatch = dispatch
        self._channels = channels
        self._clock = clock
        self._woken = asyncio.Event()
        self._lanes: dict[LaneKey, asyncio.Task[None]] = {}
        # Called after each turn's commit: the courier and the clockwork look at what it left.
        self.after_commit: list[Callable[[], None]] = []
        # Turns since the start, by channel and how they ended: ok, refused, parked.
        self.tally: Counter[tuple[str, str]] = Counter()

    def wake(self) -> None:
        """Something was received."""
        self._woken.set()

    async def run(self) -> None:
        """Run turns until cancelled."""
        try:
            while True:
                self._woken.clear()
                if not await self._start_lanes():
                    await self._rest()
        finally:
            for task in self._lanes.values():
                task.cancel()
            await asyncio.gather(*self._lanes.values(), return_exceptions=True)

    async def settle(self) -> None:
        """Run all turns that wait now, and those that they make possible."""
        while await self._start_lanes() or self._lanes:
            await asyncio.gather(*self._lanes.values())

    async def _rest(self) -> None:
        # Not wait_for: Python 3.11 lets it swallow a cancellation that comes together with the wake-up.
        with suppress(TimeoutError):
            async with asyncio.timeout(IDLE_SECONDS):
                await self._woken.wait()

    async def _start_lanes(self) -> bool:
        """Start a task for each chat with waiting rows; answers whether there was any."""
        # A chat that was busy when we looked may have finished, meanwhile, a row that we would still see as waiting.
        busy = frozenset(self._lanes)
        try:
            rows = await self._database.read(lambda uow: self._pending(uow, busy))
        except StorageAway:
            log.warning("the database is away; received messages wait")
            return False
        except Exception:
            log.exception("what was received cannot be read")
            return False
        lanes: dict[LaneKey, list[InboxRow]] = {}
        for row in rows:
            lanes.setdefault((row.channel, row.bot, row.lane), []).append(row)
        free = {lane: waiting for lane, waiting in lanes.items() if lane not in self._lanes}
        for lane, waiting in free.items():
            self._lanes[lane] = asyncio.create_task(self._lane(lane, waiting))
        return bool(free)

    async def _pending(self, uow: UnitOfWork, busy: Collection[LaneKey]) -> Sequence[InboxRow]:
        elsewhere = self._tenure.foreign
        return await uow.store(Inbox).pending(self._clock.now(), BATCH, but=busy, elsewhere=elsewhere)

    async def _write(self, row: InboxRow, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        """One transaction for the row, as the holder of its account."""
        is_ours = (row.channel, row.bot) in self._channels
        leases = (lease_of(row.channel, row.bot),) if is_ours else ()
        return await self._database.write(leased(self._tenure, leases, work))

    async def _lane(self, lane: LaneKey, rows: Sequence[InboxRow]) -> None:
        try:
            for row in together(rows):
                await self._turn_of(row)
        except StorageAway:
            log.warning("the database is away; %s waits", lane[0])
            # A disk that is full answers at once: without a pause it would be asked thousands of times a second.
            await asyncio.sleep(IDLE_SECONDS)
        except Exception:
            log.exception("a chat of %s waits", lane[0])
            await asyncio.sleep(IDLE_SECONDS)
        finally:
            del self._lanes[lane]
            self._woken.set()

    async def _turn_of(self, row: InboxRow) -> None:
        try:
            ended = await self._try_turn(row)
        except StorageAway:
            raise
        except Exception as trouble:  # noqa: BLE001 - whatever one message breaks must not stop the others
            await self._park(row, trouble)
            ended = "parked"
        self.tally[row.channel, ended] += 1
        for told in self.after_commit:
            told()

    async def _try_turn(self, row: InboxRow) -> str:
        """Run the turn and answer how it ended."""
        channel = self._channels.get((row.channel, row.bot))
        if channel is None:
            raise AccountGone(f"the config names no account {row.bot} of {row.channel}")
        events = as_one([event for one in (row, *row.parts) for event in channel.parse(one.payload)])
        for attempt in range(CONFLICT_TRIES):
            try:
                about = await self._write(row, lambda uow: self._turn(uow, row, events))
            except Conflict:
                if attempt == CONFLICT_TRIES - 1:
                    raise
            except Refused as refusal:
                await self._refuse(row, events, refusal)
                log.info("turn call=%s channel=%s ended=refused", trace_of(row), row.channel)
                return "refused"
            else:
                reached("after_commit")
                log.info("turn call=%s channel=%s ended=ok about=%s", trace_of(row), row.channel, ",".join(about))
                break
        return "ok"

    async def _turn(self, uow: UnitOfWork, row: InboxRow, events: Sequence[Incoming]) -> list[str]:
        """Handle the events; answers what is said because of them is about."""
        now, about = self._clock.now(), list[str]()
        for event in events:
            turn = Turn(uow, self._setup, now, trace=trace_of(row))
            await self._dispatch.handle(turn, event, row.received_at)
            await turn.outbox.keep(uow)
            about += turn.outbox.subjects
        await _done(uow, row, now)
        reached("before_commit")
        return about

    async def _refuse(self, row: InboxRow, events: Sequence[Incoming], refusal: Refused) -> None:
        """The person's turn was rolled back; a turn of its own says why."""

        async def say(uow: UnitOfWork) -> None:
            now = self._clock.now()
            for event in events:
                turn = Turn(uow, self._setup, now, trace=trace_of(row))
                await self._dispatch.tell(turn, event, refusal.key, **refusal.values)
                await turn.outbox.keep(uow)
            await _done(uow, row, now)

        await self._write(row, say)

    async def _park(self, row: InboxRow, trouble: Exception) -> None:
        is_hopeless = isinstance(trouble, Unreadable | AccountGone)
        wait = RETRIES[row.attempts] if row.attempts < len(RETRIES) and not is_hopeless else None
        log.error(
            "turn call=%s channel=%s ended=parked row=%s try=%s last=%s",
            trace_of(row),
            row.channel,
            row.id,
            row.attempts + 1,
            wait is None,
            exc_info=None if is_hopeless else trouble,
        )
        retry_at = None if wait is None else self._clock.now() + wait
        reason = f"{type(trouble).__name__}: {trouble}"

        async def park(uow: UnitOfWork) -> None:
            for one in (row, *row.parts):
                await uow.store(Inbox).park(one.id, reason, retry_at)

        await self._write(row, park)
        if row.attempts == 0 and not is_hopeless:
            await self._apologise(row)

    async def _apologise(self, row: InboxRow) -> None:
        """One neutral line to whoever spoke to us: the words are kept and will be tried again.

        What broke the turn may break this too; the row is parked already.
        """

        async def say(uow: UnitOfWork) -> None:
            for event in self._channels[row.channel, row.bot].parse(row.payload):
                turn = Turn(uow, self._setup, self._clock.now(), trace=trace_of(row))
                if isinstance(event, ButtonPress) or (isinstance(event, IncomingMessage) and said_to_us(event)):
                    await self._dispatch.tell(turn, event, "oops")
                    await turn.outbox.keep(uow)

        try:
            await self._write(row, say)
        except StorageAway:
            raise
        except Exception:
            log.exception("turn call=%s: nobody was told that it failed", trace_of(row))


async def _done(uow: UnitOfWork, row: InboxRow, now: datetime) -> None:
    for one in (row, *row.parts):
        await uow.store(Inbox).done(one.id, now)
