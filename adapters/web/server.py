"""One HTTP server for everything that the service serves. Knows no page: the composition root mounts them on `app`."""

import ipaddress
from typing import Final

from aiohttp import web

from bot.config_values import Endpoint

# Nothing that we serve needs another origin, an inline script or a frame around it.
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
# Open pages are told at once that we go; what is slower than this is cut off.
_GOODBYE_SECONDS: Final = 3.0
_LARGEST_BODY: Final = 1024 * 1024


class WebServer:
    """The server. Mount routes on `app` before `start`."""

    def __init__(self, listen: Endpoint) -> None:
        self.listen = listen
        self.app = web.Application(client_max_size=_LARGEST_BODY)
        self.app.on_response_prepare.append(_add_headers)
        self.app.router.add_get("/healthz", _healthy)
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen. Raises `OSError` when the address is taken or not ours."""
        # Access logs would hold who read what; the service's own log says what happened.
        runner = web.AppRunner(self.app, handle_signals=False, access_log=None, shutdown_timeout=_GOODBYE_SECONDS)
        await runner.setup()
        self._runner = runner
        try:
            await web.TCPSite(runner, self.listen.host or None, self.listen.port).start()
        except OSError:
            await self.stop()
            raise

    async def stop(self) -> None:
        """End open streams and stop listening. Stopping twice changes nothing."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    @property
    def is_for_this_machine(self) -> bool:
        """Can nobody else reach it?"""
        if self.listen.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.listen.host).is_loopback
        except ValueError:
            return False

    @property
    def url(self) -> str:
        """Where this machine's browser finds the server, with the port that was really taken."""
        addresses = self._runner.addresses if self._runner is not None else []
        port = addresses[0][1] if addresses else self.listen.port
        host = self.listen.host or "127.0.0.1"
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


async def _healthy(_: web.Request) -> web.Response:
    return web.Response(text="ok\n")


async def _add_headers(_: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
