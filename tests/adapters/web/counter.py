"""The Open311 door for tests: the real routes on a free port, with a real community behind them."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from aiohttp import ClientSession
from georeport import GeoReport

from adapters.web.board.site import BoardSite
from adapters.web.open311.handing_in import HandingIn
from adapters.web.open311.site import PATH, Open311Site
from adapters.web.readiness import mount_readiness
from adapters.web.server import WebServer
from adapters.web.words import FOLDER as PAGE_TEXTS
from bot.config import Config
from bot.config_channels import Web
from bot.config_values import Endpoint
from bot.watch import Part
from storage.engine import OpenDatabase
from tests.town import Yucheng, open_town, yucheng


@dataclass(kw_only=True)
class Counter:
    """The community, somebody who asks by HTTP, and where."""

    here: Yucheng
    browser: ClientSession
    url: str
    # Every address that the server knows, with its methods.
    routes: frozenset[tuple[str, str]]

    def client(self, output: str = "json", jurisdiction: str | None = None) -> GeoReport:
        """The client that somebody else has written. It blocks: call it in a thread."""
        return GeoReport(self.url + PATH, jurisdiction=jurisdiction, output_format=output)

    async def get(self, path: str, *, answers: int = 200, **query: Any) -> Any:
        """What stands there, read."""
        async with self.browser.get(PATH + path, params=query) as answer:
            text = await answer.text()
        assert answer.status == answers, text
        return json.loads(text) if "json" in answer.content_type else ET.fromstring(text)  # noqa: S314 - our own words

    async def hands_in(self, *, form: str = "json", answers: int = 200, **fields: Any) -> Any:
        """A call of a program, and the answer to it."""
        async with self.browser.post(f"{PATH}/requests.{form}", data=fields) as answer:
            text = await answer.text()
        assert answer.status == answers, text
        await self.here.town.settle()
        return json.loads(text) if form == "json" else ET.fromstring(text)  # noqa: S314 - our own words


async def no_parts() -> list[Part]:
    """Nothing else runs here."""
    return []


@asynccontextmanager
async def served(database: OpenDatabase, **config: Any) -> AsyncIterator[Counter]:
    """The door of 御城社区."""
    here = await yucheng(open_town(database, Config(web=Web(), **config), PAGE_TEXTS))
    server = WebServer(Endpoint(host="127.0.0.1", port=0))
    BoardSite(here.town.service, "test", None).mount(server)
    mount_readiness(server, no_parts)
    site = Open311Site(here.town.service)
    site.mount(server)
    HandingIn(site, b"a secret of the tests").mount(server)
    routes = frozenset(
        (route.method, route.resource.canonical) for route in server.app.router.routes() if route.resource is not None
    )
    await server.start()
    try:
        async with ClientSession(server.url, headers={"Accept-Language": "zh"}) as browser:
            yield Counter(here=here, browser=browser, url=server.url, routes=routes)
    finally:
        await server.stop()
