"""`/readyz` and `/metrics` as whatever watches us reads them."""

from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest

from adapters.web.readiness import mount_metrics, mount_readiness
from adapters.web.server import WebServer
from bot.config_values import Endpoint
from bot.metrics import Metric
from bot.watch import Part, State

Fetch = Callable[[str], Awaitable[tuple[int, str, str]]]


@pytest.fixture
def parts() -> list[Part]:
    """What the service says of itself; a test changes it."""
    return [Part(name="database", state=State.OK)]


@pytest.fixture
async def fetch(parts: list[Part]) -> AsyncIterator[Fetch]:
    server = WebServer(Endpoint(host="127.0.0.1", port=0))

    async def ask_parts() -> list[Part]:
        return parts

    async def ask_metrics() -> list[Metric]:
        return [Metric(name="lamps", help="Lamps.", values=[({"house": "3"}, 2)])]

    mount_readiness(server, ask_parts)
    mount_metrics(server, ask_metrics)
    await server.start()
    async with aiohttp.ClientSession() as session:

        async def get(path: str) -> tuple[int, str, str]:
            async with session.get(f"{server.url}{path}") as answer:
                return answer.status, answer.headers["Content-Type"], await answer.text()

        yield get
    await server.stop()


async def test_a_part_to_be_looked_at_does_not_take_us_out_of_service(fetch: Fetch, parts: list[Part]) -> None:
    parts.append(Part(name="parked", state=State.LOOK, hint="2"))

    status, _, text = await fetch("/readyz")

    assert (status, text) == (200, "ok: database\nlook: parked (2)\n")


async def test_a_part_that_does_not_work_does(fetch: Fetch, parts: list[Part]) -> None:
    parts.append(Part(name="telegram 17", state=State.BAD))

    status, _, text = await fetch("/readyz")

    assert (status, text) == (503, "ok: database\nnot ready: telegram 17\n")


async def test_the_figures_have_the_type_that_a_scraper_expects(fetch: Fetch) -> None:
    status, kind, text = await fetch("/metrics")

    assert (status, kind) == (200, "text/plain; version=0.0.4; charset=utf-8")
    assert text == '# HELP lamps Lamps.\n# TYPE lamps gauge\nlamps{house="3"} 2\n'
