"""The board and the desk for tests: the real pages on a free port, with a real community behind them."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientResponse, ClientSession, CookieJar

from adapters.web.board.site import BoardSite
from adapters.web.desk.site import DeskSite
from adapters.web.server import WebServer
from adapters.web.words import FOLDER as PAGE_TEXTS
from bot.community import Account
from bot.config import Config
from bot.config_channels import Web
from bot.config_values import Endpoint
from bot.features.desk import views as desk
from storage.engine import OpenDatabase
from tests.network import NAME
from tests.town import Somebody, Yucheng, open_town, yucheng

SECRET = b"a secret of the tests"
# Cookies of an address with TLS would not come back to the test's own server.
PUBLIC_URL = "http://huying.example.org"
# The number under which the town keeps its secretary.
ZHAO = Account(NAME, "6")
ZH = {"Accept-Language": "zh-CN"}
LIFT, LAMP, LEAK = "御城一区3号楼电梯坏了", "御城一区3号楼路灯不亮", "御城一区4号楼2单元301漏水,电话13800001234"
PRIVATE = "御城一区3号楼楼上打孩子"


@dataclass(kw_only=True)
class Noticeboard:
    """The community, a browser, and where the pages are."""

    here: Yucheng
    browser: ClientSession
    url: str
    headers: Mapping[str, str] = field(default_factory=lambda: ZH)

    @property
    def path(self) -> str:
        """The community's own page."""
        return f"/board/{self.here.community.id}"

    async def page(self, path: str | None = None, *, status: int = 200) -> str:
        """What stands there now."""
        async with self.browser.get(path or self.path, headers=self.headers) as answer:
            assert answer.status == status, await answer.text()
            return await answer.text()

    async def get(self, path: str, **headers: str) -> ClientResponse:
        """The answer itself."""
        return await self.browser.get(path, headers={**self.headers, **headers}, allow_redirects=False)

    async def link(self, somebody: Somebody | None = None) -> str:
        """Somebody of the staff asks the bot for a link to the desk: its address on this server."""
        asks = somebody or self.here.zhao
        await asks.tells_the_bot("/desk")
        found = re.search(r"https?://huying\.example\.org(/desk/enter\?token=\S+)", asks.inbox[-1])
        assert found is not None, asks.inbox
        return found[1]

    async def enters(self, somebody: Somebody | None = None, browser: ClientSession | None = None) -> ClientResponse:
        """Somebody of the staff opens a fresh link and presses the button."""
        link, browser = await self.link(somebody), browser or self.browser
        async with browser.get(link, headers=self.headers) as page:
            fields = hidden(await page.text())
        return await browser.post("/desk/enter", data=fields, headers=self.headers, allow_redirects=False)

    async def does(self, path: str, *, status: int = 200, **fields: Any) -> str:
        """A form of that page is sent, with the token that the page carries."""
        token = hidden(await self.page("/desk"))["token"]
        data = {"token": token, **fields}
        async with self.browser.post(path, data=data, headers=self.headers) as answer:
            text = await answer.text()
        assert answer.status == status, text
        await self.here.town.settle()
        return text

    async def follow(self) -> None:
        """The process looks whether another one has changed a setting."""
        await self.here.town.service.ask(desk.follow)

    async def calls(self, *words: str) -> None:
        """王芳 calls each of these, and the index learns of them."""
        for said in words:
            await self.here.wang.says(f"/report {said}")
        await self.here.town.passes(seconds=30)


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page's forms; of one name the last."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))


@asynccontextmanager
async def served(
    database: OpenDatabase, *, public_url: str | None = PUBLIC_URL, admin: bool = False
) -> AsyncIterator[Noticeboard]:
    """The pages of 御城社区. `admin`: its secretary is an admin of the config as well."""
    config = Config(web=Web(public_url=public_url), admins=(ZHAO,) if admin else ())
    here = await yucheng(open_town(database, config, PAGE_TEXTS))
    service = here.town.service
    server = WebServer(Endpoint(host="127.0.0.1", port=0))
    BoardSite(service, "test", public_url).mount(server)
    if public_url is not None:
        DeskSite(service, SECRET, "test", public_url).mount(server)
    await server.start()
    try:
        async with ClientSession(server.url, cookie_jar=CookieJar(unsafe=True)) as browser:
            yield Noticeboard(here=here, browser=browser, url=server.url)
    finally:
        await server.stop()
