"""A line to the homeserver that breaks when told so: a server of its own in front of it, on 127.0.0.1."""

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp import web
from yarl import URL

Break = Callable[[web.Request], Awaitable[web.StreamResponse]]
# Which requests break, and how; None passes.
Choice = Callable[[web.Request], Break | None]


class FaultyLine:
    """Passes everything on until `breaks` says otherwise; `broken` counts."""

    def __init__(self, homeserver: str) -> None:
        self.breaks: Choice = lambda _: None
        self.broken = 0
        self.url = ""
        self._homeserver = homeserver

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=2**24)
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._session = aiohttp.ClientSession(auto_decompress=False)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()
        await self._session.close()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        how = self.breaks(request)
        if how is None:
            return await self.passes(request)
        self.broken += 1
        return await how(request)

    async def passes(self, request: web.Request) -> web.StreamResponse:
        """What the homeserver answers."""
        headers = {
            key: value for key, value in request.headers.items() if key.lower() not in ("host", "content-length")
        }
        url = self._homeserver + request.raw_path
        async with self._session.request(
            request.method, URL(url, encoded=True), data=await request.read(), headers=headers
        ) as answer:
            body = await answer.read()
            return web.Response(
                status=answer.status, body=body, headers={"Content-Type": answer.headers["Content-Type"]}
            )

    # ---- ways to break ----

    async def loses_the_answer(self, request: web.Request) -> web.StreamResponse:
        """The homeserver does what it was asked, and nobody hears of it."""
        await self.passes(request)
        return await cut(request)


async def cut(request: web.Request) -> web.StreamResponse:
    """The connection ends."""
    if request.transport is not None:
        request.transport.close()
    await asyncio.sleep(0)
    return web.Response()


async def bad_gateway(_: web.Request) -> web.StreamResponse:
    """A proxy's page."""
    return web.Response(status=502, text="<html>bad gateway</html>", content_type="text/html")


async def page(_: web.Request) -> web.StreamResponse:
    """Somebody else answers."""
    return web.Response(text="<html>Welcome to the hotel</html>", content_type="text/html")


async def nonsense(_: web.Request) -> web.StreamResponse:
    """JSON that is no answer."""
    return web.json_response([1])


async def soft_logout(_: web.Request) -> web.StreamResponse:
    """The session has expired, the device stays."""
    told = {"errcode": "M_UNKNOWN_TOKEN", "error": "expired", "soft_logout": True}
    return web.json_response(told, status=401)


async def busy(_: web.Request) -> web.StreamResponse:
    """Too many requests; only the header says for how long."""
    told = {"errcode": "M_LIMIT_EXCEEDED", "error": "slow down"}
    return web.json_response(told, status=429, headers={"Retry-After": "0"})
