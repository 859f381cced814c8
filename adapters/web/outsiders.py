"""The page behind a one-time link: whoever was whistled for without an account reports in, tells of visits, ends.

They may also propose a time for a joint visit, or say whose it is instead and why.

Server-rendered, without a script and without cookies: whoever holds the link may answer, nobody else can, so no form
needs another token. Everything is done through the service of whistles.
"""

from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web

from adapters.web.entrance import LANGUAGE_COOKIE
from adapters.web.pace import Pace, network_address
from adapters.web.server import WebServer
from adapters.web.view import drawn
from adapters.web.words import Words, chosen_language
from bot.errors import Refused, StorageAway
from bot.features.whistles import service as whistles
from bot.features.whistles.views import Calling
from bot.service import Service
from bot.turn import Turn

# As much as anybody writes about a visit.
LONGEST: Final = 1000
_HEADERS: Final = {"Cache-Control": "no-store"}
_Deed = Callable[[Turn, Calling, str], Awaitable[object]]


async def _open(turn: Turn, called: Calling, _: str) -> None:
    await whistles.arrived_by_link(turn, called)


async def _here(turn: Turn, called: Calling, _: str) -> None:
    await whistles.here(turn, called)


async def _propose(turn: Turn, called: Calling, words: str) -> None:
    await whistles.worded.propose(turn, called, words)


async def _not_ours(turn: Turn, called: Calling, words: str) -> None:
    await whistles.worded.not_ours(turn, called, words)


# What a form may do, and whether it needs words.
_DEEDS: Final[dict[str, tuple[_Deed, bool]]] = {
    "open": (_open, False),
    "here": (_here, False),
    "visit": (whistles.visit, True),
    "end": (whistles.end, True),
    "propose": (_propose, True),
    "not_ours": (_not_ours, True),
}


class OutsidersPage:
    """Answers `/whistle/<token>`."""

    def __init__(self, service: Service, assets: str) -> None:
        self._service = service
        self._pace = Pace(service.clock)
        self._assets = assets

    def mount(self, server: WebServer) -> None:
        """Add the routes, before the server starts."""
        address = f"{whistles.PATH}/{{token}}"
        server.app.router.add_get(address, self._taken(self._show))
        server.app.router.add_post(address, self._taken(self._do))

    def _taken(
        self, handler: Callable[[web.Request], Awaitable[web.Response]]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        """The handler, with every trouble answered by one polite line."""

        async def answer(request: web.Request) -> web.Response:
            if not self._pace.lets(f"whistle {request.match_info['token'][:12]}", network_address(request)):
                return self._said(request, "trouble.too_fast", 429)
            try:
                return await handler(request)
            except Refused as refused:
                line = self._service.setup.texts.word(refused.key, self._language(request), **refused.values)
                return self._page(request, "outsider_said.html", 409, line=line)
            except StorageAway:
                return self._said(request, "trouble.away", 503)

        return answer

    async def _show(self, request: web.Request) -> web.Response:
        """What is wanted. Chat apps open links to preview them, so the first opening is a press of a button."""
        token, language = request.match_info["token"], self._language(request)
        notice = await self._service.ask(lambda turn: whistles.notice(turn, token, language))
        if notice is None:
            return self._said(request, "whistle.over", 410)
        return self._page(request, "outsider.html", 200, notice=notice, longest=LONGEST)

    async def _do(self, request: web.Request) -> web.Response:
        """One deed of the page's forms."""
        fields, token = await request.post(), request.match_info["token"]
        deed, needs_words = _DEEDS.get(str(fields.get("act", "")), (None, False))
        words = str(fields.get("words", "")).strip()[:LONGEST]
        if deed is None:
            return self._said(request, "trouble.unreadable", 400)
        if needs_words and not words:
            return self._said(request, "trouble.empty", 400)
        if not await self._done(token, deed, words):
            return self._said(request, "whistle.over", 410)
        if fields.get("act") == "end":
            return self._said(request, "whistle.thanks", 200)
        return web.Response(status=303, headers={"Location": f"{whistles.PATH}/{token}", **_HEADERS})

    async def _done(self, token: str, deed: _Deed, words: str) -> bool:
        """Do it in a turn of its own. False: the link works no more."""
        found = False

        async def work(turn: Turn) -> None:
            nonlocal found
            called = await whistles.behind(turn, token)
            found = called is not None
            if called is not None:
                await deed(turn, called, words)

        await self._service.act(work)
        return found

    def _said(self, request: web.Request, key: str, status: int) -> web.Response:
        return self._page(request, "outsider_said.html", status, line=self._words(request)(key))

    def _page(self, request: web.Request, template: str, status: int, **values: object) -> web.Response:
        html = drawn(template, w=self._words(request), assets=self._assets, **values)
        return web.Response(text=html, content_type="text/html", status=status, headers=_HEADERS)

    def _words(self, request: web.Request) -> Words:
        return Words(self._service.setup.texts, self._language(request))

    def _language(self, request: web.Request) -> str:
        setup = self._service.setup
        wishes = [request.query.get("lang"), request.cookies.get(LANGUAGE_COOKIE)]
        accepted = request.headers.get("Accept-Language", "")
        return chosen_language(wishes, accepted, setup.texts.languages, setup.config.language)
