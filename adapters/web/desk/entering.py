"""The door of the desk: the link that the bot sent, one press in the browser that opened it, and the way out."""

from aiohttp import web

from adapters.web.desk.guard import VISIT_COOKIE, Shut, Visitor, browser_of, fresh_door
from adapters.web.desk.pages import DeskPages, see_other, text_of
from bot.features.desk import service as desk_service
from bot.features.desk import views as desk
from bot.turn import Turn


class Door:
    """Answers `/desk/enter` and `/desk/leave`."""

    def __init__(self, pages: DeskPages) -> None:
        self._pages = pages

    async def show(self, request: web.Request) -> web.Response:
        """The button. Opening the link uses nothing up, for chat apps open links to preview them."""
        self._pages.guard.check_pace(request)
        token = request.query.get("token", "")
        if not await self._pages.service.ask(lambda turn: desk.is_good(turn, token)):
            return self._pages.line(request, "desk.over", 410)
        door = fresh_door()
        response = self._pages.page(request, "desk_enter.html", entry=token, door=self._pages.guard.door_token(door))
        self._pages.guard.open_door(request, response, door)
        return response

    async def enter(self, request: web.Request) -> web.StreamResponse:
        """Use the link up; from now on this browser is signed in."""
        self._pages.guard.check_pace(request)
        fields = await request.post()
        self._pages.guard.check_door(request, fields)
        token, browser, visit = text_of(fields, "entry"), browser_of(request), None

        async def work(turn: Turn) -> None:
            nonlocal visit
            visit = await desk_service.enter(turn, token, browser)

        await self._pages.service.act(work)
        if visit is None:
            raise Shut("desk.over", 410)
        response = see_other(desk.PATH)
        self._pages.guard.let_in(request, response, visit)
        return response

    async def leave(self, request: web.Request, visitor: Visitor) -> web.StreamResponse:
        """Nobody is signed in here any more, also not with a copy of what this browser kept."""
        await self._pages.act(visitor, lambda turn: desk_service.leave(turn, visitor.visit))
        response = self._pages.line(request, "desk.signed_out", 200)
        response.del_cookie(VISIT_COOKIE, path=desk.PATH)
        return response
