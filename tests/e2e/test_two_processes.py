"""Two processes of the service on one PostgreSQL: one answers, the other stands by and takes over."""

import asyncio
import socket
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Self

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.e2e.huying import QUICK, Huying, starting
from tests.e2e.ledger import ledger
from tests.e2e.telegram_town import CONFIG, TOKEN, TelegramTown
from tests.servers.telegram import BotApiServer, Group, Message

pytestmark = [pytest.mark.postgres, pytest.mark.long]

# What is promised to residents; a lease lasts for ten.
TAKEOVER_SECONDS = 30.0
AT_ONCE_SECONDS = 6.0
STORAGE = """
[storage]
url = "{database}"
[web]
listen = "{listen}"
"""
SECRET = "s3cret_word-of_the_webhook"
WEBHOOK = """mode = "webhook"
webhook_url = "{here}/telegram"
webhook_secret = "{secret}"
"""


@dataclass(kw_only=True)
class Pair:
    """The process that answers and the one that stands by, and where each listens."""

    town: TelegramTown
    holder: Huying
    standby: Huying
    listens: tuple[str, str]

    async def call(self, group: Group, words: str) -> float:
        """Somebody calls; answers the seconds until the card is there."""
        began = time.monotonic()
        said = await self.town.wang.says(group, f"/report 1号楼{words}")
        await group.wait_for(lambda m: m.reply_to is said and "#" in m.text, timeout=TAKEOVER_SECONDS)
        return time.monotonic() - began


@asynccontextmanager
async def pair(folder: Path, database: str, telegram: str = CONFIG) -> AsyncIterator[Pair]:
    """Both processes, each in a folder and with a config of its own."""
    listens = (_free_address(), _free_address())
    async with BotApiServer() as server, AsyncExitStack() as stack:
        town, processes = TelegramTown(server, folder), []
        for number, listen in enumerate(listens):
            config = telegram.format(token=TOKEN, url=server.url) + STORAGE.format(database=database, listen=listen)
            home = folder / f"process-{number}"
            home.mkdir()
            processes.append(await stack.enter_async_context(starting(home, config, program=QUICK)))
            if number == 0:
                await processes[0].says("acting for", seconds=TAKEOVER_SECONDS)
        await asyncio.gather(*(process.ready() for process in processes))
        yield Pair(town=town, holder=processes[0], standby=processes[1], listens=listens)
        assert not server.violations, "\n".join(server.violations)


def _free_address() -> str:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return f"127.0.0.1:{probe.getsockname()[1]}"


async def _lines(listen: str, page: str) -> list[str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://{listen}/{page}") as answer:
        return (await answer.text()).splitlines()


async def _settled(listen: str) -> None:
    """Until all that has left is noted down: what is not may come twice on Telegram, as after any crash."""
    async with asyncio.timeout(TAKEOVER_SECONDS):
        while await _waits(listen):  # noqa: ASYNC110 - nobody tells from outside
            await asyncio.sleep(0.1)


async def _waits(listen: str) -> bool:
    return any(line.startswith("huying_outbox_waiting{") for line in await _lines(listen, "metrics"))


def _cards(group: Group, bot: object) -> Counter[Message | None]:
    return Counter(m.reply_to for m in group.messages if m.sender is bot and "#" in m.text)


async def test_frozen_it_is_replaced_thawed_it_stands_by_and_replaces_the_other_when_that_is_killed(
    tmp_path: Path, postgres_url: str
) -> None:
    async with pair(tmp_path, postgres_url) as two:
        group = await two.town.group_of("御城社区")
        await two.call(group, "路灯不亮")
        await _settled(two.listens[0])

        two.holder.freeze()
        frozen = await two.call(group, "门坏了")
        polls = len(two.town.server.calls_of("getUpdates"))
        two.holder.thaw()
        await two.holder.says("another process has taken over")
        await two.call(group, "水管漏水")
        refused = [call for call in two.town.server.calls_of("getUpdates")[polls:] if not call.ok]
        await _settled(two.listens[1])

        await two.standby.kill()
        killed = await two.call(group, "电梯停了")

        rows = await ledger(two.holder.folder)
        assert max(frozen, killed) < TAKEOVER_SECONDS
        assert len(rows) == 4
        assert set(_cards(group, two.town.bot).values()) == {1}
        assert refused == [], "a process that stands by polls"


async def test_either_takes_what_telegram_brings_and_one_stopped_in_order_hands_over_at_once(
    tmp_path: Path, postgres_url: str
) -> None:
    async with Balancer() as balancer:
        hook = WEBHOOK.format(here=balancer.url, secret=SECRET)
        async with pair(tmp_path, postgres_url, CONFIG.replace("[emergency]", f"{hook}[emergency]")) as two:
            balancer.behind = two.listens
            group = await two.town.group_of("御城社区")
            for words in ("路灯不亮", "门坏了", "水管漏水", "电梯停了"):
                await two.call(group, words)
            bot = f"telegram {two.town.bot.id}"
            ready = [next(part for part in await _lines(one, "readyz") if bot in part) for one in two.listens]
            codes = await two.holder.stop(), two.standby.process.returncode
            seconds = await two.call(group, "墙皮脱落")

            rows = await ledger(two.standby.folder)
            assert balancer.taken.keys() == set(two.listens)
            assert ready[0] == f"ok: {bot} (held here)"
            assert ready[1].startswith(f"ok: {bot} (held by ")
            assert codes == (0, None)
            assert seconds < AT_ONCE_SECONDS
            assert len(rows) == 5
            assert set(_cards(group, two.town.bot).values()) == {1}
            assert two.town.server.counts["getUpdates"] == 0


class Balancer:
    """Brings each update to another one of the processes behind it, as any reverse proxy does."""

    def __init__(self) -> None:
        self.behind: tuple[str, ...] = ()
        self.taken = Counter[str]()
        self.url = ""
        self._turns = count()
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/telegram", self._pass_on)
        server = TestServer(app)
        await server.start_server(shutdown_timeout=0.1)
        self._stack.push_async_callback(server.close)
        self.url = str(server.make_url("")).rstrip("/")
        self._session = await self._stack.enter_async_context(aiohttp.ClientSession())
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def _pass_on(self, request: web.Request) -> web.Response:
        body, first = await request.read(), next(self._turns)
        for step in range(len(self.behind)):
            address = self.behind[(first + step) % len(self.behind)]
            try:
                async with self._session.post(f"http://{address}/telegram", data=body, headers=request.headers) as back:
                    self.taken[address] += 1
                    return web.Response(status=back.status)
            except aiohttp.ClientConnectionError:
                continue
        return web.Response(status=502)
