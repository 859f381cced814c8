"""Fetches what people sent, after their turns: from the network through a look into it onto the shelf.

Each file ends in a turn of its own, in which the features hear that it arrived or that it will not be kept. Remembers
nothing that matters: what is not marked in the database is fetched again after a crash, and its turn is done once.
"""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot.background import Background
from bot.errors import Conflict, StorageAway
from bot.leases import SoleTenure, Tenure, lease_of
from bot.media import Content, FetchesFiles, NotKept, NotNow, SentFile, SentFiles, Shelf, Unfit
from bot.media_kinds import looked_into
from bot.ports import Channel, Clock, Database
from bot.service_events import MediaArrived, MediaRefused
from bot.turn import Turn

log = logging.getLogger(__name__)

# Waits before the next try; after the last the file counts as gone. Together a day, as long as Telegram keeps news.
RETRIES: Final = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 300, 1800, 7200, 14400, 28800, 36000))
AT_ONCE: Final = 4
LOOK_SECONDS: Final = 20.0
PAUSE_SECONDS: Final = 0.2
FETCH_SECONDS: Final = 120.0
GRACE_SECONDS: Final = 5.0
# What belongs to no file is taken away so long after it was put down: later than its file is named, also where talk in
# the local chat becomes a ticket within its ten minutes.
LEFT_ALONE: Final = timedelta(minutes=15)
TIDY_EVERY: Final = timedelta(minutes=1)
PORTION: Final = 100


class Act(Protocol):
    """One turn that neither a person nor the clock caused."""

    async def __call__(self, work: Callable[[Turn], Awaitable[None]], *, leases: Collection[str] = ()) -> None:
        """Raises `LeaseLost`, `StorageAway`, `Conflict`."""


@dataclass(frozen=True, kw_only=True)
class Storeroom:
    """Where files are kept (None: nowhere, and none are fetched), of so many bytes each at most."""

    shelf: Shelf | None
    most: int


class Porter:
    """The loop that fetches."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[tuple[str, str], Channel],
        clock: Clock,
        act: Act,
        storeroom: Storeroom,
        tenure: Tenure | None = None,
    ) -> None:
        self._database = database
        self._channels = channels
        self._clock = clock
        self._act = act
        self._shelf = storeroom.shelf
        self._most = storeroom.most
        self._tenure = tenure or SoleTenure()
        self._tasks = Background()
        self._under_way: set[int] = set()
        self._woken = asyncio.Event()
        self._tidy_at: datetime | None = None
        self._is_tidying = False
        # The same content may be put down for a new file just when it is taken away as that of none.
        self._at_shelf = asyncio.Lock()

    def wake(self) -> None:
        """A turn has committed: it may have left something to fetch."""
        self._woken.set()

    async def run(self) -> None:
        """Fetch until cancelled."""
        try:
            while True:
                self._woken.clear()
                await self._look()
                await asyncio.sleep(PAUSE_SECONDS)
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_SECONDS):
                        await self._woken.wait()
        finally:
            await self._tasks.end(GRACE_SECONDS)

    async def drain(self) -> None:
        """Fetch all that is due now, and end what was begun."""
        while await self._look():
            await self._tasks.settle()
        await self._tasks.settle()

    def tidy_if_due(self) -> None:
        """Begin to take from the shelf what belongs to no file any more, at most once a minute.

        It goes on beside everything else: an object store that does not answer must not hold up the clock.
        """
        now = self._clock.now()
        if self._shelf is None or self._is_tidying or (self._tidy_at is not None and now < self._tidy_at):
            return
        self._tidy_at = now + TIDY_EVERY
        self._is_tidying = True
        self._tasks.start(self._tidy(self._shelf, now - LEFT_ALONE))

    async def _tidy(self, shelf: Shelf, before: datetime) -> None:
        try:
            with suppress(NotNow, StorageAway, Conflict):
                async with self._at_shelf:
                    for digest in await self._database.read(lambda uow: uow.store(SentFiles).unused(before, PORTION)):
                        await self._take_away(shelf, digest)
        finally:
            self._is_tidying = False

    async def _take_away(self, shelf: Shelf, digest: str) -> None:
        await shelf.drop(digest)
        await self._database.write(lambda uow: uow.store(SentFiles).taken_away(digest))

    async def _look(self) -> bool:
        """Start fetching what is due; answers whether there was anything."""
        if self._shelf is None or self._tenure.has_lapsed:
            return False
        free = AT_ONCE - len(self._under_way)
        now, elsewhere = self._clock.now(), self._tenure.foreign
        try:
            limit = AT_ONCE + len(self._under_way)
            due = await self._database.read(lambda uow: uow.store(SentFiles).due(now, limit, elsewhere=elsewhere))
        except StorageAway:
            return False
        new = [file for file in due if file.id not in self._under_way][:free]
        for file in new:
            self._under_way.add(file.id)
            self._tasks.start(self._bring(file, self._shelf))
        return bool(new)

    async def _bring(self, file: SentFile, shelf: Shelf) -> None:
        try:
            await self._brought(file, shelf)
        except (StorageAway, Conflict):
            log.info("file %s waits: the database is away", file.id)
            await asyncio.sleep(PAUSE_SECONDS)
        finally:
            self._under_way.discard(file.id)
            self.wake()

    async def _brought(self, file: SentFile, shelf: Shelf) -> None:
        try:
            content = await self._kept(file, shelf)
        except NotKept as refusal:
            log.info("file %s is not kept: %s", file.id, refusal.why)
            await self._refuse(file, refusal.why)
        except Exception as trouble:
            # One file must not stop the others, and is tried again.
            if isinstance(trouble, StorageAway | Conflict):
                raise
            is_known = isinstance(trouble, NotNow | TimeoutError)
            log.warning("file %s waits: %s", file.id, type(trouble).__name__, exc_info=None if is_known else trouble)
            await self._later(file)
        else:
            await self._arrive(file, content)

    async def _kept(self, file: SentFile, shelf: Shelf) -> Content:
        """Fetch it, look into it, keep it. Raises `NotKept`, `NotNow`, `TimeoutError`, `StorageAway`."""
        channel: object = self._channels.get((file.channel, file.bot))
        if not isinstance(channel, FetchesFiles):
            raise NotKept(Unfit.GONE)
        if file.size is not None and file.size > self._most:
            raise NotKept(Unfit.LARGE)
        async with asyncio.timeout(FETCH_SECONDS):
            raw = await channel.fetch(file.reference, self._most)
        kind, clean = await asyncio.to_thread(looked_into, raw)
        content = Content(digest=hashlib.sha256(clean).hexdigest(), kind=kind.shown_as, mime=kind.mime, size=len(clean))
        now = self._clock.now()
        async with self._at_shelf:
            await self._database.write(lambda uow: uow.store(SentFiles).put_down(content, now))
            await shelf.put(content.digest, clean)
        return content

    async def _arrive(self, file: SentFile, content: Content) -> None:
        async def work(turn: Turn) -> None:
            kept = await turn.store(SentFiles).kept(file.id, content)
            if kept is not None:
                await turn.publish(MediaArrived(file=kept))

        await self._act(work, leases=(lease_of(file.channel, file.bot),))

    async def _refuse(self, file: SentFile, why: Unfit) -> None:
        async def work(turn: Turn) -> None:
            refused = await turn.store(SentFiles).refused(file.id, why)
            if refused is not None:
                await turn.publish(MediaRefused(file=refused, why=why))

        await self._act(work, leases=(lease_of(file.channel, file.bot),))

    async def _later(self, file: SentFile) -> None:
        if file.tries >= len(RETRIES):
            await self._refuse(file, Unfit.GONE)
            return
        retry_at = self._clock.now() + RETRIES[file.tries]
        await self._database.write(lambda uow: uow.store(SentFiles).later(file.id, retry_at))
