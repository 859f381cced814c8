"""The door itself: its routes, its pace, and every trouble as the standard tells it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from aiohttp import web
from multidict import MultiMapping

from adapters.web.open311 import written
from adapters.web.open311.asked import NotThere, jurisdiction, number, wish
from adapters.web.open311.written import Values
from adapters.web.pace import Pace, network_address
from adapters.web.server import WebServer
from adapters.web.words import chosen_language
from bot.errors import Conflict, Refused, StorageAway
from bot.features.open311 import views as open311
from bot.service import Service
from bot.turn import Turn

PATH: Final = "/open311/v2"
# What is here and on the public pages, for programs and for those who write them (OpenAPI 3.1).
DOCUMENT: Final = Path(__file__).with_name("openapi.json")
# As on the board: many people may stand behind one address.
_PER_ADDRESS: Final = 600
# Programs on other people's pages read it in their readers' browsers.
_HEADERS: Final = {
    "Cache-Control": "no-cache",
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
ENDING: Final = f".{{format:{'|'.join(written.FORMATS)}}}"
Handler = Callable[[web.Request], Awaitable[web.Response]]


class Open311Site:
    """Everything under `/open311/v2` that anybody may read."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self._pace = Pace(service.clock, per_person=_PER_ADDRESS, per_address=_PER_ADDRESS)

    def mount(self, server: WebServer) -> None:
        """Add the routes, before the server starts."""
        add = server.app.router.add_get
        add(f"{PATH}/openapi.json", _described)
        add(f"{PATH}/services{ENDING}", self.taken(self._services))
        add(f"{PATH}/services/{{code}}{ENDING}", self.taken(self._definition))
        add(f"{PATH}/requests{ENDING}", self.taken(self._requests))
        add(f"{PATH}/requests/{{number}}{ENDING}", self.taken(self._request))

    def taken(self, handler: Handler) -> Handler:
        """The handler, with every trouble answered as the standard does."""

        async def answer(request: web.Request) -> web.Response:
            address = network_address(request)
            try:
                if not self._pace.lets(address, address):
                    return self.refused(request, Refused("requests.no.too_fast"), 429)
                return await handler(request)
            except NotThere as trouble:
                return self.refused(request, trouble, 404)
            except Refused as trouble:
                return self.refused(request, trouble, 400)
            except (StorageAway, Conflict):
                return self.refused(request, Refused("requests.no.away"), 503)

        return answer

    async def _services(self, request: web.Request) -> web.Response:
        language = self.language(request)

        async def ask(turn: Turn) -> Sequence[open311.Offered]:
            if request.query.get("jurisdiction_id"):
                jurisdiction(request.query, await open311.jurisdictions(turn))
            return open311.services(turn, language)

        return answered(request, "services", "service", written.services(await self.service.ask(ask)))

    async def _definition(self, request: web.Request) -> web.Response:
        async def ask(turn: Turn) -> open311.Defined | None:
            here = jurisdiction(request.query, await open311.jurisdictions(turn))
            return await open311.definition(turn, request.match_info["code"], here.id)

        found = await self.service.ask(ask)
        if found is None:
            raise NotThere("requests.no.no_service")
        asks = self.service.setup.texts.word("requests.building", self.language(request))
        return answered(request, "service_definition", "", written.definition(found, asks))

    async def _requests(self, request: web.Request) -> web.Response:
        language = self.language(request)

        async def ask(turn: Turn) -> Sequence[open311.Request]:
            here = jurisdiction(request.query, await open311.jurisdictions(turn))
            return await open311.requests(turn, wish(joined(request.query), here.id, turn.now), language)

        found = [open311.facts(one) for one in await self.service.ask(ask)]
        return answered(request, "service_requests", "request", found)

    async def _request(self, request: web.Request) -> web.Response:
        language, wanted = self.language(request), number(request.match_info["number"]) or 0
        found = await self.service.ask(lambda turn: open311.request(turn, wanted, language))
        if found is None:
            raise NotThere("requests.no.not_there")
        return answered(request, "service_requests", "request", [open311.facts(found)])

    def refused(self, request: web.Request, trouble: Refused, status: int) -> web.Response:
        """One plain line, in the form that was asked for."""
        line = self.service.setup.texts.word(trouble.key, self.language(request), **trouble.values)
        return answered(request, "errors", "error", [{"code": status, "description": line}], status=status)

    def language(self, request: web.Request) -> str:
        """Asked for, preferred by whoever reads, or the deployment's."""
        setup = self.service.setup
        accepted = request.headers.get("Accept-Language", "")
        return chosen_language([request.query.get("lang")], accepted, setup.texts.languages, setup.config.language)


async def _described(_: web.Request) -> web.Response:
    return web.json_response(text=DOCUMENT.read_text(encoding="utf-8"), headers=_HEADERS)


def answered(
    request: web.Request, root: str, item: str, values: Sequence[Values] | Values, *, status: int = 200
) -> web.Response:
    """The values in the form that was asked for."""
    form = request.match_info["format"]
    text = written.as_xml(root, item, values) if form == "xml" else written.as_json(values)
    return web.Response(text=text, status=status, content_type=written.FORMATS[form], charset="utf-8", headers=_HEADERS)


def joined(query: MultiMapping[str]) -> Mapping[str, str]:
    """A name that stands several times holds all its values, as if they stood behind one with commas."""
    return {name: ",".join(query.getall(name)) for name in query}
