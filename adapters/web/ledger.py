"""The page behind a link to a ledger: a button, and a table that is written while it is fetched.

Chat apps open links to preview them, so that only a press fetches anything. Nothing of the table is kept here.
"""

import csv
import io
from collections.abc import Sequence
from typing import Final

from aiohttp import web

from adapters.spreadsheets import harmless
from adapters.web.entrance import LANGUAGE_COOKIE
from adapters.web.pace import Pace, network_address
from adapters.web.server import WebServer
from adapters.web.view import drawn
from adapters.web.words import Words, chosen_language
from bot.features.ledger import service as ledger
from bot.features.ledger.views import Names, Wanted
from bot.files import Cell
from bot.service import Service

_HEADERS: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_AS_FILE: Final = {"Content-Disposition": 'attachment; filename="ledger.csv"'}
_BOM: Final = "\ufeff"


class LedgerPage:
    """Answers `/ledger/<token>`."""

    def __init__(self, service: Service, assets: str) -> None:
        self._service = service
        self._assets = assets
        self._pace = Pace(service.clock)

    def mount(self, server: WebServer) -> None:
        """Add the routes, before the server starts."""
        server.app.router.add_get(f"{ledger.PATH}/{{token}}", self._show)
        server.app.router.add_post(f"{ledger.PATH}/{{token}}", self._fetch)

    async def _show(self, request: web.Request) -> web.Response:
        """A button, while the link lasts."""
        if not self._lets(request):
            return self._said(request, "trouble.too_fast", 429)
        if await self._wanted(request) is None:
            return self._said(request, "ledger.over", 410)
        html = drawn("ledger.html", w=self._words(request), assets=self._assets)
        return web.Response(text=html, content_type="text/html", headers=_HEADERS)

    async def _fetch(self, request: web.Request) -> web.StreamResponse:
        """The table, portion by portion, so that a million rows need no more memory than a thousand."""
        if not self._lets(request):
            return self._said(request, "trouble.too_fast", 429)
        wanted = await self._wanted(request)
        if wanted is None:
            return self._said(request, "ledger.over", 410)
        response = web.StreamResponse(headers={**_HEADERS, **_AS_FILE, "Content-Type": "text/csv; charset=utf-8"})
        await response.prepare(request)
        await response.write((_BOM + _lines([wanted.columns])).encode())
        names, last = Names(), 0
        while True:
            last, rows = await self._portion(wanted, last, names)
            if not rows:
                break
            await response.write(_lines(rows).encode())
        await response.write_eof()
        return response

    async def _portion(self, wanted: Wanted, after: int, names: Names) -> tuple[int, Sequence[Sequence[Cell]]]:
        return await self._service.ask(lambda turn: ledger.portion(turn, wanted, after, names))

    async def _wanted(self, request: web.Request) -> Wanted | None:
        token = request.match_info["token"]
        return await self._service.ask(lambda turn: ledger.of_link(turn, token))

    def _lets(self, request: web.Request) -> bool:
        return self._pace.lets(f"ledger {request.match_info['token'][:12]}", network_address(request))

    def _said(self, request: web.Request, key: str, status: int) -> web.Response:
        words = self._words(request)
        html = drawn("outsider_said.html", w=words, assets=self._assets, line=words(key))
        return web.Response(text=html, content_type="text/html", status=status, headers=_HEADERS)

    def _words(self, request: web.Request) -> Words:
        setup = self._service.setup
        wishes = [request.query.get("lang"), request.cookies.get(LANGUAGE_COOKIE)]
        accepted = request.headers.get("Accept-Language", "")
        return Words(setup.texts, chosen_language(wishes, accepted, setup.texts.languages, setup.config.language))


def _lines(rows: Sequence[Sequence[Cell]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()
