"""The Telegram test server delivers by webhook as the real one does."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import web

from tests.servers.telegram import BotApiServer, User
from tests.servers.telegram.client import BotClient

Json = dict[str, Any]


class Door:
    """The bot's side of a webhook: keeps what comes and answers as told."""

    def __init__(self) -> None:
        self.came: list[Json] = []
        self.secrets: list[str | None] = []
        self.answer: Callable[[Json], web.Response] = lambda _: web.Response()
        self._runner: web.ServerRunner | None = None
        self._news = asyncio.Condition()
        self.url = ""

    async def open(self) -> None:
        self._runner = web.ServerRunner(web.Server(self._handle), shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/telegram"

    async def close(self) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def _handle(self, request: web.BaseRequest) -> web.Response:
        update = await request.json()
        self.came.append(update)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        async with self._news:
            self._news.notify_all()
        return self.answer(update)

    async def until(self, enough: Callable[[list[str]], bool]) -> list[str]:
        """The texts that came, once they are enough."""
        async with asyncio.timeout(3), self._news:
            await self._news.wait_for(lambda: enough(self.texts))
        return self.texts

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.came]

    async def got(self, count: int) -> list[str]:
        """The texts that came, once there are so many."""
        return await self.until(lambda texts: len(texts) >= count)


Scene = tuple[BotApiServer, User, BotClient, Door]


@pytest.fixture
async def scene(telegram: BotApiServer) -> AsyncIterator[Scene]:
    bot, li, door = telegram.add_bot(), telegram.user(1001, "李明"), Door()
    telegram.world.webhook_retry = 0.01
    await li.starts(bot)
    await door.open()
    async with BotClient(telegram, bot) as client:
        yield telegram, li, client, door
        await client("deleteWebhook")
    await door.close()


async def test_updates_come_with_the_secret_and_are_gone_when_accepted(scene: Scene) -> None:
    _, li, client, door = scene
    answer = await client.raw("setWebhook", json={"url": door.url, "secret_token": "s3cret_-"})
    await li.says(client.bot, "灯坏了")

    assert await door.got(2) == ["/start", "灯坏了"]
    assert door.secrets == ["s3cret_-"] * 2
    assert answer["description"] == "Webhook was set"
    await asyncio.sleep(0.02)
    assert (await client("getWebhookInfo"))["pending_update_count"] == 0


async def test_a_refused_update_comes_again_and_keeps_the_order(scene: Scene) -> None:
    _, li, client, door = scene
    door.answer = lambda _: web.Response(status=503 if len(door.came) < 3 else 200)
    await client("setWebhook", url=door.url)
    await li.says(client.bot, "灯坏了")

    assert await door.got(4) == ["/start", "/start", "/start", "灯坏了"]
    info = await client("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"


async def test_a_closed_door_is_tried_again(scene: Scene) -> None:
    _, _, client, door = scene
    url = door.url
    await door.close()
    await client("setWebhook", url=url)
    await asyncio.sleep(0.03)

    info = await client("getWebhookInfo")

    assert (info["pending_update_count"], info["last_error_message"]) == (1, "Connection refused")
    await door.open()


async def test_one_chat_that_is_stuck_does_not_hold_up_another(scene: Scene) -> None:
    server, _, client, door = scene
    wang = server.user(1002, "王芳")
    door.answer = lambda update: web.Response(status=500 if update["message"]["from"]["id"] == 1001 else 200)
    await client("setWebhook", url=door.url)
    await wang.starts(client.bot, "wang")

    await door.until(lambda texts: "/start wang" in texts)


async def test_the_answer_may_carry_a_call(scene: Scene) -> None:
    _, li, client, door = scene
    door.answer = lambda _: web.json_response({"method": "sendMessage", "chat_id": li.id, "text": "收到"})
    await client("setWebhook", url=door.url)

    assert (await li.private(client.bot).wait_for(lambda m: m.text == "收到")).sender is client.bot


async def test_polling_and_a_webhook_exclude_each_other(scene: Scene) -> None:
    _, _, client, door = scene
    offset = (await client.updates())[-1]["update_id"] + 1
    poll = asyncio.create_task(client.refusal("getUpdates", offset=offset, timeout=10))
    await asyncio.sleep(0.02)
    await client("setWebhook", url=door.url)

    assert await poll == "Conflict: terminated by setWebhook request"
    assert await client.refusal("getUpdates") == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    await client("deleteWebhook")
    assert await client.updates() == []


async def test_deleting_a_webhook_keeps_the_updates_unless_told(scene: Scene) -> None:
    _, li, client, door = scene
    door.answer = lambda _: web.Response(status=500)
    await client("setWebhook", url=door.url)
    await li.says(client.bot, "灯坏了")
    await client("deleteWebhook")

    assert len(await client.updates()) == 2
    await client("deleteWebhook", drop_pending_updates=True)
    assert await client.updates() == []


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (
            {"url": "http://example.org/hook"},
            "Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
        ),
        (
            {"url": "https://example.org:8080/hook"},
            "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        (
            {"url": "https://example.org/hook", "secret_token": "ge heim"},
            "Bad Request: secret token contains unallowed characters",
        ),
    ],
)
async def test_a_wrong_webhook_is_refused(scene: Scene, args: Json, words: str) -> None:
    _, _, client, _ = scene

    assert await client.refusal("setWebhook", **args) == words
