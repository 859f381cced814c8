"""The database or its disk goes away for a while: the service waits, says so, catches up; nothing is lost or twice."""

import asyncio
import resource
import sys
from http import HTTPStatus
from pathlib import Path

import aiohttp
import pytest

from tests.crash.outage_town import SECRET, Neighbourhood, neighbourhood
from tests.servers.postgres import Postgres

pytestmark = pytest.mark.long

LOCK = """
import sqlite3, sys
database = sqlite3.connect("huying.db", isolation_level=None)
database.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.readline()
"""


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


async def _brings(here: Neighbourhood, update: dict[str, object]) -> int:
    """What Telegram would hear for this update."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{here.here}/telegram", json=update, headers=headers) as answer,
    ):
        return answer.status
