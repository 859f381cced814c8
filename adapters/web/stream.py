"""Open pages and what reaches them: server-sent events that resume where a page left off."""

import asyncio
import logging
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Final

from adapters.web.rooms import Message, Rooms, Talk
from bot.errors import StorageAway
from bot.ports import Clock, Database

log = logging.getLogger(__name__)

# Another process may have written: look at the rooms at least this often while a page is open.
LOOK_SECONDS: Final = 2.0
MOST_PAGES: Final = 1000
_BATCH: Final = 200
# A page that lags behind by more is cut off; it comes back and asks for what it missed.
_QUEUE: Final = 500
# A toast that comes later than this says nothing.
_TOAST_LIVES: Final = timedelta(seconds=30)


class Listener:
    """One open page: its chats, and the names under which whispers reach it."""

    def __init__(self, chats: Collection[str], whispers: Collection[str]) -> None:
        self.chats = frozenset(chats)
        self._whispers = frozenset(whispers)
        self._queue: asyncio.Queue[Message | None] = asyncio.Queue()

    def wants(self, message: Message) -> bool:
        """Is it for this page?"""
        whisper = message.said.whisper
        return message.said.chat in self.chats and (whisper is None or whisper in self._whispers)

    def offer(self, message: Message) -> None:
        """Let it wait for the page, or cut off a page that does not keep up."""
        if self._queue.qsize() >= _QUEUE:
            self.close()
        else:
            self._queue.put_nowait(message)

    def close(self) -> None:
        """End the stream after what waits already."""
        self._queue.put_nowait(None)

    async def next(self) -> Message | None:
        """The next change for the page; None: the end."""
        return await self._queue.get()


class Hub:
    """Reads each change of our rooms once and offers it to the pages that want it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._listeners: set[Listener] = set()
        self._woken = asyncio.Event()
        self._is_closed = False
        # None: what happened before the first look is the pages' own question.
        self._at: int | None = None

    def wake(self) -> None:
        """A room has changed."""
        self._woken.set()

    @property
    def is_full(self) -> bool:
        """Are as many pages open as one process may serve?"""
        return len(self._listeners) >= MOST_PAGES

    async def run(self) -> None:
        """Pass changes on until cancelled."""
        while True:
            self._woken.clear()
            try:
                more = await self._pass_on()
            except StorageAway:
                more = False
            except Exception:
                # Pages still read and send; without this loop they would only not move by themselves.
                log.exception("open pages could not be told what changed")
                more = False
            if not more:
                await self._rest()

    async def listen(self, listener: Listener, after: int) -> AsyncIterator[Message]:
        """What changed after that number, and then what changes, until the page or the service goes."""
        self._listeners.add(listener)
        if self._is_closed:
            listener.close()
        self.wake()
        seen = after
        try:
            # What comes between the hub's first look and the question what was missed is told, not lost.
            await self._begun()
            async for message in self._missed(listener, after):
                seen = message.number
                yield message
            while (change := await listener.next()) is not None:
                # What came while the missed ones were read has been told already.
                if change.number > seen:
                    yield change
        finally:
            self._listeners.discard(listener)

    def close(self) -> None:
        """End every stream, and each that would still begin."""
        self._is_closed = True
        for listener in self._listeners:
            listener.close()

    async def _missed(self, listener: Listener, after: int) -> AsyncIterator[Message]:
        fresh = self._clock.now() - _TOAST_LIVES
        while messages := await self._after(after, sorted(listener.chats)):
            for message in messages:
                if listener.wants(message) and (message.said.whisper is None or message.said.at > fresh):
                    yield message
            after = messages[-1].number

    async def _pass_on(self) -> bool:
        """Offer what changed; answers whether there may be more."""
        seen = await self._begun()
        changes = await self._after(seen, None)
        for message in changes:
            for listener in tuple(self._listeners):
                if listener.wants(message):
                    listener.offer(message)
        self._at = changes[-1].number if changes else seen
        return len(changes) == _BATCH

    async def _begun(self) -> int:
        """The number up to which pages have been told; at first that of now."""
        if self._at is not None:
            return self._at
        now: int = await self._database.read(lambda uow: uow.store(Rooms).counter())
        self._at = now
        return now

    async def _after(self, number: int, chats: Sequence[str] | None) -> Sequence[Message]:
        return await self._database.read(lambda uow: uow.store(Talk).after(number, chats, _BATCH))

    async def _rest(self) -> None:
        # Not wait_for: Python 3.11 lets it swallow a cancellation that comes together with the wake-up.
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_SECONDS if self._listeners else None):
                await self._woken.wait()
