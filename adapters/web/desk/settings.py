"""The settings at the desk: words, deadlines, groups, duty, departments. What is for many is seen before it holds."""

from typing import Any, Final

from aiohttp import web

from adapters.web.board.asked import number
from adapters.web.desk.guard import Visitor
from adapters.web.desk.pages import DeskPages, see_other, text_of
from bot.community import ChatRef, PersonId, PlaceId
from bot.features.desk import service as desk_service
from bot.features.desk import views as desk
from bot.richtext import words_of
from bot.turn import Turn

PATH: Final = f"{desk.PATH}/settings"
_HISTORY: Final = 20


class Settings:
    """Answers `/desk/settings…` but for the roster."""

    def __init__(self, pages: DeskPages) -> None:
        self._pages = pages

    async def home(self, request: web.Request, visitor: Visitor) -> web.Response:
        """What can be set, and who changed what lately."""
        return await self._page(request, visitor, "desk_settings.html", tuple(desk.Kind))

    # ---- words ----

    async def texts(self, request: web.Request, visitor: Visitor) -> web.Response:
        """What the bot says, as far as it is looked for."""
        looked = request.query.get("q", "").strip()[:60]
        language = self._language(request)
        found = await self._pages.ask(visitor, _wordings(language, looked)) if looked else ()
        kinds = (desk.Kind.TEXT,)
        return await self._page(
            request, visitor, "desk_texts.html", kinds, found=found, looked=looked, language=language, tried=None
        )

    async def reword(self, request: web.Request, visitor: Visitor) -> web.StreamResponse:
        """Show the words as they will be read; with `save` let them hold."""
        fields = await request.post()
        language, key, words = text_of(fields, "language"), text_of(fields, "key"), text_of(fields, "words")
        if text_of(fields, "step") == "save":
            await self._pages.act(visitor, lambda turn: desk_service.reword(turn, language, key, words))
            return see_other(f"{PATH}/texts")
        await self._pages.ask(visitor, _checked(language, key, words))
        tried = {"language": language, "key": key, "words": words, "shown": desk.as_said(words)}
        kinds = (desk.Kind.TEXT,)
        return await self._page(
            request, visitor, "desk_texts.html", kinds, found=(), looked="", language=language, tried=tried
        )

    # ---- deadlines ----

    async def deadlines(self, request: web.Request, visitor: Visitor) -> web.Response:
        """The deadlines that hold, and what they mean for a call of now."""
        return await self._deadlines(request, visitor, None)

    async def adjust(self, request: web.Request, visitor: Visitor) -> web.StreamResponse:
        """Show when a call of now would be due; with `save` let it hold."""
        fields = await request.post()
        urgency, accept, resolve = (text_of(fields, name, 20) for name in ("urgency", "accept", "resolve"))
        if text_of(fields, "step") == "save":
            await self._pages.act(visitor, lambda turn: desk_service.adjust_deadline(turn, urgency, accept, resolve))
            return see_other(f"{PATH}/deadlines")
        tried = await self._pages.ask(visitor, lambda turn: desk.tried_timing(turn, urgency, accept, resolve))
        return await self._deadlines(request, visitor, tried)

    async def _deadlines(self, request: web.Request, visitor: Visitor, tried: desk.Timing | None) -> web.Response:
        found = await self._pages.ask(visitor, desk.timings)
        kinds = (desk.Kind.DEADLINE,)
        return await self._page(request, visitor, "desk_deadlines.html", kinds, timings=found, tried=tried)

    # ---- groups, duty, departments ----

    async def groups(self, request: web.Request, visitor: Visitor) -> web.Response:
        """Which group is whose."""
        rows, places = await self._pages.ask(visitor, desk.groups)
        kinds = (desk.Kind.GROUP,)
        return await self._page(request, visitor, "desk_groups.html", kinds, rows=rows, places=places)

    async def tie(self, request: web.Request, visitor: Visitor) -> web.StreamResponse:
        """A group becomes a place's, or nobody's."""
        fields = await request.post()
        chat = ChatRef(*(text_of(fields, name) for name in ("channel", "bot", "chat")))
        place = number(text_of(fields, "place"))
        await self._pages.act(
            visitor, lambda turn: desk_service.tie_group(turn, chat, None if place is None else PlaceId(place))
        )
        return see_other(f"{PATH}/groups")

    async def duty(self, request: web.Request, visitor: Visitor) -> web.Response:
        """Who is there and who is away."""
        rows = await self._pages.ask(visitor, desk.on_duty)
        return await self._page(request, visitor, "desk_duty.html", (desk.Kind.DUTY,), rows=rows)

    async def put(self, request: web.Request, visitor: Visitor) -> web.StreamResponse:
        """A worker goes off duty, or is back."""
        fields = await request.post()
        who = PersonId(number(text_of(fields, "person")) or 0)
        instead = number(text_of(fields, "substitute"))
        substitute = None if instead is None else PersonId(instead)
        if text_of(fields, "to") == "off":
            await self._pages.act(visitor, lambda turn: desk_service.put_off_duty(turn, who, substitute))
        else:
            await self._pages.act(visitor, lambda turn: desk_service.take_back_duty(turn, who))
        return see_other(f"{PATH}/duty")

    async def departments(self, request: web.Request, visitor: Visitor) -> web.Response:
        """Who can be called in."""
        return await self._departments(request, visitor, "")

    async def change_department(self, request: web.Request, visitor: Visitor) -> web.Response:
        """What `/department` does in chat, with the same words."""
        order = text_of(await request.post(), "order", 200)
        said = await self._pages.act(
            visitor, lambda turn: desk_service.command(turn, visitor.person, "department", order)
        )
        answer = "\n".join(words_of(one.message.text) for one in said)
        return await self._departments(request, visitor, answer)

    async def _departments(self, request: web.Request, visitor: Visitor, answer: str) -> web.Response:
        rows = await self._pages.ask(visitor, desk.callable_departments)
        return await self._page(request, visitor, "desk_departments.html", (), rows=rows, answer=answer)

    # ---- what they have in common ----

    async def _page(
        self, request: web.Request, visitor: Visitor, template: str, kinds: tuple[desk.Kind, ...], **values: Any
    ) -> web.Response:
        found = await self._pages.ask(visitor, lambda turn: desk.changes(turn, kinds, _HISTORY)) if kinds else ()
        return self._pages.page(request, template, visitor, changes=found, **values)

    def _language(self, request: web.Request) -> str:
        texts = self._pages.service.setup.texts
        wanted = request.query.get("language", "")
        return wanted if wanted in texts.languages else self._pages.reader(request).language


def _wordings(language: str, looked: str) -> Any:
    async def ask(turn: Turn) -> Any:
        return desk.wordings(turn, language, looked)

    return ask


def _checked(language: str, key: str, words: str) -> Any:
    async def ask(turn: Turn) -> None:
        if words:
            desk.check_words(turn, language, key, words)

    return ask
