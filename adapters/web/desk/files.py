"""What was sent with a ticket, for those who work on it: pictures to look at, everything else to take away."""

from typing import Final
from urllib.parse import quote

from aiohttp import web

from adapters.web.board.asked import number
from adapters.web.desk.guard import Shut, Visitor
from adapters.web.desk.pages import DeskPages
from bot.features.desk import views as desk
from bot.media import NotNow

# Kinds of pictures that were found to be such by looking into them; a browser may show these and nothing else of ours.
PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
# Whatever is in it, it runs nothing and reaches nobody.
_POLICY: Final = "default-src 'none'; sandbox"


class Files:
    """Answers `/desk/ticket/<number>/file/<id>`."""

    def __init__(self, pages: DeskPages) -> None:
        self._pages = pages

    async def file(self, request: web.Request, visitor: Visitor) -> web.Response:
        """The content, as it lies on the shelf."""
        ticket, wanted = (number(request.match_info[name]) or 0 for name in ("number", "file"))
        found = await self._pages.ask(visitor, lambda turn: desk.file(turn, visitor.person, ticket, wanted))
        shelf = self._pages.service.setup.shelf
        if found is None or shelf is None:
            raise Shut("desk.not_there", 404)
        try:
            content = await shelf.get(found.digest)
        except NotNow as trouble:
            raise Shut("desk.away", 503) from trouble
        if content is None:
            raise Shut("desk.not_there", 404)
        is_picture = found.mime in PICTURES
        name = f"{'inline' if is_picture else 'attachment'}; filename*=UTF-8''{quote(found.name or str(found.id))}"
        headers = {"Content-Disposition": name, "Cache-Control": "no-store", "Content-Security-Policy": _POLICY}
        mime = found.mime if is_picture else "application/octet-stream"
        return web.Response(body=content, content_type=mime, headers=headers)
