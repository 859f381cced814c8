"""What somebody has to put right: gaps in the roster, letters that never arrived, messages whose handling failed."""

from aiohttp import web

from adapters.web.board.asked import number
from adapters.web.desk.guard import Visitor
from adapters.web.desk.pages import DeskPages, see_other, text_of
from bot.features.desk import service as desk_service
from bot.features.desk import views as desk


class Checks:
    """Answers `/desk/quality` and `/desk/letters`."""

    def __init__(self, pages: DeskPages) -> None:
        self._pages = pages

    async def quality(self, request: web.Request, visitor: Visitor) -> web.Response:
        """Buildings without a worker, workers who never started the bot, deaf and unbound groups."""
        found = await self._pages.ask(visitor, desk.unserved)
        return self._pages.page(request, "desk_quality.html", visitor, found=found)

    async def letters(self, request: web.Request, visitor: Visitor) -> web.Response:
        """What never left, and what could not be handled."""
        letters, parked = await self._pages.ask(visitor, desk.letters)
        return self._pages.page(request, "desk_letters.html", visitor, letters=letters, parked=parked)

    async def mend(self, request: web.Request, visitor: Visitor) -> web.StreamResponse:
        """Once more, or never."""
        fields = await request.post()
        kind, row = text_of(fields, "kind"), number(text_of(fields, "row")) or 0
        again = text_of(fields, "to") == "retry"
        await self._pages.act(visitor, lambda turn: desk_service.mend_letter(turn, kind, row, again=again))
        return see_other(f"{desk.PATH}/letters")
