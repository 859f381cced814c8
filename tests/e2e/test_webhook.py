"""The main job with Telegram calling us: our own web server takes the updates."""

import socket
from pathlib import Path

import aiohttp

from tests.e2e.huying import running
from tests.e2e.telegram_town import SECONDS, TOKEN, TelegramTown, number_in
from tests.servers.telegram import BotApiServer

SECRET = "s3cret_word-of_the_webhook"
CONFIG = """
admins = ["telegram:1003"]
[telegram]
token = "{token}"
api_url = "{url}"
mode = "webhook"
webhook_url = "{here}/telegram"
webhook_secret = "{secret}"
[web]
listen = "{listen}"
"""


async def test_a_call_that_telegram_brings_is_answered_done_and_confirmed(tmp_path: Path) -> None:
    listen = f"127.0.0.1:{_free_port()}"
    here = f"http://{listen}"
    async with BotApiServer() as server:
        server.world.webhook_retry = 0.05
        town = TelegramTown(server, tmp_path)
        config = CONFIG.format(token=TOKEN, url=server.url, here=here, secret=SECRET, listen=listen)
        async with running(tmp_path, config) as huying:
            await town.zhao.starts(town.bot)
            group = await town.group_of("御城社区")

            call = await town.wang.says(group, "/report 3号楼路灯不亮")
            card = await town.answer(group, call)
            task = await town.task(town.zhao, number_in(card))
            await (await town.zhao.presses(task, "接单")).toast()
            await town.zhao.says(town.bot, f"/done {number_in(card)} 换了灯泡")
            post = await group.wait_for(lambda m: "您看修好了吗" in m.text, timeout=SECONDS)
            await town.wang.presses(post, "修好了")
            await group.wait_until(lambda: "报事人看过" in card.text, timeout=SECONDS)

            status, parts = await _get(f"{here}/readyz")
            assert status == 200
            assert parts.splitlines()[:3] == ["ok: database", f"ok: telegram {town.bot.id}", "ok: web local"]
            assert 'huying_tickets_open{state="closed"}' not in (await _get(f"{here}/metrics"))[1]
            assert 'huying_turns_total{channel="telegram",ended="ok"}' in (await _get(f"{here}/metrics"))[1]
            assert await _post(f"{here}/telegram", "guessed") in {401, 403, 404}
            assert server.counts["getUpdates"] == 0
        assert SECRET not in huying.log
    assert not server.violations


async def _get(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.text()


async def _post(url: str, secret: str) -> int:
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
    async with aiohttp.ClientSession() as session, session.post(url, json={"update_id": 1}, headers=headers) as answer:
        return answer.status


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
