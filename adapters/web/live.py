"""The stream of an open page: what changes in the rooms that it may see, as server-sent events."""

import asyncio
import contextlib
import json
from collections.abc import Sequence
from typing import Final

from aiohttp import ClientConnectionResetError, web

from adapters.web.channel import WebChannel
from adapters.web.entrance import Entrance, Turned
from adapters.web.rooms import Message
from adapters.web.stream import Hub, Listener
from adapters.web.view import drawn
from adapters.web.visits import Guest, whisper_to
from bot.errors import StorageAway
from bot.richtext import words_of

# A comment is sent this often, so that proxies keep the line open and we notice who has gone.
BEAT_SECONDS: Final = 15.0
_RETRY_MILLISECONDS: Final = 1500
_MOST_GUESTS: Final = 3
_HEADERS: Final = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
}


class Live:
    """Answers `/chat/events`."""

    def __init__(self, channel: WebChannel, entrance: Entrance, hub: Hub) -> None:
        self._channel = channel
        self._entrance = entrance
        self._hub = hub

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Tell the page what it missed (`Last-Event-ID`, else `after`) and then what happens."""
        guests, page = self._guests(request), request.query.get("page", "")
        if self._hub.is_full:
            raise Turned("trouble.full", 503)
        listener = Listener(
            [chat for guest in guests for chat in self._channel.scene.rooms_of(guest.account)],
            [whisper_to(guest.account, page) for guest in guests],
        )
        response = web.StreamResponse(headers=_HEADERS)
        await response.prepare(request)
        await response.write(f"retry: {_RETRY_MILLISECONDS}\n\n".encode())
        beat = asyncio.create_task(_beat(response, listener))
        # Whoever closes the page, or the database when it goes away, ends the stream; the page comes back by itself.
        try:
            with contextlib.suppress(ClientConnectionResetError, StorageAway):
                seen = _after(request)
                async for message in self._hub.listen(listener, seen):
                    # An id is the number of the first change; one that is larger than all told so far is new here.
                    is_new, seen = message.id > seen, message.number
                    await response.write(self._told(message, guests, is_new=is_new).encode())
        finally:
            beat.cancel()
            listener.close()
        return response

    def _guests(self, request: web.Request) -> list[Guest]:
        if not self._entrance.settings.free_roles:
            return [self._entrance.guest(request, None)]
        accounts = request.query.getall("as", [])[:_MOST_GUESTS]
        if not accounts:
            raise Turned("trouble.unknown_person", 403)
        return [self._entrance.guest(request, account) for account in accounts]

    def _told(self, message: Message, guests: Sequence[Guest], *, is_new: bool) -> str:
        """The change as one event for all panes of the page."""
        chat = message.said.chat
        watching = [guest for guest in guests if self._channel.scene.admits(guest.account, chat)]
        if message.said.whisper is not None:
            account = message.said.whisper.partition("/")[0]
            return _event(message, "toast", {"account": account, "text": words_of(message.said.text)})
        panes = {guest.account: self._pane(message, guest, is_new=is_new) for guest in watching}
        return _event(message, "change", {"chat": chat, "id": message.id, "panes": panes})

    def _pane(self, message: Message, guest: Guest, *, is_new: bool) -> dict[str, object]:
        if message.removed:
            return {"removed": True}
        sight = self._entrance.sight(guest)
        token = self._entrance.form_token(guest.account)
        return {
            "html": drawn("one.html", m=sight.message(message), account=guest.account, token=token, w=sight.words),
            "preview": sight.preview(message),
            "moment": sight.moment(message.said.at),
            # Rings: somebody else's new words, unless they were sent to be quiet.
            "rings": is_new and message.said.author != guest.account and not message.said.silent,
        }


async def _beat(response: web.StreamResponse, listener: Listener) -> None:
    """Write a comment now and then; a page that has gone shows itself by refusing it, and is listened to no more."""
    with contextlib.suppress(ClientConnectionResetError):
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            await response.write(b": beat\n\n")
    listener.close()


def _after(request: web.Request) -> int:
    last = request.headers.get("Last-Event-ID") or request.query.get("after", "")
    return int(last) if last.isascii() and last.isdigit() and len(last) < 18 else 0  # noqa: PLR2004 - fits 64 bits


def _event(message: Message, name: str, content: dict[str, object]) -> str:
    return f"id: {message.number}\nevent: {name}\ndata: {json.dumps(content, ensure_ascii=False)}\n\n"
