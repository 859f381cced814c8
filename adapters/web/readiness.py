"""`/readyz`: does everything work that we need? For the operator and for whatever restarts us."""

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from adapters.web.server import WebServer

Ask = Callable[[], Awaitable[Mapping[str, bool]]]


def mount_readiness(server: WebServer, ask: Ask) -> None:
    """Answer 200 when every part works, 503 otherwise, with one line a part."""

    async def answer(_: web.Request) -> web.Response:
        parts = await ask()
        lines = [f"{'ok' if works else 'not ready'}: {part}\n" for part, works in parts.items()]
        return web.Response(text="".join(lines), status=200 if all(parts.values()) else 503)

    server.app.router.add_get("/readyz", answer)
