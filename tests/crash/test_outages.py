"""What the service needs goes away for a while: it waits, says so, catches up; nothing is lost, nothing is twice."""

import asyncio
import resource
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import count
from pathlib import Path

import aiohttp
import pytest

from tests.e2e.huying import QUICK, Huying, command, running
from tests.e2e.ledger import ledger
from tests.e2e.matrix_town import matrix_town
from tests.e2e.telegram_town import SECONDS, TelegramTown, number_in
from tests.servers.postgres import Postgres
from tests.servers.synapse import Synapse
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
LOCK = """
import sqlite3, sys
database = sqlite3.connect("huying.db", isolation_level=None)
database.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.readline()
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


async def test_the_bot_api_fails_in_every_way_and_comes_back(tmp_path: Path) -> None:
    async with neighbourhood(tmp_path) as here:
        server = here.town.server
        await here.call()
        await here.answered()
        task = await here.town.task(here.town.zhao, 1)

        server.outage("502")
        await here.call(2)
        await here.huying.says("cannot receive")
        server.outage("drop")
        await here.call(2)
        await here.town.zhao.presses(task, "接单")
        server.outage(None)
        server.fail_next("sendMessage", status=500, count=3)
        server.trouble_next("drop_before", "editMessageText", count=2)
        server.trouble_next("drop_after", "getUpdates", count=2)
        server.trouble_next("timeout_after", "getUpdates", seconds=1.0)
        await here.call(2)
        await here.answered()
        await here.group.wait_until(lambda: "赵敏接单了" in here.cards(here.calls[0])[0].text, timeout=SECONDS)

        await here.is_whole()


async def test_the_bot_is_thrown_out_of_a_group_and_comes_back(tmp_path: Path) -> None:
    async with neighbourhood(tmp_path) as here:
        bot, zhao = here.town.bot, here.town.zhao
        await here.call(2)
        await here.answered()

        await here.group.kicks(bot)
        for number in (1, 2):
            await zhao.says(bot, f"/progress {number} 师傅下午到")
        await _dead_letters(here, 1)
        await here.group.adds(bot)
        await here.group.wait_until(
            lambda: all("师傅下午到" in here.cards(one)[0].text for one in here.calls), timeout=SECONDS
        )

        await _dead_letters(here, 0)
        await here.is_whole()


async def test_a_worker_blocks_the_bot_and_lets_it_in_again(tmp_path: Path) -> None:
    async with neighbourhood(tmp_path) as here:
        zhao = here.town.zhao
        await zhao.blocks(here.town.bot)

        await here.call(3)
        await here.answered()
        await _dead_letters(here, 1)
        await zhao.starts(here.town.bot)

        told = zhao.private(here.town.bot)
        await told.wait_until(
            lambda: all(any(f"#{n} " in m.text for m in told.messages) for n in (1, 2, 3)), timeout=40
        )
        await _dead_letters(here, 0)
        await here.is_whole()


async def test_another_program_locks_the_database_for_ten_seconds(tmp_path: Path) -> None:
    async with neighbourhood(tmp_path) as here:
        await here.call()
        await here.answered()

        locker = await asyncio.create_subprocess_exec(
            sys.executable, "-c", LOCK, cwd=tmp_path, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        assert locker.stdin is not None
        assert locker.stdout is not None
        await locker.stdout.readline()
        locked_until = asyncio.get_running_loop().time() + 10
        await here.call(3)
        await here.says_that_it_waits("database")
        assert not here.cards(here.calls[-1])
        await asyncio.sleep(locked_until - asyncio.get_running_loop().time())
        await here.call(2)
        locker.stdin.close()
        await locker.wait()
        await here.answered()

        await here.is_whole()


@pytest.mark.postgres
async def test_postgresql_is_stopped_and_started(tmp_path: Path, postgres_server: Postgres) -> None:
    url = await postgres_server.fresh_database()
    async with neighbourhood(tmp_path, storage=url) as here:
        await here.call()
        await here.answered()

        await asyncio.to_thread(postgres_server.stop)
        await here.call(3)
        await here.says_that_it_waits("database")
        assert not here.cards(here.calls[-1])
        await asyncio.to_thread(postgres_server.start)
        await here.call(2)
        await here.answered()

        await here.is_whole()


async def test_the_disk_is_full_and_the_webhook_says_so(tmp_path: Path) -> None:
    async with neighbourhood(tmp_path, webhook=True) as here:
        await here.call()
        await here.answered()
        unlimited = resource.prlimit(here.huying.process.pid, resource.RLIMIT_FSIZE)

        resource.prlimit(here.huying.process.pid, resource.RLIMIT_FSIZE, (1, unlimited[1]))
        status = await _brings(here, {"update_id": 1, "message": {"message_id": 1}})
        await here.call(3)
        await here.says_that_it_waits("database")
        assert not here.cards(here.calls[-1])
        resource.prlimit(here.huying.process.pid, resource.RLIMIT_FSIZE, unlimited)
        await here.answered()

        assert status == HTTPStatus.SERVICE_UNAVAILABLE
        await here.is_whole()


@pytest.mark.synapse
async def test_the_homeserver_is_restarted(tmp_path: Path, homeserver: Synapse) -> None:
    """And those on Telegram do not notice."""
    async with matrix_town(tmp_path, homeserver) as town:
        telegram = town.telegram
        room, group = await town.room_of("第一网格"), await telegram.group_of("第一网格", town.li)
        before = await town.wang.says(room, "!report 1号楼路灯不亮")
        first = await town.answer(room, before)
        task = await telegram.task(town.li, 1)

        unheard = await town.wang.says(room, "!report 3号楼门禁打不开")
        await asyncio.to_thread(homeserver.stop)
        meanwhile = await telegram.wang.says(group, "/report 3号楼下水道堵了")
        card = await telegram.answer(group, meanwhile)
        await telegram.wang.says(group, f"/withdraw {number_in(card)}")
        await (await town.li.presses(task, "接单")).toast()
        await asyncio.to_thread(homeserver.start)
        after = await town.wang.says(room, "!report 3号楼垃圾桶满了")

        answers = [await town.answer(room, call) for call in (unheard, after)]
        await town.card_says(room, first, "李明接单了")
        texts = [row["text"] for row in await ledger(tmp_path)]
        cards = [m for m in town.wang.reads(room) if m.sender == town.bot and m.in_reply_to is not None]
        assert len(set(texts)) == len(texts) == 4
        assert {m.id for m in answers} | {first.id} == {m.id for m in cards if "#" in m.body}


async def _brings(here: Neighbourhood, update: dict[str, object]) -> int:
    """What Telegram would hear for this update."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{here.here}/telegram", json=update, headers=headers) as answer,
    ):
        return answer.status


async def _dead_letters(here: Neighbourhood, count: int) -> None:
    """Wait until `huying outbox` lists so many; each has its line with an id in front."""
    async with asyncio.timeout(SECONDS):
        while True:
            _, printed = await command(here.town.folder, "outbox")
            if sum(line[:1].isdigit() for line in printed.splitlines()) == count:
                return


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
