import asyncio
import socket
from time import monotonic

import pytest
from aiohttp import ClientSession

from adapters.web.channel import WebChannel
from adapters.web.chat import LocalChat
from adapters.web.server import Listen, WebServer
from bot.intake import Door
from bot.ports import Database
from tests.adapters.web.kiosk import SECRET, TEXTS, TOWN, HandClock, free_settings, open_kiosk


@pytest.mark.parametrize(
    ("text", "host", "port", "loopback"),
    [
        ("127.0.0.1:8080", "127.0.0.1", 8080, True),
        ("localhost:0", "localhost", 0, True),
        ("[::1]:80", "::1", 80, True),
        ("192.168.1.5:80", "192.168.1.5", 80, False),
        (":8080", "", 8080, False),
        ("huying.example.org:443", "huying.example.org", 443, False),
    ],
)
def test_an_address_to_listen_at_is_read(text: str, host: str, port: int, *, loopback: bool) -> None:
    listen = Listen.parse(text)

    assert (listen.host, listen.port, listen.is_loopback) == (host, port, loopback)


@pytest.mark.parametrize("text", ["", "8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:70000"])
def test_anything_else_is_told_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=r"127\.0\.0\.1:8080"):
        Listen.parse(text)


async def test_every_answer_carries_the_security_headers(database: Database) -> None:
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser:
        for path in ("/healthz", "/chat", "/chat/static/chat.js", "/nothing", "/chat/room?as=nobody&chat=x"):
            async with browser.get(path) as answer:
                policy = answer.headers["Content-Security-Policy"]
                assert "default-src 'none'" in policy
                assert "frame-ancestors 'none'" in policy
                assert "unsafe" not in policy
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert answer.headers["Referrer-Policy"] == "no-referrer"


async def test_the_stream_carries_them_too_and_ends_when_the_server_goes(database: Database) -> None:
    async with ClientSession() as browser:
        async with open_kiosk(database) as kiosk:
            answer = await browser.get(f"{kiosk.url}/chat/events?as=wang&page=p")
            began = monotonic()

        rest = await answer.content.read()

    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert rest.startswith(b"retry:")
    assert monotonic() - began < 2


async def test_only_the_files_of_the_page_are_served(database: Database) -> None:
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser:
        for name in ("..%2Fchat.py", "%2e%2e%2fwords.py", "nothing.js", "."):
            async with browser.get(f"/chat/static/{name}") as answer:
                assert answer.status == 404


def test_free_roles_are_refused_where_others_could_come(database: Database) -> None:
    clock = HandClock()
    channel = WebChannel(database, clock, TOWN)
    door = Door(database, clock, wake=lambda: None)

    for listen in (":0", "192.168.1.5:8080", "[::]:80", "huying.example.org:80"):
        with pytest.raises(ValueError, match="this machine alone"):
            LocalChat(channel, door, SECRET, TEXTS, free_settings()).mount(WebServer(listen))


async def test_free_roles_are_refused_under_a_foreign_name(database: Database) -> None:
    """A page elsewhere whose name points to this machine (DNS rebinding) gets nothing."""
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser:
        for path in ("/chat", "/chat/room?as=wang&chat=grid-3", "/chat/events?as=wang"):
            async with browser.get(path, headers={"Host": "evil.example.org"}) as answer:
                assert answer.status == 403


async def test_a_taken_address_is_told(database: Database) -> None:
    async with open_kiosk(database) as kiosk:
        second = WebServer(kiosk.url.removeprefix("http://"))

        with pytest.raises(OSError, match="address already in use"):
            await second.start()


async def test_stopping_twice_is_no_error() -> None:
    server = WebServer("127.0.0.1:0")
    await server.start()
    port = int(server.url.rpartition(":")[2])

    await server.stop()
    await server.stop()

    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
    await asyncio.sleep(0)
