"""An account of ours that really talks to the test server, and the inbox where its updates land."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from adapters.telegram.channel import TelegramChannel
from adapters.telegram.pauses import Pace
from bot.config_channels import Telegram
from bot.config_values import Secret
from bot.errors import StorageAway
from bot.messages import Incoming
from bot.ports import Channel, Raw
from tests.servers.telegram.bots import Bot
from tests.servers.telegram.server import BotApiServer

QUICK = Pace(poll=5, first=0.02, longest=0.1, look=0.1)


class WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class Inbox:
    """Keeps rows by key, as the service's inbox does, and can be away like a database."""

    position: str | None = None
    rows: dict[str, Raw] = field(default_factory=dict)
    batches: list[Sequence[Raw]] = field(default_factory=list)
    away: bool = False
    refused: int = 0

    def is_open(self, channel: Channel) -> bool:
        del channel
        return True

    async def cursor(self, channel: str, bot: str) -> str | None:
        assert channel == "telegram"
        assert bot.isdecimal()
        self._check()
        return self.position

    async def receive(self, channel: Channel, rows: Sequence[Raw], cursor: str | None = None) -> None:
        assert channel.name == "telegram"
        self._check()
        self.batches.append(rows)
        for row in rows:
            self.rows.setdefault(row.key, row)
        self.position = cursor or self.position

    def _check(self) -> None:
        if self.away:
            self.refused += 1
            raise StorageAway("switched off")

    def events(self, channel: Channel) -> list[Incoming]:
        return [event for row in self.rows.values() for event in channel.parse(row.payload)]

    def texts(self, channel: Channel) -> list[str]:
        return [getattr(event, "text", "") for event in self.events(channel)]


def account(server: BotApiServer, bot: Bot, *, pace: Pace = QUICK, **config: Any) -> TelegramChannel:
    return TelegramChannel(Telegram(token=Secret(bot.token), **{"api_url": server.url, **config}), WallClock(), pace)


@asynccontextmanager
async def receiving(channel: TelegramChannel, inbox: Inbox) -> AsyncIterator[None]:
    """The channel signed in and receiving; at the end stopped as the service stops it."""
    await channel.start()
    task = asyncio.create_task(channel.receive(inbox))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await channel.close()


async def until(true: Callable[[], Any], seconds: float = 5.0) -> None:
    """Wait until something holds; fails when it does not in time."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - nobody sets an event for what a test looks at
            await asyncio.sleep(0.005)
