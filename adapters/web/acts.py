"""What a visitor's page asks us to do: say, press, react. As JSON from the page's script, or as a plain form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from aiohttp import web

from adapters.web.entrance import Entrance, Turned
from adapters.web.pace import Pace, network_address
from adapters.web.uploads import Form, Uploads
from adapters.web.visits import LONGEST, Guest, Visits
from bot.messages import Gesture

_KEY: Final = re.compile(r"[A-Za-z0-9-]{8,64}")
_BACK: Final = re.compile(r"/chat(\?[A-Za-z0-9~%&=+_.:-]*)?")
_JSON: Final = "application/json"
_WITH_FILE: Final = "multipart/form-data"
# What a button of ours carries at most (bot.messages.Button).
_DATA: Final = 64
# Ids are numbers that fit the database's integers.
_ID_DIGITS: Final = 18


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A deed as asked for: by whom, where, under which key, with which fields."""

    guest: Guest
    chat: str
    key: str
    fields: Mapping[str, Any]
    by_script: bool
    # Of the file that came along.
    content: bytes = b""

    def text(self, name: str, longest: int) -> str:
        """A field of text. Raises `Turned` when it is none."""
        value = self.fields.get(name, "")
        if not isinstance(value, str) or len(value) > longest:
            raise Turned("trouble.unreadable", 400)
        return value

    def number(self, name: str) -> int | None:
        """A field that names a message, or None when it is left out. Raises `Turned` when it is none."""
        value = str(self.fields.get(name) or "")
        if not value:
            return None
        if not (value.isascii() and value.isdigit() and len(value) < _ID_DIGITS):
            raise Turned("trouble.unreadable", 400)
        return int(value)


class Acts:
    """Reads a deed, checks where it comes from, does it, and answers."""

    def __init__(self, visits: Visits, entrance: Entrance, pace: Pace, uploads: Uploads) -> None:
        self._visits = visits
        self._uploads = uploads
        self._entrance = entrance
        self._pace = pace

    async def say(self, request: web.Request) -> web.StreamResponse:
        """Say something in a chat."""
        asked = await self._asked(request)
        sent = await self._uploads.keep(asked.content) if asked.content else None
        words = self._words(asked, may_be_empty=sent is not None)
        message = await self._visits.say(
            asked.guest, asked.chat, words, key=asked.key, reply_to=asked.number("reply_to"), sent=sent
        )
        return self._done(asked, {"id": message.id})

    async def press(self, request: web.Request) -> web.StreamResponse:
        """Press a button."""
        asked = await self._asked(request)
        data, page = asked.text("data", _DATA), asked.text("page", _DATA)
        await self._visits.press(asked.guest, asked.chat, asked.number("message") or 0, data, key=asked.key, page=page)
        return self._done(asked, {})

    async def react(self, request: web.Request) -> web.StreamResponse:
        """Put a reaction on a message (`me_too+`) or take it away (`me_too-`)."""
        asked = await self._asked(request)
        wish = asked.text("gesture", _DATA)
        try:
            gesture = Gesture(wish[:-1])
        except ValueError as trouble:
            raise Turned("trouble.unreadable", 400) from trouble
        added = wish.endswith("+")
        await self._visits.react(
            asked.guest, asked.chat, asked.number("message") or 0, gesture, key=asked.key, added=added
        )
        return self._done(asked, {})

    def _words(self, asked: Asked, *, may_be_empty: bool) -> str:
        words = asked.text("text", 10 * LONGEST).replace("\r\n", "\n").strip()
        if not words and not may_be_empty:
            raise Turned("trouble.empty", 400)
        if len(words) > LONGEST:
            raise Turned("trouble.too_long", 413)
        return words

    async def _asked(self, request: web.Request) -> Asked:
        by_script = request.content_type == _JSON
        if by_script:
            self._entrance.check_script(request)
        form = await self._form(request, by_script=by_script)
        fields = form.fields
        account = fields.get("as")
        guest = self._entrance.guest(request, account if isinstance(account, str) else None)
        if not by_script:
            self._entrance.check_form(request, guest.account, str(fields.get("token", "")))
        if not self._pace.lets(guest.account, network_address(request)):
            raise Turned("trouble.too_fast", 429)
        asked = Asked(guest=guest, chat="", key="", fields=fields, by_script=by_script)
        key = asked.text("key", _DATA)
        if _KEY.fullmatch(key) is None:
            raise Turned("trouble.unreadable", 400)
        return replace(asked, chat=asked.text("chat", 200), key=key, content=form.content)

    async def _form(self, request: web.Request, *, by_script: bool) -> Form:
        if request.content_type != _WITH_FILE:
            return Form(fields=await _fields(request, by_script=by_script))
        if not self._entrance.settings.free_roles:
            # Strangers need not send us megabytes before they are turned away.
            self._entrance.guest(request, None)
        return await self._uploads.read(request)

    def _done(self, asked: Asked, answer: dict[str, object]) -> web.StreamResponse:
        if asked.by_script:
            return web.json_response(answer)
        back = asked.text("back", 2000)
        return web.Response(status=303, headers={"Location": back if _is_ours(back) else "/chat"})


async def _fields(request: web.Request, *, by_script: bool) -> Mapping[str, Any]:
    if not by_script:
        return dict(await request.post())
    try:
        fields = await request.json()
    except ValueError as trouble:
        raise Turned("trouble.unreadable", 400) from trouble
    if not isinstance(fields, dict):
        raise Turned("trouble.unreadable", 400)
    return fields


def _is_ours(address: str) -> bool:
    """Does it lead to the chat itself? Anything else would let a form send people elsewhere."""
    return _BACK.fullmatch(address) is not None
