"""A local chat for tests: the real server on a free port, the real database, and the real door into the inbox."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import ClientResponse, ClientSession, CookieJar

from adapters.web import words
from adapters.web.channel import WebChannel
from adapters.web.chat import LocalChat
from adapters.web.entrance import ChatSettings
from adapters.web.scene import Scene, Standing, Visitor, WebGroup
from adapters.web.server import WebServer
from bot.config_values import Endpoint
from bot.door import Door
from bot.errors import StorageAway
from bot.files import File, NoFile
from bot.messages import Incoming
from bot.ports import Channel, Database, Raw, Reception
from bot.stores import Inbox
from bot.texts import Texts
from tests.network import Drawer

TEXTS = Texts.load([words.FOLDER], None)
SECRET = b"a secret of the tests"

TOWN = Scene(
    people=[
        Visitor(account="wang", name="王阿姨", note="3号楼"),
        Visitor(account="zhao", name="赵大爷", note="5号楼"),
        Visitor(account="li", name="李明", standing=Standing.WORKER, note="第三网格"),
        Visitor(account="chen", name="陈静", standing=Standing.ADMIN, note="社区"),
    ],
    groups=[
        WebGroup(chat="grid-3", title="第三网格邻里群", members=frozenset({"wang", "li", "chen"})),
        WebGroup(chat="grid-5", title="第五网格邻里群", members=frozenset({"zhao", "chen"})),
    ],
)
SQUARE = Scene(groups=[WebGroup(chat="square", title="社区大厅")])


def free_settings() -> ChatSettings:
    """Everybody may be everybody."""
    return ChatSettings(zone=ZoneInfo("Asia/Shanghai"), free_roles=True)


@dataclass
class HandClock:
    """A clock that the test moves."""

    at: datetime = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def go_on(self, **span: float) -> None:
        self.at += timedelta(**span)


@dataclass
class Faltering:
    """A reception whose database is away for the next `failures` times."""

    door: Reception
    failures: int = 0

    def is_open(self, channel: Channel) -> bool:
        del channel
        return True

    async def cursor(self, channel: str, bot: str) -> str | None:
        return await self.door.cursor(channel, bot)

    async def receive(self, channel: Channel, rows: Sequence[Raw], cursor: str | None = None) -> None:
        if self.failures:
            self.failures -= 1
            raise StorageAway("the disk is full")
        await self.door.receive(channel, rows, cursor)


@dataclass
class Kiosk:
    """What a test holds in its hands."""

    database: Database
    clock: HandClock
    channel: WebChannel
    reception: Faltering
    url: str
    keys: list[str] = field(default_factory=list)

    async def received(self) -> list[Incoming]:
        """What waits in the inbox, as the service would read it."""
        rows = await self.database.read(lambda uow: uow.store(Inbox).pending(self.clock.now(), 100))
        return [event for row in rows for event in self.channel.parse(row.payload)]

    def visitor(self) -> ClientSession:
        """A browser with cookies of its own."""
        # aiohttp keeps cookies of bare addresses only when told to.
        return ClientSession(self.url, cookie_jar=CookieJar(unsafe=True))

    async def does(self, browser: ClientSession, what: str, **fields: Any) -> ClientResponse:
        """What our page's script sends."""
        self.keys.append(f"key-{len(self.keys):06}")
        deed = {"key": self.keys[-1], **fields}
        headers = {"X-Huying": "1", "Origin": self.url, "Content-Type": "application/json"}
        return await browser.post(f"/chat/{what}?lang=zh", data=json.dumps(deed), headers=headers)


async def pages_of(file: File) -> bytes:
    """What stands in for a printer."""
    if file.value == "gone":
        raise NoFile("it is not there any more")
    return f"pages of {file.value}".encode()


@asynccontextmanager
async def open_kiosk(
    database: Database, *, scene: Scene = TOWN, free_roles: bool = True, reception: Reception | None = None
) -> AsyncIterator[Kiosk]:
    """The chat, served. With a `reception` of the test's own, that one hears what happens."""
    clock = HandClock()
    channel = WebChannel(database, clock, scene)
    channel.shelf, channel.most = Drawer(), 100_000
    faltering = Faltering(reception or Door(database, clock, wake=lambda: None))
    server = WebServer(Endpoint(host="127.0.0.1", port=0))
    settings = replace(free_settings(), free_roles=free_roles)
    LocalChat(channel, faltering, SECRET, TEXTS, settings, pages_of).mount(server)
    await server.start()
    try:
        yield Kiosk(database=database, clock=clock, channel=channel, reception=faltering, url=server.url)
    finally:
        await server.stop()


@asynccontextmanager
async def running(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Let it run meanwhile."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def eventually(is_so: Callable[[], Awaitable[bool]], seconds: float = 5.0) -> None:
    """Wait until it is so, and no longer."""
    async with asyncio.timeout(seconds):
        while not await is_so():  # noqa: ASYNC110 - what changes is in the database, which tells nobody
            await asyncio.sleep(0.01)
