"""The door for staff: a one-time link that the bot sent in chat, and the way out on a shared machine."""

from aiohttp import web

from adapters.web import passes
from adapters.web.channel import WebChannel, private_room
from adapters.web.cookies import NAME
from adapters.web.entrance import Entrance, Turned
from adapters.web.rooms import Rooms
from adapters.web.scene import Standing, Visitor
from adapters.web.view import drawn
from bot.ports import UnitOfWork


class Enter:
    """Answers `/chat/enter` and `/chat/leave`. Where roles are free there is nothing to enter."""

    def __init__(self, channel: WebChannel, entrance: Entrance, assets: str) -> None:
        self._channel = channel
        self._entrance = entrance
        self._assets = assets

    async def ask(self, request: web.Request) -> web.Response:
        """Show the button. Opening the link alone uses nothing up, for chat apps open links to preview them."""
        token, now = request.query.get("token", ""), self._channel.clock.now()
        good = await self._channel.database.read(lambda uow: passes.is_good(uow, token, now))
        w = self._entrance.words(request)
        html = drawn("enter.html", w=w, good=good, token=token, assets=self._assets)
        return web.Response(text=html, content_type="text/html", status=200 if good else 410)

    async def sign_in(self, request: web.Request) -> web.Response:
        """Use the pass up and let the browser be its person."""
        self._entrance.check_site(request)
        token = str((await request.post()).get("token", ""))
        visitor = await self._redeem(token)
        if visitor is None:
            raise Turned("enter.over", 410)
        response = _to_the_chat()
        self._entrance.remember(request, response, visitor)
        return response

    async def leave(self, request: web.Request) -> web.Response:
        """Forget who this browser was."""
        guest = self._entrance.guest(request, None)
        self._entrance.check_form(request, guest.account, str((await request.post()).get("token", "")))
        response = _to_the_chat()
        response.del_cookie(NAME, path="/chat")
        return response

    async def _redeem(self, token: str) -> Visitor | None:
        now = self._channel.clock.now()

        async def use(uow: UnitOfWork) -> Visitor | None:
            used = await passes.redeem(uow, token, now)
            if used is None:
                return None
            visitor = Visitor(account=used.account, name=used.name, standing=Standing.STAFF)
            await uow.store(Rooms).open(private_room(visitor), now)
            return visitor

        return await self._channel.write(use)


def _to_the_chat() -> web.Response:
    return web.Response(status=303, headers={"Location": "/chat"})
