"""The pages that are read: the chat with its panes, and one room alone for the page's script."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from adapters.web.channel import WebChannel
from adapters.web.entrance import Entrance, Turned
from adapters.web.rooms import Message, Rooms, Talk
from adapters.web.scene import Standing
from adapters.web.view import Entry, Seen, address_of, drawn, first_room
from adapters.web.visits import Guest
from bot.ports import UnitOfWork

# As many messages as a person scrolls back through; older ones are in the tickets.
SHOWN: Final = 60
# Side by side on a desktop.
_MOST_PANES: Final = 3


@dataclass(frozen=True, kw_only=True)
class Pane:
    """One person's view: the list of rooms and, unless `chat` is empty, an open room."""

    number: int
    guest: Guest
    chat: str
    title: str
    hint: str
    badge: str
    entries: Sequence[Entry]
    messages: Sequence[Seen]
    token: str


class Pages:
    """Draws pages from what the rooms hold now."""

    def __init__(self, channel: WebChannel, entrance: Entrance, assets: str) -> None:
        self._channel = channel
        self._entrance = entrance
        self._assets = assets

    async def home(self, request: web.Request) -> web.Response:
        """The page. A browser that comes for the first time is given a cookie."""
        self._entrance.check_host(request)
        wanted = self._wanted(request)
        panes, counter = await self._read(wanted)
        response = self._page(request, panes, counter)
        self._entrance.remember_language(request, response)
        if wanted[0][0].is_new:
            self._entrance.remember(request, response, wanted[0][0].visitor)
        return response

    async def room(self, request: web.Request) -> web.Response:
        """One room of one guest, as HTML to put into the page."""
        guest = self._entrance.guest(request, request.query.get("as"))
        chat = request.query.get("chat", "")
        if not self._channel.scene.admits(guest.account, chat):
            raise Turned("trouble.not_there", 404)
        panes, _ = await self._read([(guest, chat)])
        html = drawn("room.html", pane=panes[0], w=self._entrance.words(request), back="/chat")
        return web.Response(text=html, content_type="text/html", headers={"Cache-Control": "no-store"})

    def _page(self, request: web.Request, panes: Sequence[Pane], counter: int) -> web.Response:
        settings = self._entrance.settings
        language = self._entrance.language(request)
        words = self._entrance.words(request)
        shown = [(pane.guest.account, pane.chat) for pane in panes]
        free = settings.free_roles

        def address(number: int, account: str, chat: str, in_language: str = language) -> str:
            """The page with one pane changed."""
            changed = [(account, chat) if place == number else pane for place, pane in enumerate(shown)]
            return address_of(changed, in_language, free=free)

        html = drawn(
            "page.html",
            panes=panes,
            people=self._channel.scene.people if free else (),
            w=words,
            address=address,
            others=[(code, name, address_of(shown, code, free=free)) for code, name in words.others().items()],
            back=address_of(shown, language, free=free),
            free=free,
            counter=counter,
            assets=self._assets,
        )
        return web.Response(text=html, content_type="text/html", headers={"Cache-Control": "no-store"})

    def _wanted(self, request: web.Request) -> list[tuple[Guest, str]]:
        """Whose panes with which rooms the address asks for; what it may not see is left out."""
        scene = self._channel.scene
        if not self._entrance.settings.free_roles:
            guest = self._entrance.known_or_new(request)
            return [(guest, self._allowed(guest, request.query.get("room")))]
        wanted = []
        for pane in request.query.getall("p", [])[:_MOST_PANES]:
            account, _, chat = pane.partition("~")
            if scene.person(account) is not None:
                guest = self._entrance.guest(request, account)
                wanted.append((guest, self._allowed(guest, chat)))
        return wanted or self._side_by_side(request)

    def _side_by_side(self, request: web.Request) -> list[tuple[Guest, str]]:
        """The first person of each standing."""
        first: dict[Standing, Guest] = {}
        for person in self._channel.scene.people:
            first.setdefault(person.standing, self._entrance.guest(request, person.account))
        ordered = [first[standing] for standing in Standing if standing in first][:_MOST_PANES]
        if not ordered:
            raise Turned("trouble.unknown_person", 404)
        return [(guest, first_room(self._channel.scene, guest)) for guest in ordered]

    def _allowed(self, guest: Guest, chat: str | None) -> str:
        """That chat, none (the list) when asked for none, or the first one."""
        if chat == "" or (chat is not None and self._channel.scene.admits(guest.account, chat)):
            return chat
        return first_room(self._channel.scene, guest)

    async def _read(self, wanted: Sequence[tuple[Guest, str]]) -> tuple[list[Pane], int]:
        """The panes, and the number of the latest change that they show."""

        async def read(uow: UnitOfWork) -> tuple[int, list[Pane]]:
            counter = await uow.store(Rooms).counter()
            return counter, [await self._pane(uow, number, *pane) for number, pane in enumerate(wanted)]

        counter, panes = await self._channel.database.read(read)
        return panes, counter

    async def _pane(self, uow: UnitOfWork, number: int, guest: Guest, chat: str) -> Pane:
        sight, talk = self._entrance.sight(guest), uow.store(Talk)
        chats = self._channel.scene.rooms_of(guest.account)
        latest = {message.said.chat: message for message in await talk.latest(chats, 1)}
        messages: Sequence[Message] = await talk.latest([chat], SHOWN) if chat else ()
        return Pane(
            number=number,
            guest=guest,
            chat=chat,
            title=sight.title(chat) if chat else "",
            hint=sight.entry(chat, None).hint if chat else "",
            badge=sight.words(f"standing.{guest.visitor.standing}"),
            entries=[sight.entry(each, latest.get(each)) for each in chats],
            messages=[sight.message(message) for message in messages],
            token=self._entrance.form_token(guest.account),
        )
