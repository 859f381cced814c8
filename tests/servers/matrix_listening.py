"""The ears of a Matrix user: one nio client that syncs in the background and folds what it hears into timelines."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import nio

from tests.servers.matrix_timeline import Timeline

WINDOW = {"room": {"timeline": {"limit": 100}}}
POLL_MILLISECONDS = 20_000


class MatrixError(Exception):
    """The homeserver said no. `code` is its errcode; `retry_after_ms` is set when it only said: later."""

    def __init__(self, answer: nio.ErrorResponse) -> None:
        super().__init__(str(answer))
        self.code: str = answer.status_code or ""
        self.retry_after_ms: int | None = answer.retry_after_ms


async def accepted(answering: Awaitable[Any]) -> Any:
    """The answer of a call of nio, which returns errors as values; raises them as `MatrixError`."""
    answer = await answering
    if isinstance(answer, nio.ErrorResponse):
        raise MatrixError(answer)
    return answer


class MatrixListening:
    """A client on a new device. Without a `store` folder it has no keys and cannot read encrypted rooms."""

    def __init__(self, homeserver: str, user_id: str, store: Path | None) -> None:
        if store is not None:
            store.mkdir(parents=True, exist_ok=True)
        config = nio.AsyncClientConfig(
            store_sync_tokens=False,
            encryption_enabled=store is not None,
            max_limit_exceeded=0,
            max_timeout_retry_wait_time=0.3,
        )
        self.client = nio.AsyncClient(homeserver, user_id, store_path=str(store or ""), config=config)
        self.timelines: dict[str, Timeline] = defaultdict(Timeline)
        self._unreadable: dict[str, nio.MegolmEvent] = {}
        self._news = asyncio.Condition()
        self._task: asyncio.Task[None] | None = None

    async def begin(self, password: str) -> None:
        """Log in, hear what is there, and go on in the background."""
        await accepted(self.client.login(password, device_name="phone"))
        await self._keep_keys()
        await self._hear(await self.client.sync(sync_filter=WINDOW, full_state=True))
        self._task = asyncio.create_task(self._listen(), name=f"listening {self.client.user_id}")

    async def end(self) -> None:
        """Stop listening and close the connections and the key store. Ending twice does no harm."""
        if self._task is not None:
            self._task.cancel()
            # A fault in it was already raised by `until`, for whoever waited.
            await asyncio.gather(self._task, return_exceptions=True)
        await self.client.close()
        if self.client.store is not None:
            self.client.store.database.close()

    async def until(self, come_true: Callable[[], bool], what: str, seconds: float) -> None:
        """Wait for news that make it true; raises AssertionError when they do not come in time."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds), self._news:
                await self._news.wait_for(lambda: come_true() or self._is_deaf())
        if self._task is not None and self._task.done():
            self._task.result()
        if not come_true():
            raise AssertionError(f"{self.client.user_id} did not {what} within {seconds} s")

    def _is_deaf(self) -> bool:
        return self._task is None or self._task.done()

    async def _listen(self) -> None:
        try:
            while True:
                await self._hear(await self.client.sync(POLL_MILLISECONDS, sync_filter=WINDOW))
        finally:
            async with self._news:
                self._news.notify_all()

    async def _hear(self, answer: nio.SyncResponse | nio.SyncError) -> None:
        if isinstance(answer, nio.ErrorResponse):
            raise MatrixError(answer)
        for room_id, heard in answer.rooms.join.items():
            for event in heard.timeline.events:
                self._take(room_id, event)
        for room_id in answer.rooms.leave:
            self.client.rooms.pop(room_id, None)
            self.client.invited_rooms.pop(room_id, None)
        await self._keep_keys()
        self._try_again()
        async with self._news:
            self._news.notify_all()

    def _take(self, room_id: str, event: Any) -> None:
        if isinstance(event, nio.MegolmEvent):
            self._unreadable[event.event_id] = event
        self.timelines[room_id].take(event.source, encrypted=bool(getattr(event, "decrypted", False)))

    async def _keep_keys(self) -> None:
        # nio does these only inside its own endless loop.
        await self.client.send_to_device_messages()
        if self.client.should_upload_keys:
            await accepted(self.client.keys_upload())
        if self.client.should_query_keys:
            await accepted(self.client.keys_query())
        if self.client.should_claim_keys:
            await accepted(self.client.keys_claim(self.client.get_users_for_key_claiming()))

    def _try_again(self) -> None:
        for event in list(self._unreadable.values()):
            with contextlib.suppress(nio.EncryptionError):
                self._take(event.room_id, self.client.decrypt_event(event))
                del self._unreadable[event.event_id]
