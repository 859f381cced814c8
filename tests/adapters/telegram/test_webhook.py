"""The webhook: Telegram brings updates to our own web server."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from adapters.telegram.channel import TelegramChannel
from adapters.telegram.receive import KINDS
from adapters.telegram.webhook import LARGEST_BODY, SECRET_HEADER
from bot.config_values import Secret
from tests.adapters.telegram.account import Inbox, account, until
from tests.adapters.telegram.written import update
from tests.servers.telegram.bots import Bot
from tests.servers.telegram.server import BotApiServer

SECRET = "s3cret_-"


@dataclass
class Desk:
    """Our web server with the route of one account."""

    url: str
    bot: Bot
    channel: TelegramChannel
    inbox: Inbox

    async def gets(self, body: bytes, secret: str | None = SECRET) -> int:
        """The status with which a call is answered."""
        headers = {} if secret is None else {SECRET_HEADER: secret}
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.url, data=BytesIO(body), headers=headers) as answer,
        ):
            return answer.status


@asynccontextmanager
async def _serving(server: BotApiServer, inbox: Inbox) -> AsyncIterator[Desk]:
    app = web.Application()
    runner = web.AppRunner(app, access_log=None)
    bot = server.add_bot()
    late: list[Any] = []

    async def route(request: web.Request) -> web.Response:
        response: web.Response = await late[0](request)
        return response

    app.router.add_post("/telegram", route)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
    channel = account(server, bot, mode="webhook", webhook_url=url, webhook_secret=Secret(SECRET))
    late.append(channel.webhook_handler(inbox))
    try:
        yield Desk(url=url, bot=bot, channel=channel, inbox=inbox)
    finally:
        await channel.close()
        await runner.cleanup()


@pytest.fixture
async def desk(telegram: BotApiServer) -> AsyncIterator[Desk]:
    telegram.world.webhook_retry = 0.02
    async with _serving(telegram, Inbox()) as desk:
        await desk.channel.start()
        task = asyncio.create_task(desk.channel.receive(desk.inbox))
        yield desk
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_what_a_neighbour_says_is_brought_and_kept(desk: Desk, telegram: BotApiServer) -> None:
    """PLATFORMS 6, 8, 9: the secret and the kinds are named, nothing that waits is dropped."""
    lin = telegram.user(1001, "小林")
    await lin.starts(desk.bot)

    await until(lambda: desk.inbox.rows)
    await until(lambda: not desk.bot.queue.waiting())

    assert desk.inbox.texts(desk.channel) == ["/start"]
    assert telegram.calls_of("setWebhook")[0].args == {
        "url": desk.url,
        "secret_token": SECRET,
        "allowed_updates": list(KINDS),
        "drop_pending_updates": False,
    }
    assert not telegram.counts["getUpdates"]
    assert desk.channel.is_ready()


async def test_a_database_that_is_away_makes_telegram_come_again(desk: Desk, telegram: BotApiServer) -> None:
    """PLATFORMS 6: 503 until it is kept."""
    await until(lambda: desk.bot.webhook)
    desk.inbox.away = True
    await telegram.user(1001, "小林").starts(desk.bot)
    await until(lambda: desk.inbox.refused >= 2)
    waiting = len(desk.bot.queue.waiting())

    desk.inbox.away = False
    await until(lambda: not desk.bot.queue.waiting())

    assert waiting == 1
    assert desk.inbox.texts(desk.channel) == ["/start"]


async def test_the_same_update_twice_is_taken_twice_and_kept_once(desk: Desk) -> None:
    """PLATFORMS 1: duplicates are answered 200, or they would come for ever."""
    body = json.dumps(update()).encode()

    statuses = [await desk.gets(body), await desk.gets(body)]

    assert statuses == [200, 200]
    assert len(desk.inbox.rows) == 1


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", "密"])
async def test_a_caller_without_the_secret_is_sent_away(desk: Desk, secret: str | None) -> None:
    """PLATFORMS 6"""
    assert await desk.gets(json.dumps(update()).encode(), secret) == 401
    assert not desk.inbox.rows


async def test_a_body_beyond_the_cap_is_not_read(desk: Desk) -> None:
    """PLATFORMS 6"""
    assert await desk.gets(b" " * (LARGEST_BODY + 1)) == 413


async def test_what_is_no_json_is_refused_and_a_poison_update_is_kept(desk: Desk) -> None:
    """PLATFORMS 4"""
    assert await desk.gets(b"{") == 400
    assert await desk.gets(json.dumps(update("message", {"message_id": "x"})).encode()) == 200
    assert list(desk.inbox.rows) == ["u:900"]


async def test_only_an_account_in_webhook_mode_has_a_path(desk: Desk, telegram: BotApiServer) -> None:
    polling = account(telegram, desk.bot, webhook_url=desk.url, webhook_secret=Secret(SECRET))

    assert desk.channel.webhook_path == "/telegram"
    assert polling.webhook_path == ""


async def test_before_we_know_who_we_are_telegram_is_asked_to_come_again(telegram: BotApiServer) -> None:
    async with _serving(telegram, Inbox()) as desk:
        telegram.outage("502")
        await desk.channel.start()

        assert await desk.gets(json.dumps(update()).encode()) == 503
        telegram.outage(None)
        assert await desk.gets(json.dumps(update()).encode()) == 200


async def test_a_webhook_that_was_taken_away_is_set_again(desk: Desk, telegram: BotApiServer) -> None:
    """PLATFORMS 7: another program that polls with our token takes it away."""
    await until(lambda: desk.bot.webhook)

    await desk.channel._api.call("deleteWebhook", {})

    await until(lambda: desk.bot.webhook)
    assert telegram.counts["setWebhook"] == 2


async def test_an_outage_of_telegram_is_sat_out(desk: Desk, telegram: BotApiServer) -> None:
    """PLATFORMS 16"""
    await until(lambda: telegram.counts["getWebhookInfo"])
    telegram.outage("drop")
    await until(lambda: not desk.channel.is_ready())

    telegram.outage(None)

    await until(desk.channel.is_ready)


async def test_a_webhook_that_telegram_cannot_reach_is_not_ready(desk: Desk, telegram: BotApiServer) -> None:
    """PLATFORMS 6: else updates would wait unseen until they are dropped after 24 hours."""
    await until(lambda: desk.bot.webhook)
    desk.inbox.away = True

    await telegram.user(1001, "小林").starts(desk.bot)
    await until(lambda: not desk.channel.is_ready())
    desk.inbox.away = False

    await until(desk.channel.is_ready)
