"""What every page of the desk has in common: language, frame, and one polite line for every trouble."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from aiohttp import web

from adapters.web.board.drawing import Reader
from adapters.web.desk.guard import Guard, Shut, Visitor
from adapters.web.entrance import LANGUAGE_COOKIE
from adapters.web.view import drawn
from adapters.web.words import chosen_language
from bot.errors import Conflict, Refused, StorageAway
from bot.features.desk import views as desk
from bot.service import Service
from bot.turn import Turn

_TRIES: Final = 3
_HEADERS: Final = {"Cache-Control": "no-store"}
_YEAR: Final = 31_536_000
Shown = Callable[[web.Request, Visitor], Awaitable[web.StreamResponse]]


class DeskPages:
    """Draws pages for whoever is signed in."""

    def __init__(self, service: Service, guard: Guard, assets: str) -> None:
        self.service = service
        self.guard = guard
        self._assets = assets

    def signed_in(self, handler: Shown) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """The handler, for staff alone; a form must come from one of their own pages."""

        async def answer(request: web.Request) -> web.StreamResponse:
            visitor = await self.guard.visitor(request)
            if request.method == "POST":
                self.guard.check_form(request, await request.post(), visitor)
            return await handler(request, visitor)

        return self.taken(answer)

    def taken(
        self, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """The handler, with every trouble answered by one polite line."""

        async def answer(request: web.Request) -> web.StreamResponse:
            try:
                return await handler(request)
            except Shut as shut:
                return self.line(request, shut.key, shut.status)
            except Refused as refused:
                return self.line(request, refused.key, 409, **refused.values)
            except StorageAway:
                return self.line(request, "desk.away", 503)

        return answer

    async def act(self, visitor: Visitor, work: Callable[[Turn], Awaitable[Any]]) -> Any:
        """A turn of the visitor's own. Raises `Refused`, and `StorageAway` also when others are always faster."""
        answer: Any = None

        async def done(turn: Turn) -> None:
            nonlocal answer
            turn.actor = visitor.person
            answer = await work(turn)

        for tries in range(_TRIES):
            try:
                await self.service.act(done)
            except Conflict as conflict:
                if tries == _TRIES - 1:
                    raise StorageAway(str(conflict)) from conflict
            else:
                break
        return answer

    async def ask(self, visitor: Visitor, question: Callable[[Turn], Awaitable[Any]]) -> Any:
        """A question on the visitor's behalf."""

        async def asked(turn: Turn) -> Any:
            turn.actor = visitor.person
            return await question(turn)

        return await self.service.ask(asked)

    def reader(self, request: web.Request) -> Reader:
        """In which language and whose time this is read."""
        setup = self.service.setup
        wishes = [request.query.get("lang"), request.cookies.get(LANGUAGE_COOKIE)]
        accepted = request.headers.get("Accept-Language", "")
        language = chosen_language(wishes, accepted, setup.texts.languages, setup.config.language)
        return Reader(texts=setup.texts, language=language, zone=setup.config.timezone, now=self.service.clock.now())

    def page(
        self,
        request: web.Request,
        template: str,
        visitor: Visitor | None = None,
        *,
        status: int = 200,
        **values: object,
    ) -> web.Response:
        """A template as a page."""
        reader = self.reader(request)
        html = drawn(
            template,
            w=reader,
            assets=self._assets,
            visitor=visitor,
            here=request.path,
            others=[(code, name, _in_language(request, code)) for code, name in reader.others().items()],
            **values,
        )
        response = web.Response(text=html, content_type="text/html", status=status, headers=_HEADERS)
        if "lang" in request.query:
            response.set_cookie(
                LANGUAGE_COOKIE, reader.language, max_age=_YEAR, path="/", samesite="Lax", httponly=True
            )
        return response

    def line(self, request: web.Request, key: str, status: int, **values: object) -> web.Response:
        """One polite line."""
        return self.page(request, "desk_line.html", status=status, line=self.reader(request)(key, **values))


def _in_language(request: web.Request, code: str) -> str:
    # A form's answer cannot be asked for again, so it leads to the desk's first page; a link's token is not repeated.
    if request.method == "POST":
        return f"{desk.PATH}?lang={code}"
    return str(request.rel_url.update_query(lang=code))


def text_of(fields: Mapping[str, object], name: str, longest: int = 2000) -> str:
    """A field of text, without what nobody can have meant."""
    value = fields.get(name, "")
    return value.replace("\r\n", "\n").strip()[:longest] if isinstance(value, str) else ""


def see_other(address: str) -> web.Response:
    """What was sent is done; the page is asked for anew."""
    return web.Response(status=303, headers={"Location": address, **_HEADERS})
