"""A group on Telegram for outages: what is called there must be answered once, whatever went away meanwhile."""

import asyncio
import socket
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import count
from pathlib import Path

import aiohttp

from tests.e2e.huying import QUICK, Huying, running
from tests.e2e.ledger import ledger
from tests.e2e.telegram_town import SECONDS, TelegramTown
from tests.servers.telegram import BotApiServer, Group, Message

SECRET = "s3cret_word-of_the_webhook"
HOOK = """mode = "webhook"
webhook_url = "{here}/telegram"
webhook_secret = "{secret}"
"""
WEB = """
[web]
listen = "{listen}"
"""


@dataclass(kw_only=True)
class Neighbourhood:
    """A group on Telegram and the service behind it, which also answers on the web at `here`."""

    town: TelegramTown
    huying: Huying
    here: str
    group: Group
    calls: list[Message] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    async def call(self, times: int = 1) -> None:
        """王芳 calls, each time with other words."""
        for _ in range(times):
            words = f"/report {next(self.numbers) % 4 + 1}号楼第{len(self.calls)}盏路灯不亮"
            self.calls.append(await self.town.wang.says(self.group, words))

    async def answered(self, seconds: float = 3 * SECONDS) -> None:
        """Wait until every call has its card."""
        await self.group.wait_until(lambda: all(self.cards(call) for call in self.calls), timeout=seconds)

    def cards(self, call: Message) -> list[Message]:
        """What we answered with a number: a message under the call, or a list with a line of it."""
        words = call.text.removeprefix("/report ")
        return [m for m in self.group.messages if m.sender is self.town.bot and "#" in m.text and words in m.text]

    async def readyz(self) -> tuple[int, str]:
        """Status and words of /readyz."""
        async with aiohttp.ClientSession() as session, session.get(f"{self.here}/readyz") as answer:
            return answer.status, await answer.text()

    async def says_that_it_waits(self, part: str) -> None:
        """Wait until /readyz names what is missing."""
        async with asyncio.timeout(SECONDS):
            while f"not ready: {part}" not in (await self.readyz())[1]:  # noqa: ASYNC110 - /readyz rings no bell
                await asyncio.sleep(0.1)
        assert (await self.readyz())[0] == HTTPStatus.SERVICE_UNAVAILABLE

    async def is_whole(self) -> None:
        """Every call is one ticket with one card, and everything is well again."""
        rows = await ledger(self.town.folder)
        said = Counter(call.text.removeprefix("/report ") for call in self.calls)
        assert Counter(row["text"] for row in rows) == said
        assert [len(self.cards(call)) for call in self.calls] == [1] * len(self.calls)
        assert (await self.readyz())[0] == HTTPStatus.OK, await self.readyz()


@asynccontextmanager
async def neighbourhood(folder: Path, *, storage: str = "", webhook: bool = False) -> AsyncIterator[Neighbourhood]:
    """One whose calls go to the admin, 赵敏, for it has no roster."""
    listen = f"127.0.0.1:{_free_port()}"
    here = f"http://{listen}"
    async with BotApiServer() as server:
        server.world.webhook_retry = 0.05
        town = TelegramTown(server, folder)
        hook = HOOK.format(here=here, secret=SECRET) if webhook else ""
        config = town.config.replace("[emergency]", f"{hook}[emergency]") + WEB.format(listen=listen)
        if storage:
            config = f'{config}[storage]\nurl = "{storage}"\n'
        async with running(folder, config, program=QUICK) as huying:
            await town.zhao.starts(town.bot)
            group = await town.group_of("御城社区")
            yield Neighbourhood(town=town, huying=huying, here=here, group=group)
    assert not server.violations


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
