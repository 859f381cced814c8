"""Who stands behind a request, and whether the request comes from our own page."""

import re
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

from adapters.web.cookies import NAME, Signer, lives, newcomer
from adapters.web.scene import Scene, Visitor
from adapters.web.view import Sight
from adapters.web.visits import Guest
from adapters.web.words import Words, chosen_language
from bot.ports import Clock
from bot.texts import Texts

LANGUAGE_COOKIE: Final = "huying_language"
SCRIPT_HEADER: Final = "X-Huying"
_PORT: Final = re.compile(r":\d+$")
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})


class Turned(Exception):  # noqa: N818 - turned away, politely
    """The request is not taken. `key` names the line that says so; `status` is HTTP's word for it."""

    def __init__(self, key: str, status: int) -> None:
        super().__init__(key)
        self.key = key
        self.status = status


@dataclass(frozen=True, kw_only=True)
class ChatSettings:
    """How the page is served. `free_roles`: everybody may be everybody, on this machine alone (`huying demo`)."""

    zone: tzinfo
    language: str = "zh"
    free_roles: bool = False
    public_url: str | None = None


class Entrance:
    """Lets requests in: as a person of the scene where roles are free, else as the browser's own visitor."""

    def __init__(self, scene: Scene, signer: Signer, clock: Clock, texts: Texts, settings: ChatSettings) -> None:
        self.settings = settings
        self._texts = texts
        self._scene = scene
        self._signer = signer
        self._clock = clock
        self._public = urlsplit(settings.public_url or "")

    def language(self, request: web.Request) -> str:
        """The language of this request's page."""
        accepted = request.headers.get("Accept-Language", "")
        wishes = [request.query.get("lang"), request.cookies.get(LANGUAGE_COOKIE)]
        return chosen_language(wishes, accepted, self._texts.languages, self.settings.language)

    def words(self, request: web.Request) -> Words:
        """The words of this request's page."""
        return Words(self._texts, self.language(request))

    def guest(self, request: web.Request, account: str | None) -> Guest:
        """Who does this. A browser without a cookie is turned away here; pages give it one."""
        self.check_host(request)
        language = self.language(request)
        if self.settings.free_roles:
            person = self._scene.person(account or "")
            if person is None:
                raise Turned("trouble.unknown_person", 403)
            return Guest(visitor=person, language=language, is_free=True)
        visitor = self._known(request)
        if visitor is None:
            raise Turned("trouble.foreign", 403)
        return Guest(visitor=visitor, language=language)

    def known_or_new(self, request: web.Request) -> Guest:
        """The browser's visitor, made now if it has none; `remember` then lets it keep the cookie."""
        language = self.language(request)
        known = self._known(request)
        visitor = known or newcomer(self.words(request)("standing.newcomer"))
        return Guest(visitor=visitor, language=language, is_new=known is None)

    def sight(self, guest: Guest) -> Sight:
        """This moment through the guest's eyes."""
        words = Words(self._texts, guest.language)
        return Sight(guest=guest, scene=self._scene, words=words, zone=self.settings.zone, now=self._clock.now())

    def remember(self, request: web.Request, response: web.StreamResponse, visitor: Visitor) -> None:
        """Let the browser be this visitor from now on."""
        response.set_cookie(
            NAME,
            self._signer.cookie(visitor, self._clock.now()),
            max_age=int(lives(visitor.standing).total_seconds()),
            path="/chat",
            httponly=True,
            secure=self._is_https(request),
            samesite="Lax",
        )

    def remember_language(self, request: web.Request, response: web.StreamResponse) -> None:
        """Keep a language that was asked for now."""
        if "lang" in request.query:
            language = self.language(request)
            response.set_cookie(LANGUAGE_COOKIE, language, max_age=31_536_000, path="/", samesite="Lax", httponly=True)

    def check_host(self, request: web.Request) -> None:
        """Where roles are free, a foreign name for this machine (DNS rebinding) is turned away."""
        if self.settings.free_roles and _PORT.sub("", request.host) not in _LOOPBACK:
            raise Turned("trouble.foreign", 403)

    def check_script(self, request: web.Request) -> None:
        """A deed of our page's script: same origin, and a header that no other site can set without asking us."""
        if SCRIPT_HEADER not in request.headers or not self._is_own(request):
            raise Turned("trouble.foreign", 403)

    def check_form(self, request: web.Request, account: str, token: str) -> None:
        """A deed of a plain form: it carries our token, and our pages make browsers hide the origin (`null`)."""
        if not self._signer.is_form_token(token, account):
            raise Turned("trouble.foreign", 403)
        self.check_site(request)

    def check_site(self, request: web.Request) -> None:
        """A plain form's request does not come from another site, as far as the browser says."""
        hidden = request.headers.get("Origin", "null") == "null"
        elsewhere = request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin"
        if elsewhere or not (hidden or self._is_own(request)):
            raise Turned("trouble.foreign", 403)

    def form_token(self, account: str) -> str:
        """What this account's forms carry."""
        return self._signer.form_token(account)

    def _known(self, request: web.Request) -> Visitor | None:
        cookie = request.cookies.get(NAME)
        return self._signer.visitor(cookie, self._clock.now()) if cookie else None

    def _is_own(self, request: web.Request) -> bool:
        """Does the page that asks come from here? Behind a proxy our name is that of `public_url`."""
        netloc = urlsplit(request.headers.get("Origin", "")).netloc
        return bool(netloc) and netloc in {request.host, self._public.netloc}

    def _is_https(self, request: web.Request) -> bool:
        return request.secure or self._public.scheme == "https"
