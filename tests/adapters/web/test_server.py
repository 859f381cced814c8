import asyncio
import socket
from time import monotonic

import pytest
from aiohttp import ClientSession

from adapters.web.channel import WebChannel
from adapters.web.chat import LocalChat
from adapters.web.server import WebServer
from bot.config_values import Endpoint
from bot.door import Door
from bot.ports import Database
from tests.adapters.web.kiosk import SECRET, TEXTS, TOWN, HandClock, free_settings, open_kiosk, pages_of


@pytest.mark.parametrize(
    ("host", "mine"),
    [
        ("127.0.0.1", True),
        ("127.0.0.2", True),
        ("localhost", True),
        ("::1", True),
        ("::", False),
        ("", False),
        ("192.168.1.5", False),
        ("huying.example.org", False),
    ],
)
def test_a_server_knows_whether_others_can_reach_it(host: str, *, mine: bool) -> None:
    assert WebServer(Endpoint(host=host, port=8080)).is_for_this_machine is mine


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

    for host in ("", "192.168.1.5", "::", "huying.example.org"):
        chat = LocalChat(channel, door, SECRET, TEXTS, free_settings(), pages_of)
        with pytest.raises(ValueError, match="this machine alone"):
            chat.mount(WebServer(Endpoint(host=host, port=0)))


async def test_free_roles_are_refused_under_a_foreign_name(database: Database) -> None:
    """A page elsewhere whose name points to this machine (DNS rebinding) gets nothing."""
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser:
        for path in ("/chat", "/chat/room?as=wang&chat=grid-3", "/chat/events?as=wang"):
            async with browser.get(path, headers={"Host": "evil.example.org"}) as answer:
                assert answer.status == 403


async def test_a_taken_address_is_told(database: Database) -> None:
    async with open_kiosk(database) as kiosk:
        second = WebServer(Endpoint(host="127.0.0.1", port=int(kiosk.url.rpartition(":")[2])))

        with pytest.raises(OSError, match="address already in use"):
            await second.start()


async def test_stopping_twice_is_no_error() -> None:
    server = WebServer(Endpoint(host="127.0.0.1", port=0))
    await server.start()
    port = int(server.url.rpartition(":")[2])

    await server.stop()
    await server.stop()

    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
    await asyncio.sleep(0)
