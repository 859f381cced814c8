"""Delivery by webhook: in order within a chat, again and again until the address answers 2xx."""

import asyncio
import json
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import aiohttp

from tests.servers.telegram.updates import Update

if TYPE_CHECKING:
    from tests.servers.telegram.bots import Bot
    from tests.servers.telegram.world import World

Json = dict[str, Any]

ANSWER_SECONDS: Final = 60
LONGEST_DELAY: Final = 60.0


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where updates go and what proves that they come from here."""

    url: str
    secret_token: str | None = None
    max_connections: int = 40


class Webhook:
    """Carries the updates of one bot while it is set. A chat's updates wait for one another, chats do not."""

    def __init__(self, world: "World", bot: "Bot", address: Address) -> None:
        self._world = world
        self._bot = bot
        self.address = address
        self._lanes: dict[int, deque[Update]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(address.max_connections)
        self._session: aiohttp.ClientSession | None = None
        self.last_error: tuple[int, str] | None = None

    def start(self) -> None:
        """Deliver what waits and everything that comes."""
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS))
        for update in self._bot.queue.waiting():
            self._line_up(update)
        self._bot.queue.listener = self._line_up

    async def stop(self) -> None:
        """Stop at once; what was not accepted stays in the queue."""
        self._bot.queue.listener = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def _line_up(self, update: Update) -> None:
        if update.chat in self._lanes:
            self._lanes[update.chat].append(update)
            return
        self._lanes[update.chat] = deque([update])
        task = asyncio.create_task(self._drain(update.chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _drain(self, chat: int) -> None:
        lane = self._lanes[chat]
        while lane:
            await self._until_accepted(lane[0])
            self._bot.queue.drop(lane.popleft())
        del self._lanes[chat]

    async def _until_accepted(self, update: Update) -> None:
        delay = self._world.webhook_retry
        while update.expires > self._world.clock.now():
            async with self._places:
                if await self._accepted(update):
                    return
            await asyncio.sleep(delay)
            delay = min(2 * delay, LONGEST_DELAY)

    async def _accepted(self, update: Update) -> bool:
        assert self._session is not None
        self._bot.queue.mark_fetched(update)
        headers = {"Content-Type": "application/json"}
        if self.address.secret_token is not None:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.address.secret_token
        try:
            async with self._session.post(self.address.url, data=update.text.encode(), headers=headers) as answer:
                body = await answer.text()
        except (TimeoutError, aiohttp.ClientError) as error:
            self._failed("Connection timed out" if isinstance(error, TimeoutError) else "Connection refused")
            return False
        if not answer.ok:
            self._failed(f"Wrong response from the webhook: {answer.status} {answer.reason}")
            return False
        await self._perform(body)
        return True

    async def _perform(self, body: str) -> None:
        """A 2xx answer may carry one call, whose result nobody hears."""
        try:
            call = json.loads(body) if body.strip() else {}
        except ValueError:
            return
        if isinstance(call, dict) and isinstance(call.get("method"), str):
            name = call.pop("method")
            await self._world.perform(self._bot, name, call)

    def _failed(self, words: str) -> None:
        self.last_error = (int(self._world.clock.now()), words)
