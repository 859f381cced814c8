"""Who stands behind a request to the desk, and whether it comes from one of its own pages."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

from adapters.web.cookies import Signer
from adapters.web.pace import Pace, network_address
from bot.community import Person
from bot.features.desk import views as desk
from bot.service import Service

VISIT_COOKIE: Final = "huying_desk"
DOOR_COOKIE: Final = "huying_desk_door"
_DOOR_SECONDS: Final = 600
_PER_PERSON, _PER_ADDRESS = 120, 600
_SHOWN_LONGEST: Final = 300


class Shut(Exception):  # noqa: N818 - turned away, politely
    """The request is not taken. `key` names the line that says so; `status` is HTTP's word for it."""

    def __init__(self, key: str, status: int) -> None:
        super().__init__(key)
        self.key = key
        self.status = status


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Somebody of the staff, signed in in this browser. `token` is what their forms carry."""

    person: Person
    token: str
    visit: str


class Guard:
    """Lets staff in, browser by browser."""

    def __init__(self, service: Service, secret: bytes, public_url: str | None) -> None:
        self._service = service
        self._signer = Signer(secret)
        self._public = urlsplit(public_url or "")
        self._pace = Pace(service.clock, per_person=_PER_PERSON, per_address=_PER_ADDRESS)

    async def visitor(self, request: web.Request) -> Visitor:
        """Who this is. Raises `Shut`: nobody who is signed in here, or too fast."""
        visit = request.cookies.get(VISIT_COOKIE, "")
        if not self._pace.lets(f"desk {visit[:16]}", network_address(request)):
            raise Shut("desk.too_fast", 429)
        browser = browser_of(request)
        person = await self._service.ask(lambda turn: desk.whose(turn, visit, browser)) if visit else None
        if person is None:
            raise Shut("desk.signed_out", 403)
        return Visitor(person=person, token=self._signer.form_token(f"desk {visit}"), visit=visit)

    def check_pace(self, request: web.Request) -> None:
        """Nobody tries one link after the other. Raises `Shut`."""
        address = network_address(request)
        if not self._pace.lets(f"door {address}", address):
            raise Shut("desk.too_fast", 429)

    def check_form(self, request: web.Request, fields: Mapping[str, object], visitor: Visitor) -> None:
        """A form that one of the visitor's own pages sent. Raises `Shut`."""
        self.check_site(request)
        if not hmac.compare_digest(str(fields.get("token", "")).encode(), visitor.token.encode()):
            raise Shut("desk.foreign", 403)

    def check_site(self, request: web.Request) -> None:
        """The request does not come from another site, as far as the browser says. Raises `Shut`."""
        origin = request.headers.get("Origin", "null")
        elsewhere = request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin"
        # Our pages make browsers hide the origin.
        if elsewhere or not (origin == "null" or urlsplit(origin).netloc in {request.host, self._public.netloc}):
            raise Shut("desk.foreign", 403)

    # ---- the door: the browser that opened the link is the one that enters ----

    def open_door(self, request: web.Request, response: web.StreamResponse, door: str) -> None:
        """This browser may press the button of the page that it was just given."""
        self._cookie(request, response, DOOR_COOKIE, door, _DOOR_SECONDS, strict=True)

    def door_token(self, door: str) -> str:
        """What that page's form carries."""
        return self._signer.form_token(f"door {door}")

    def check_door(self, request: web.Request, fields: Mapping[str, object]) -> None:
        """The button was pressed in the browser that opened the link. Raises `Shut`."""
        self.check_site(request)
        door = request.cookies.get(DOOR_COOKIE, "")
        said = str(fields.get("door", ""))
        if not door or not hmac.compare_digest(said.encode(), self.door_token(door).encode()):
            raise Shut("desk.foreign", 403)

    def let_in(self, request: web.Request, response: web.StreamResponse, visit: str) -> None:
        """The browser keeps that it is signed in."""
        self._cookie(request, response, VISIT_COOKIE, visit, int(desk.VISIT_LIVES.total_seconds()), strict=False)
        response.del_cookie(DOOR_COOKIE, path=desk.PATH)

    # ---- buttons that the bot offered at the desk ----

    def seal(self, visitor: Visitor, data: str, about: str) -> str:
        """What shows that this button was offered to this visitor."""
        return self._signer.form_token(f"press {visitor.visit} {about} {data}")

    def is_sealed(self, visitor: Visitor, data: str, about: str, seal: str) -> bool:
        """Was it?"""
        return hmac.compare_digest(seal.encode(), self.seal(visitor, data, about).encode())

    def _cookie(
        self, request: web.Request, response: web.StreamResponse, name: str, value: str, seconds: int, *, strict: bool
    ) -> None:
        response.set_cookie(
            name,
            value,
            max_age=seconds,
            path=desk.PATH,
            httponly=True,
            secure=request.secure or self._public.scheme == "https",
            # Whoever comes from the chat by a link to a ticket is still signed in.
            samesite="Strict" if strict else "Lax",
        )


def browser_of(request: web.Request) -> str:
    """How a browser calls itself."""
    return request.headers.get("User-Agent", "")[:_SHOWN_LONGEST]


def fresh_door() -> str:
    """What nobody can guess."""
    return secrets.token_urlsafe(24)
