"""The board's pages: communities, a community's list, a ticket with its steps. Anybody may read them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from adapters.web.board.asked import CATEGORIES, PATH, Asked, number
from adapters.web.board.drawing import Reader
from adapters.web.board.rates import Rates, rates_of
from adapters.web.entrance import LANGUAGE_COOKIE
from adapters.web.pace import Pace, network_address
from adapters.web.view import drawn
from adapters.web.words import chosen_language
from bot.community import PlaceId
from bot.errors import StorageAway
from bot.features.board import views as board
from bot.features.clocks import views as clocks
from bot.service import Service
from bot.turn import Turn

SHOWN: Final = 20
# People in one hall, behind one address, read more than strangers write.
_PER_ADDRESS: Final = 600
_HEADERS: Final = {"Cache-Control": "no-cache"}
_YEAR: Final = 31_536_000
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, kw_only=True)
class _Community:
    here: board.Named
    listed: board.Listed
    buildings: tuple[board.Named, ...]
    open_now: int
    rates: Rates | None


class BoardPages:
    """Answers `/board…`."""

    def __init__(self, service: Service, assets: str, public_url: str | None) -> None:
        self._service = service
        self._assets = assets
        self.public_url = public_url
        self._pace = Pace(service.clock, per_person=_PER_ADDRESS, per_address=_PER_ADDRESS)

    def taken(self, handler: Handler) -> Handler:
        """The handler, with every trouble answered by one polite line."""

        async def answer(request: web.Request) -> web.StreamResponse:
            address = network_address(request)
            try:
                if not self._pace.lets(address, address):
                    return await self.line(request, "board.too_fast", 429)
                return await handler(request)
            except StorageAway:
                return await self.line(request, "board.away", 503)

        return answer

    async def home(self, request: web.Request) -> web.Response:
        """The communities; where there is one, its own page."""
        found = await self._service.ask(board.communities)
        if len(found) == 1:
            return web.Response(status=302, headers={"Location": f"{PATH}/{found[0].id}", **_HEADERS})
        return self.page(request, await self.reader(request, None), "board_home.html", communities=found)

    async def community(self, request: web.Request) -> web.Response:
        """A community's list."""
        asked = Asked.read(number(request.match_info["community"]) or 0, request.query)

        found = await self._service.ask(lambda turn: _read(turn, asked))
        if found is None:
            return await self.line(request, "board.not_there", 404)
        reader = await self.reader(request, found.here.id)
        return self.page(
            request,
            reader,
            "board.html",
            here=found.here,
            asked=asked,
            rows=[reader.row(line) for line in found.listed.lines],
            goes_on=found.listed.goes_on,
            buildings=found.buildings,
            categories=CATEGORIES,
            standings=tuple(board.Standing),
            open_now=found.open_now,
            rates=None if found.rates is None else found.rates.drawn(reader),
        )

    async def ticket(self, request: web.Request) -> web.Response:
        """One ticket with its public steps."""
        wanted = number(request.match_info["number"]) or 0
        story = await self._service.ask(lambda turn: board.story(turn, wanted))
        if story is None:
            return await self.line(request, "board.not_there", 404)
        reader = await self.reader(request, story.community.id)
        row, steps = reader.row(story.line), reader.steps(story)
        return self.page(request, reader, "board_ticket.html", here=story.community, row=row, steps=steps, story=story)

    async def line(self, request: web.Request, key: str, status: int) -> web.Response:
        """One polite line instead of a page."""
        reader = await self.reader(request, None)
        return self.page(request, reader, "board_line.html", status=status, line=reader(key))

    async def reader(self, request: web.Request, community: PlaceId | None) -> Reader:
        """Who reads: in which language, in whose time."""
        setup = self._service.setup
        zone = setup.config.timezone
        if community is not None:
            zone = await self._service.ask(lambda turn: clocks.zone_of(turn, community))
        return Reader(texts=setup.texts, language=self.language(request), zone=zone, now=self._service.clock.now())

    def language(self, request: web.Request) -> str:
        """Asked for, chosen earlier, preferred by the browser, or the deployment's."""
        setup = self._service.setup
        wishes = [request.query.get("lang"), request.cookies.get(LANGUAGE_COOKIE)]
        accepted = request.headers.get("Accept-Language", "")
        return chosen_language(wishes, accepted, setup.texts.languages, setup.config.language)

    def page(
        self, request: web.Request, reader: Reader, template: str, *, status: int = 200, **values: object
    ) -> web.Response:
        """A template as a page; a language that was asked for now is kept."""
        html = drawn(
            template,
            w=reader,
            assets=self._assets,
            others=[(code, name, _in_language(request, code)) for code, name in reader.others().items()],
            **values,
        )
        response = web.Response(text=html, content_type="text/html", status=status, headers=_HEADERS)
        if "lang" in request.query:
            response.set_cookie(
                LANGUAGE_COOKIE, reader.language, max_age=_YEAR, path="/", samesite="Lax", httponly=True
            )
        return response


def _in_language(request: web.Request, code: str) -> str:
    return str(request.rel_url.update_query(lang=code))


async def _read(turn: Turn, asked: Asked) -> _Community | None:
    here = await board.community(turn, asked.community)
    if here is None:
        return None
    is_first = asked.before is None and not asked.is_chosen
    return _Community(
        here=here,
        listed=await board.listed(turn, asked.wish, SHOWN),
        buildings=await board.buildings(turn, here.id),
        open_now=await board.open_now(turn, here.id),
        rates=await rates_of(turn, here.id) if is_first else None,
    )
