"""The service's log holds its own events, and not what strangers send to its port."""

import asyncio
import io
import logging
from collections.abc import Iterator

import pytest
from aiohttp import web

from bot.config import Config
from bot.logs import start_logging


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    root, lines = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers[:], root.level
    start_logging(Config(), lines)
    yield lines
    root.handlers[:] = handlers
    root.setLevel(level)


async def answer_to(request: bytes) -> bytes:
    """What an empty web server answers."""
    runner = web.AppRunner(web.Application())
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    answer = await reader.readline()
    writer.close()
    await runner.cleanup()
    return answer


@pytest.mark.parametrize(
    "request_", [b"no request at all\r\n\r\n", b"GET / HTTP/1.1\r\nX: " + b"y" * 20_000 + b"\r\n\r\n"]
)
async def test_what_is_no_request_is_answered_and_not_written_down(log: io.StringIO, request_: bytes) -> None:
    answer = await answer_to(request_)

    assert b" 400 " in answer
    assert log.getvalue() == ""


def test_a_fault_of_ours_is_written_down_with_its_trace(log: io.StringIO) -> None:
    fault = ZeroDivisionError("ours")

    logging.getLogger("aiohttp.server").error("Error handling request", exc_info=fault)

    assert "ZeroDivisionError: ours" in log.getvalue()
