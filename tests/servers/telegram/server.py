"""BotApiServer: a Telegram that runs on 127.0.0.1 for tests, with people and groups that do as they are told."""

import asyncio
from types import TracebackType
from typing import Any, Final, Self

from aiohttp import StreamReader, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http import RawRequestMessage

from tests.servers.telegram.errors import ApiError
from tests.servers.telegram.front import Front
from tests.servers.telegram.methods_webhook import remove
from tests.servers.telegram.orders import Orders
from tests.servers.telegram.updates import Update

Json = dict[str, Any]

LARGEST_REQUEST: Final = 64 * 1024 * 1024


class BotApiServer(Orders):
    """`async with BotApiServer() as server:` listens on a free port; `server.url` is what `api_url` wants.

    bot = server.add_bot(token="1:…", username="huying_bot")
    li = server.user(1001, "李明")
    group = server.group(-1001000000001, "御城一区", members=[li], bots=[bot])
    call = await li.says(group, "/report 灯坏了")
    card = await group.wait_for(lambda m: "#1" in m.text)
    press = await li.presses(card, "接单")
    assert await press.toast() == "已接单"
    """

    def __init__(self, *, port: int = 0, limits: bool = False) -> None:
        super().__init__()
        self.world.limits.on = limits
        self.front = Front(self.world, self.faults)
        self._port = port
        self._runner: web.ServerRunner | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def start(self) -> None:
        """Listen; after stop() again on the same port, as when a network comes back."""
        server = web.Server(self._handle, request_factory=_request, access_log=None, handler_cancellation=True)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening, so that connections are refused; everything known stays."""
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()

    async def close(self) -> None:
        """Stop for good, the webhooks' deliveries too."""
        for bot in self.world.bots.values():
            await remove(bot)
        await self.stop()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path.startswith("/bot"):
            token, _, method = request.path.removeprefix("/bot").partition("/")
            return await self.front.answer(request, token, method)
        if request.path.startswith("/file/bot"):
            token, _, path = request.path.removeprefix("/file/bot").partition("/")
            return self._download(token, path)
        return await self.other(request)

    async def other(self, request: web.BaseRequest) -> web.StreamResponse:
        """Every other path; the process of its own answers its control API here."""
        return _not_found(request.path)

    def _download(self, token: str, path: str) -> web.StreamResponse:
        stored = self.world.files.by_path.get(path)
        if self.faults.outage is not None:
            return web.Response(status=502)
        if token not in self.world.bots or stored is None or self.world.clock.now() > stored.link_until:
            return _not_found(path)
        return web.Response(body=stored.content, content_type=stored.mime_type)

    def updates_of(self, token: str) -> list[Update]:
        """Every update a bot ever got, with the times of its making and of its first fetch."""
        return self.world.bots[token].queue.history


def _request(
    message: RawRequestMessage,
    payload: StreamReader,
    protocol: web.RequestHandler,
    writer: AbstractStreamWriter,
    task: "asyncio.Task[None]",
) -> web.BaseRequest:
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=LARGEST_REQUEST)


def _not_found(_path: str) -> web.Response:
    return web.json_response(ApiError(404, "Not Found").json(), status=404)
