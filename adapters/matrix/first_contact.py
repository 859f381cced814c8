"""Meeting the admin of a new bot on Matrix.

The bot opens a room of its own for it, which is not encrypted, with a session that ends right after: so the device and
the keys of the service are not there yet, and invitations and messages of others stay untouched.
"""

import asyncio
import contextlib
import json
import secrets
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import aiohttp
from aiohttp_socks import ProxyConnector, ProxyError

from adapters.matrix.homeserver import API, path_of
from adapters.matrix.names import CHANNEL
from bot.beginning.code import says_code
from bot.beginning.contact import Invitation, NotMet, Ours, Refused, Unusable
from bot.config_channels import Matrix

_FAULTS: Final = (aiohttp.ClientError, TimeoutError, OSError, ProxyError)
_ANSWER_SECONDS: Final = 20.0
# Milliseconds that one look waits for news.
_LOOK: Final = 5000
_ROOM_NAME: Final = "Huying 呼应"


class MatrixFirstContact:
    """Implements `bot.beginning.contact.FirstContact`."""

    def __init__(self, account: Matrix) -> None:
        self._account = account
        self._home = account.homeserver
        self._token = ""
        self._room = ""
        self._session: aiohttp.ClientSession | None = None

    async def sign_in(self) -> Ours:
        """Find the homeserver and take a session that lasts as long as this. Raises `Unusable`."""
        self._home = self._home or await self._found_home()
        self._token = await self._signed_in()
        return Ours(name=self._account.user, homeserver=self._home)

    async def _found_home(self) -> str:
        """Where the server says that its homeserver is; else under its own name."""
        address = f"https://{self._account.server}"
        try:
            status, told = await self._exchange("GET", f"{address}/.well-known/matrix/client")
        except _FAULTS:
            return address
        named = told.get("m.homeserver") if status == HTTPStatus.OK else None
        found = named.get("base_url") if isinstance(named, dict) else None
        return found.rstrip("/") if isinstance(found, str) and found.startswith("http") else address

    async def _signed_in(self) -> str:
        status, told = await self._ask(
            "POST",
            "/login",
            {
                "type": "m.login.password",
                "identifier": {"type": "m.id.user", "user": self._account.user},
                "password": self._account.password.reveal(),
                "initial_device_display_name": "Huying init",
            },
        )
        if status == HTTPStatus.FORBIDDEN:
            raise Refused("init.password_refused", url=self._home)
        token = told.get("access_token")
        if status != HTTPStatus.OK or not isinstance(token, str) or told.get("user_id") != self._account.user:
            raise Unusable("init.unreached", url=self._home, why=_told(status, told))
        return token

    def link(self, _code: str) -> str:
        """Matrix has no link that says something; the bot invites the admin instead."""
        return ""

    async def meet(self, invitation: Invitation) -> str:
        """Invite the admin into a room of our own, and wait for the code there. Raises `Unusable`."""
        self._room = await self._new_room(invitation.guest)
        status, _ = await self._ask("GET", path_of("rooms", self._room, "state", "m.room.encryption"))
        if status == HTTPStatus.OK:
            # Some servers encrypt every room. Joining alone proves too little: the name may have been mistyped.
            raise NotMet("init.room_encrypted")
        await self._say(invitation.words)
        since = ""
        while True:
            since, events = await self._news(since)
            for event in events:
                _check_stays(event, invitation.guest)
                if _says(event, invitation):
                    return f"{CHANNEL}:{invitation.guest}"

    async def _new_room(self, guest: str) -> str:
        wanted = {"preset": "trusted_private_chat", "is_direct": True, "invite": [guest], "name": _ROOM_NAME}
        status, told = await self._ask("POST", "/createRoom", wanted)
        room = told.get("room_id")
        if status != HTTPStatus.OK or not isinstance(room, str):
            raise Unusable("init.not_invited", name=guest, why=_told(status, told))
        return room

    async def _news(self, since: str) -> tuple[str, list[Any]]:
        """What happened in our room, and from where to ask on. Nothing is confirmed by it: the session is our own."""
        only = {"room": {"rooms": [self._room]}, "presence": {"types": []}, "account_data": {"types": []}}
        question = {"filter": json.dumps(only), "timeout": str(_LOOK), **({"since": since} if since else {})}
        try:
            status, told = await self._ask("GET", "/sync", query=question)
        except Unusable:
            status, told = HTTPStatus.BAD_GATEWAY, {}
        if status != HTTPStatus.OK:
            await asyncio.sleep(_LOOK / 1000)
            return since, []
        room = told.get("rooms", {}).get("join", {}).get(self._room, {})
        return str(told.get("next_batch", since)), list(room.get("timeline", {}).get("events", ()))

    async def _say(self, words: str) -> None:
        path = path_of("rooms", self._room, "send", "m.room.message", secrets.token_hex(8))
        await self._ask("PUT", path, {"msgtype": "m.text", "body": words, "m.mentions": {}})

    async def thank(self, words: str) -> None:
        """Said in our room, before we leave it."""
        with contextlib.suppress(Unusable):
            await self._say(words)

    async def close(self) -> None:
        """Leave and forget the room, end the session."""
        if self._session is None:
            return
        with contextlib.suppress(Unusable):
            if self._room:
                await self._ask("POST", path_of("rooms", self._room, "leave"), {})
                await self._ask("POST", path_of("rooms", self._room, "forget"), {})
            if self._token:
                await self._ask("POST", "/logout", {})
        await self._session.close()

    async def _ask(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, *, query: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, Any]]:
        try:
            return await self._exchange(method, f"{self._home}{API}/v3{path}", body, query=query)
        except _FAULTS as fault:
            raise Unusable("init.unreached", url=self._home, why=type(fault).__name__) from None

    async def _exchange(
        self, method: str, url: str, body: Mapping[str, Any] | None = None, *, query: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, Any]]:
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        async with self._opened().request(method, url, json=body, headers=headers, params=query) as answer:
            try:
                told = await answer.json(content_type=None)
            except ValueError:
                told = None
            return answer.status, told if isinstance(told, dict) else {}

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            proxy = self._account.proxy
            self._session = aiohttp.ClientSession(
                connector=ProxyConnector.from_url(proxy) if proxy else None,
                timeout=aiohttp.ClientTimeout(total=_ANSWER_SECONDS),
            )
        return self._session


def _says(event: Any, invitation: Invitation) -> bool:
    said = event.get("content", {}).get("body")
    return event.get("sender") == invitation.guest and isinstance(said, str) and says_code(said, invitation.code)


def _check_stays(event: Any, guest: str) -> None:
    if event.get("type") != "m.room.member" or event.get("state_key") != guest:
        return
    if event.get("content", {}).get("membership") == "leave":
        raise Unusable("init.declined", name=guest)


def _told(status: int, told: Mapping[str, Any]) -> str:
    """The homeserver's own reason, without words of ours that could hold a secret."""
    return f"{status} {told.get('errcode', '')}".strip()
