"""The local chat, mounted on the server: every route, who may use it, and what is said when something goes wrong."""

import asyncio
import contextlib
import hashlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Final

from aiohttp import web

from adapters.web.acts import Acts
from adapters.web.channel import WebChannel
from adapters.web.cookies import Signer
from adapters.web.enter import Enter
from adapters.web.entrance import SCRIPT_HEADER, ChatSettings, Entrance, Turned
from adapters.web.fetching import Fetching, MakeFile
from adapters.web.links import PATH
from adapters.web.live import Live
from adapters.web.pace import PER_PERSON, Pace
from adapters.web.pages import Pages
from adapters.web.server import WebServer
from adapters.web.stream import Hub
from adapters.web.uploads import Uploads
from adapters.web.view import drawn
from adapters.web.visits import NotThere, Visits
from bot.errors import StorageAway
from bot.ports import Reception
from bot.texts import Texts

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_STATIC: Final = Path(__file__).with_name("static")
_LASTING: Final = "public, max-age=31536000, immutable"


class LocalChat:
    """The chat page and its stream."""

    def __init__(
        self,
        channel: WebChannel,
        reception: Reception,
        secret: bytes,
        texts: Texts,
        settings: ChatSettings,
        make_file: MakeFile,
    ) -> None:
        self._settings = settings
        self._entrance = Entrance(channel.scene, Signer(secret), channel.clock, texts, settings)
        self._hub = Hub(channel.database, channel.clock)
        channel.changed.append(self._hub.wake)
        self._assets = fingerprint()
        pace = Pace(channel.clock, None if settings.free_roles else PER_PERSON)
        self._pages = Pages(channel, self._entrance, self._assets)
        self._acts = Acts(Visits(channel, reception), self._entrance, pace, Uploads(channel))
        self._live = Live(channel, self._entrance, self._hub)
        self._fetching = Fetching(channel, self._entrance, make_file)
        self._enter = Enter(channel, self._entrance, self._assets)

    def mount(self, server: WebServer) -> None:
        """Add the routes, before the server starts.

        Raises:
            ValueError: roles are free and others could reach the server.
        """
        if self._settings.free_roles and not server.is_for_this_machine:
            message = f"free roles are for this machine alone; {server.listen.host!r} can be reached by others"
            raise ValueError(message)
        routes = server.app.router
        # Whoever types the bare address wants to talk.
        routes.add_get("/", _to_the_chat)
        routes.add_get("/chat", self._taken(self._pages.home))
        routes.add_get("/chat/room", self._taken(self._pages.room))
        routes.add_get(PATH, self._taken(self._fetching.file))
        routes.add_get("/chat/events", self._taken(self._live.events))
        routes.add_post("/chat/say", self._taken(self._acts.say))
        routes.add_post("/chat/press", self._taken(self._acts.press))
        routes.add_post("/chat/react", self._taken(self._acts.react))
        routes.add_get("/chat/static/{name}", _static)
        if not self._settings.free_roles:
            routes.add_get("/chat/enter", self._taken(self._enter.ask))
            routes.add_post("/chat/enter", self._taken(self._enter.sign_in))
            routes.add_post("/chat/leave", self._taken(self._enter.leave))
        server.app.cleanup_ctx.append(self._running)
        server.app.on_shutdown.append(self._say_goodbye)

    async def _running(self, _: web.Application) -> AsyncIterator[None]:
        task = asyncio.create_task(self._hub.run())
        yield
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    async def _say_goodbye(self, _: web.Application) -> None:
        self._hub.close()

    def _taken(self, handler: Handler) -> Handler:
        """The handler, with every trouble answered by one polite line."""

        async def answer(request: web.Request) -> web.StreamResponse:
            try:
                return await handler(request)
            except Turned as turned:
                return self._line(request, turned.key, turned.status)
            except NotThere:
                return self._line(request, "trouble.not_there", 404)
            except StorageAway:
                return self._line(request, "trouble.away", 503)

        return answer

    def _line(self, request: web.Request, key: str, status: int) -> web.Response:
        w = self._entrance.words(request)
        headers = {"Retry-After": "2"} if status == web.HTTPServiceUnavailable.status_code else {}
        if SCRIPT_HEADER in request.headers:
            return web.json_response({"line": w(key)}, status=status, headers=headers)
        html = drawn("trouble.html", w=w, line=w(key), assets=self._assets)
        return web.Response(text=html, content_type="text/html", status=status, headers=headers)


def fingerprint() -> str:
    """Changes with the static files, so that a browser may keep them for ever."""
    files = sorted(_STATIC.iterdir())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


async def _to_the_chat(_: web.Request) -> web.Response:
    return web.Response(status=302, headers={"Location": "/chat"})


async def _static(request: web.Request) -> web.StreamResponse:
    path = _STATIC / request.match_info["name"]
    if path.name not in {known.name for known in _STATIC.iterdir()}:
        raise web.HTTPNotFound
    return web.FileResponse(path, headers={"Cache-Control": _LASTING})
