"""`huying init` as a process, against the real servers: the admin is found, and nothing of others is lost."""

import asyncio
import re
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.config import load
from tests.e2e.huying import running, start
from tests.e2e.telegram_town import SECONDS, TOKEN
from tests.servers.synapse import Account, Synapse
from tests.servers.telegram import BotApiServer

CODE = re.compile(r"huying-[0-9A-Z]{8}")


class Init:
    """`huying init` at work; `said` is what it has printed so far."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.said = ""

    async def code(self) -> str:
        """The code that it waits for."""
        assert self.process.stdout is not None
        async with asyncio.timeout(SECONDS):
            while not (CODE.search(self.said) and self.said.endswith("……\n")):
                more = await self.process.stdout.read(4096)
                assert more, self.said
                self.said += more.decode()
        found = CODE.search(self.said)
        assert found
        return found[0]

    async def ends(self) -> int:
        """Its exit code."""
        assert self.process.stdout is not None
        async with asyncio.timeout(SECONDS):
            self.said += (await self.process.stdout.read()).decode()
            return await self.process.wait()


@asynccontextmanager
async def init(folder: Path, answers: Sequence[str], *options: str) -> AsyncIterator[Init]:
    process = await start(folder, "init", *options)
    assert process.stdin is not None
    process.stdin.write("".join(f"{answer}\n" for answer in answers).encode())
    await process.stdin.drain()
    try:
        yield Init(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_on_telegram_the_admin_is_found_and_what_residents_wrote_is_still_there(
    telegram: BotApiServer, tmp_path: Path
) -> None:
    bot = telegram.add_bot(token=TOKEN, username="huying_bot", privacy_mode=True)
    wang, zhao = telegram.user(1001, "王芳"), telegram.user(1003, "赵敏")
    await wang.starts(bot)
    await wang.says(bot, "3号楼路灯不亮")

    async with init(tmp_path, ["", "123456:wrong", TOKEN, ""], "--api-url", telegram.url) as process:
        code = await process.code()
        assert f"https://t.me/huying_bot?start={code}" in process.said
        await wang.says(bot, "在吗")
        await zhao.starts(bot, code)
        assert await process.ends() == 0, process.said

    config = load(tmp_path / "config.toml", {})
    assert ([str(admin.id) for admin in config.admins], config.warnings) == (["1003"], ())
    assert "不认这个口令" in process.said
    assert TOKEN not in process.said
    assert zhao.private(bot).messages[-1].text.startswith("好,您是管理员了。")
    async with running(tmp_path):
        await wang.private(bot).wait_for(lambda m: m.sender.is_bot and "3号楼" in m.text, timeout=SECONDS)
        await zhao.private(bot).wait_for(lambda m: m.text.startswith("您好,我是呼应。"), timeout=SECONDS)


async def test_ctrl_c_while_it_waits_leaves_nothing(telegram: BotApiServer, tmp_path: Path) -> None:
    telegram.add_bot(token=TOKEN, username="huying_bot")

    async with init(tmp_path, ["", TOKEN, ""], "--api-url", telegram.url) as process:
        await process.code()
        process.process.send_signal(signal.SIGINT)
        ended = await process.ends()

    assert (ended, files_in(tmp_path)) == (1, [])
    assert "Traceback" not in process.said


@pytest.mark.synapse
async def test_on_matrix_the_admin_is_invited_and_no_device_stays_behind(synapse: Synapse, tmp_path: Path) -> None:
    bot = await synapse.account("huying", display_name="呼应")
    zhao = await synapse.user("zhao", display_name="赵敏")
    answers = ["", bot.id, "wrong-horse", bot.id, bot.password, zhao.id, ""]

    async with init(tmp_path, answers, "--homeserver", synapse.url) as process:
        code = await process.code()
        (room,) = await zhao.accepts_invitations()
        await zhao.says(room, code)
        assert await process.ends() == 0, process.said

    config = load(tmp_path / "config.toml", {})
    assert [str(admin.id) for admin in config.admins] == [zhao.id]
    assert (config.matrix[0].user, config.matrix[0].homeserver) == (bot.id, synapse.url)
    assert files_in(tmp_path) == ["config.toml"]
    assert bot.password not in process.said
    await zhao.sees(room, lambda m: m.sender == bot.id and m.body.startswith("好,您是管理员了。"), timeout=SECONDS)
    assert await devices_of(synapse, bot) == [bot.device]


def files_in(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


async def devices_of(synapse: Synapse, account: Account) -> list[str]:
    headers = {"Authorization": f"Bearer {account.access_token}"}
    async with aiohttp.ClientSession() as session:
        answer = await session.get(f"{synapse.url}/_matrix/client/v3/devices", headers=headers)
        return [device["device_id"] for device in (await answer.json())["devices"]]
