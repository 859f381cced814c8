"""The board and the desk for tests: the real pages on a free port, with a real community behind them."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from aiohttp import ClientResponse, ClientSession, CookieJar

from adapters.web.board.site import BoardSite
from adapters.web.server import WebServer
from adapters.web.words import FOLDER as PAGE_TEXTS
from bot.config import Config
from bot.config_channels import Web
from bot.config_values import Endpoint
from bot.installed import words_of_features
from storage.engine import OpenDatabase
from tests.town import Yucheng, open_town, yucheng

PUBLIC_URL = "https://huying.example.org"
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

    async def calls(self, *words: str) -> None:
        """王芳 calls each of these, and the index learns of them."""
        for said in words:
            await self.here.wang.says(f"/report {said}")
        await self.here.town.passes(seconds=30)


@asynccontextmanager
async def served(database: OpenDatabase, *, public_url: str | None = PUBLIC_URL) -> AsyncIterator[Noticeboard]:
    """The pages of 御城社区."""
    config = Config(web=Web(public_url=public_url))
    here = await yucheng(open_town(database, config))
    service = here.town.service
    service.setup = replace(service.setup, texts=words_of_features(config, PAGE_TEXTS))
    server = WebServer(Endpoint(host="127.0.0.1", port=0))
    BoardSite(service, "test", public_url).mount(server)
    await server.start()
    try:
        async with ClientSession(server.url, cookie_jar=CookieJar(unsafe=True)) as browser:
            yield Noticeboard(here=here, browser=browser, url=server.url)
    finally:
        await server.stop()
