"""The way to Telegram: faults by their kind, proxies, the library's seam, and a token that never shows."""

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web
from telegram import Bot as LibraryBot
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, TelegramError, TimedOut

from adapters.telegram.api import BotApi
from adapters.telegram.errors import Interrupted, NotSent, ServerTrouble, Throttled
from adapters.telegram.transport import AiohttpRequest
from bot.community import Account
from bot.messages import OutgoingMessage, Private
from bot.orders import Post
from bot.richtext import plain
from tests.adapters.telegram import proxies
from tests.adapters.telegram.account import Inbox, account, receiving, until
from tests.servers.telegram.server import BotApiServer

TOKEN = "7000000001:AbCdEfGhIjKlMnOpQrStUvWxYz012345678"

Answering = Callable[[web.Response | Exception | float], Awaitable[BotApi]]


@pytest.fixture
async def answering() -> AsyncIterator[Answering]:
    """The API in front of a server that gives one answer to everything, or breaks off, or keeps silent."""
    runners: list[web.ServerRunner] = []
    apis: list[BotApi] = []

    async def start(answer: web.Response | Exception | float) -> BotApi:
        async def handle(request: web.BaseRequest) -> web.Response:
            if isinstance(answer, float):
                await asyncio.sleep(answer)
            if not isinstance(answer, web.Response):
                assert request.transport is not None
                request.transport.abort()
                return web.Response()
            return web.Response(status=answer.status, body=answer.body, content_type=answer.content_type)

        runner = web.ServerRunner(web.Server(handle, access_log=None), shutdown_timeout=0.1)
        runners.append(runner)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        apis.append(await opened(f"http://127.0.0.1:{runner.addresses[0][1]}"))
        return apis[-1]

    yield start
    for api in apis:
        await api.close()
    for runner in runners:
        await runner.cleanup()


async def opened(url: str, proxy: str | None = None) -> BotApi:
    api = BotApi(token=TOKEN, api_url=url, request=AiohttpRequest(proxy=proxy, connect_seconds=1.0))
    await api.open()
    return api


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (web.json_response({"ok": False, "error_code": 401, "description": "Unauthorized"}, status=401), InvalidToken),
        (web.json_response({"ok": False, "description": "Forbidden: bot was blocked"}, status=403), Forbidden),
        (web.json_response({"ok": False, "description": "Bad Request: no"}, status=400), BadRequest),
        (
            web.json_response(
                {"ok": False, "description": "Bad Request: moved", "parameters": {"migrate_to_chat_id": -100}},
                status=400,
            ),
            ChatMigrated,
        ),
        (web.json_response({"ok": False, "parameters": {"retry_after": 3}}, status=429), Throttled),
        (web.Response(status=429, text="slow down"), Throttled),
        (web.Response(status=413, text="too large"), BadRequest),
        (web.Response(status=502, text="<html>"), ServerTrouble),
        # What stands between us and Telegram says nothing about the message or the token.
        (web.Response(status=403, text=f"<html>/bot{TOKEN}/ is blocked here"), NotSent),
        (web.Response(status=404, text="<html>"), NotSent),
        (web.Response(status=302), NotSent),
        (web.Response(status=200, text="<html>please sign in"), Interrupted),
        (web.json_response({"ok": True}), Interrupted),
        (web.json_response(["ok"]), Interrupted),
        (ConnectionError(), Interrupted),
    ],
)
async def test_each_answer_has_its_error(
    answering: Answering, answer: web.Response | Exception, kind: type[TelegramError]
) -> None:
    """PLATFORMS 14, 16: what was surely not sent is told from what may have arrived."""
    api = await answering(answer)

    with pytest.raises(TelegramError) as caught:
        await api.call("sendMessage", {"chat_id": 1, "text": "你好"})

    assert type(caught.value) is kind
    assert TOKEN not in "".join(traceback.format_exception(caught.value))
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


async def test_silence_after_the_request_was_sent_is_a_timeout(answering: Answering) -> None:
    """PLATFORMS 16: then the message may have arrived."""
    api = await answering(5.0)

    with pytest.raises(TimedOut):
        await api.call("sendMessage", {"chat_id": 1, "text": "你好"}, seconds=0.05)


@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        ("http://127.0.0.1:1", None),
        ("http://does-not-exist.invalid", None),
        ("http://127.0.0.1:1", "socks5://127.0.0.1:1"),
        ("http://127.0.0.1:1", "http://127.0.0.1:1"),
        ("http://[", None),
    ],
)
async def test_without_a_connection_nothing_was_sent(url: str, proxy: str | None) -> None:
    """PLATFORMS 16: such a send is simply tried again."""
    api = await opened(url, proxy)

    with pytest.raises(NotSent) as caught:
        await api.call("getMe", {})

    await api.close()
    assert TOKEN not in "".join(traceback.format_exception(caught.value))


async def test_after_closing_nothing_is_sent() -> None:
    api = await opened("http://127.0.0.1:1")
    await api.close()

    with pytest.raises(NotSent):
        await api.call("getMe", {})


@pytest.mark.parametrize(("scheme", "ask"), [("socks5", proxies.socks5), ("http", proxies.http)])
async def test_a_proxy_is_asked_to_connect(telegram: BotApiServer, scheme: str, ask: proxies.Ask) -> None:
    bot = telegram.add_bot()
    async with proxies.proxy(ask) as (port, asked):
        channel = account(telegram, bot, proxy=f"{scheme}://127.0.0.1:{port}")

        await channel.start()

        assert channel.is_ready()
        assert asked == [telegram.url.removeprefix("http://")]
        await channel.close()


async def test_the_library_can_send_over_it_files_too(telegram: BotApiServer) -> None:
    """Its request seam stays: whoever needs a rare method builds the library's Bot on our transport."""
    bot, lin = telegram.add_bot(), telegram.user(1001, "小林")
    await lin.starts(bot)
    library = LibraryBot(bot.token, base_url=f"{telegram.url}/bot", request=AiohttpRequest())

    async with library:
        await library.send_message(1001, "你好")
        await library.send_document(1001, b"number,text\n", filename="台账.csv")

    text, file = lin.private(bot).messages[-2:]
    assert text.text == "你好"
    assert file.media["document"]["file_name"] == "台账.csv"
    assert telegram.content(file) == b"number,text\n"


async def test_the_token_never_shows_in_the_log(telegram: BotApiServer, caplog: pytest.LogCaptureFixture) -> None:
    """PLATFORMS 31: every logger at its most talkative, through a start, sends, an outage, refusals and a close."""
    caplog.set_level(logging.DEBUG)
    asyncio.get_running_loop().set_debug(True)
    bot, lin = telegram.add_bot(), telegram.user(1001, "小林")
    await lin.starts(bot)
    channel, inbox = account(telegram, bot), Inbox()
    order = Post(to=Private(channel.bot, Account("telegram", "1001")), message=OutgoingMessage(text=plain("你好")))
    details = []

    async with receiving(channel, inbox):
        await until(lambda: inbox.rows)
        for status in (400, 401, 403, 404, 409, 413, 429, 500):
            telegram.fail_next("sendMessage", status=status, description=f"no /bot{bot.token}/sendMessage")
            details.append((await channel.send(order, "a")).detail)
        telegram.fail_next("getUpdates", status=409, description=f"Conflict: {bot.token}", count=2)
        await lin.says(bot, "在吗")
        await until(lambda: "Conflict" in caplog.text)
        telegram.outage("drop")
        details.append((await channel.send(order, "a")).detail)
        await telegram.stop()
        details.append((await channel.send(order, "a")).detail)

    secret = bot.token.partition(":")[2]
    assert "cannot receive" in caplog.text
    assert secret not in caplog.text
    assert secret not in "".join(details)
    assert secret not in repr(channel.__dict__)
