"""The board, mounted on the server: every route, its files, and the stream of an open page."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from aiohttp import ClientConnectionResetError, web

from adapters.web.board.asked import PATH, number
from adapters.web.board.display import Display
from adapters.web.board.hub import BoardHub
from adapters.web.board.pages import BoardPages
from adapters.web.pace import network_address
from adapters.web.server import WebServer
from bot.community import PlaceId
from bot.service import Service

_STATIC: Final = Path(__file__).parents[1] / "static"
_FILES: Final = ("board.css", "board.js", "icon.svg")
_LASTING: Final = "public, max-age=31536000, immutable"
_BEAT_SECONDS: Final = 15.0
_STREAM: Final = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
}


class BoardSite:
    """Everything under `/board`."""

    def __init__(self, service: Service, assets: str, public_url: str | None) -> None:
        self._pages = BoardPages(service, assets, public_url)
        self._display = Display(service, self._pages)
        self._hub = BoardHub(service)

    def mount(self, server: WebServer) -> None:
        """Add the routes, before the server starts."""
        routes, taken = server.app.router, self._pages.taken
        routes.add_get(PATH, taken(self._pages.home))
        routes.add_get(f"{PATH}/static/{{name}}", _static)
        routes.add_get(f"{PATH}/ticket/{{number}}", taken(self._pages.ticket))
        routes.add_get(f"{PATH}/{{community:\\d+}}", taken(self._community))
        routes.add_get(f"{PATH}/{{community:\\d+}}/events", taken(self._events))
        server.app.cleanup_ctx.append(self._running)
        server.app.on_shutdown.append(self._say_goodbye)

    async def _community(self, request: web.Request) -> web.StreamResponse:
        is_display = request.query.get("display", "") not in {"", "0"}
        return await (self._display.screen(request) if is_display else self._pages.community(request))

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Tell the page whenever something public changed in its community; it fetches itself anew."""
        address = network_address(request)
        if self._hub.is_full(address):
            return await self._pages.line(request, "board.away", 503)
        page = self._hub.open(PlaceId(number(request.match_info["community"]) or 0), address)
        response = web.StreamResponse(headers=_STREAM)
        try:
            await response.prepare(request)
            await response.write(b"retry: 5000\n\n")
            with contextlib.suppress(ClientConnectionResetError):
                while not self._hub.is_closed:
                    await response.write(await _next(page))
        finally:
            self._hub.leave(page)
        return response

    async def _running(self, _: web.Application) -> AsyncIterator[None]:
        task = asyncio.create_task(self._hub.run())
        yield
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    async def _say_goodbye(self, _: web.Application) -> None:
        self._hub.close()


async def _next(page: asyncio.Event) -> bytes:
    """A change, or a comment now and then, so that proxies keep the line open and we notice who has gone."""
    try:
        async with asyncio.timeout(_BEAT_SECONDS):
            await page.wait()
    except TimeoutError:
        return b": beat\n\n"
    page.clear()
    return b"event: change\ndata: \n\n"


async def _static(request: web.Request) -> web.StreamResponse:
    name = request.match_info["name"]
    if name not in _FILES:
        raise web.HTTPNotFound
    return web.FileResponse(_STATIC / name, headers={"Cache-Control": _LASTING})
