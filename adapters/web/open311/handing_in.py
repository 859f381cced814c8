"""Handing in a call: who may, how fast, and what the program hears."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from aiohttp import web

from adapters.web.open311.asked import NotThere, jurisdiction
from adapters.web.open311.handed import fields_of, submission
from adapters.web.open311.site import ENDING, PATH, Open311Site, answered
from adapters.web.open311.tokens import ticket_of, token_of
from adapters.web.pace import Pace, network_address
from adapters.web.server import WebServer
from bot.config_open311 import ApiKey
from bot.errors import Refused
from bot.features.open311 import service as open311
from bot.features.open311 import views
from bot.turn import Turn

# Keys that are wrong are tried by machines: an address has so many tries a minute.
_TRIES: Final = 60
_DAY: Final = timedelta(days=1)


class HandingIn:
    """Answers POST `/requests`, and what became of a token."""

    def __init__(self, site: Open311Site, secret: bytes) -> None:
        self._site, self._service, self._secret = site, site.service, secret
        rules, clock = self._service.setup.config.open311, self._service.clock
        self._keys = rules.keys
        self._tries = Pace(clock, per_person=_TRIES, per_address=_TRIES)
        self._minute = Pace(clock, per_person=rules.per_minute, per_address=rules.per_minute)
        self._day = Pace(clock, per_person=rules.per_day, per_address=rules.per_day, span=_DAY)

    def mount(self, server: WebServer) -> None:
        """Add the routes, before the server starts."""
        server.app.router.add_post(f"{PATH}/requests{ENDING}", self._site.taken(self._hand_in))
        server.app.router.add_get(f"{PATH}/tokens/{{token}}{ENDING}", self._site.taken(self._token))

    async def _hand_in(self, request: web.Request) -> web.Response:
        address = network_address(request)
        if not self._tries.lets(address, address):
            return self._site.refused(request, Refused("requests.no.too_fast"), 429)
        fields = fields_of(await request.read())
        key = self._key(fields.get("api_key", ""))
        if key is None:
            return self._site.refused(request, Refused("requests.no.no_key"), 403)
        if not (self._minute.lets(key.name, key.name) and self._day.lets(key.name, key.name)):
            return self._site.refused(request, Refused("requests.no.too_fast"), 429)
        number, is_public = await self._open(fields, key)
        token = None if is_public else token_of(number, self._secret)
        said = {"token": token} if token else {"service_request_id": str(number)}
        values = {**said, "service_notice": None, "account_id": None}
        return answered(request, "service_requests", "request", [values])

    async def _open(self, fields: Mapping[str, str], key: ApiKey) -> tuple[int, bool]:
        """The number of the new ticket, and whether anybody may read of it."""
        found = (0, False)

        async def work(turn: Turn) -> None:
            nonlocal found
            here = jurisdiction(fields, await views.jurisdictions(turn))
            ticket = await open311.submit(turn, submission(fields, key.name, here))
            shown = await views.request(turn, int(ticket.id), turn.group_language)
            found = (int(ticket.id), shown is not None)

        await self._service.act(work)
        return found

    async def _token(self, request: web.Request) -> web.Response:
        """The number behind a token, once anybody may read of that call."""
        token = request.match_info["token"]
        number = ticket_of(token, self._secret)
        if number is None:
            raise NotThere("requests.no.no_token")
        language = self._site.language(request)
        shown = await self._service.ask(lambda turn: views.request(turn, number, language))
        values = {"service_request_id": None if shown is None else str(number), "token": token}
        return answered(request, "service_requests", "request", [values])

    def _key(self, said: str) -> ApiKey | None:
        """Whose key this is. All are compared, so that the time tells nothing."""
        digest = hashlib.sha256(said.encode("utf-8", "replace")).digest()
        found = [key for key in self._keys if hmac.compare_digest(digest, _digest(key))]
        return found[0] if found else None


def _digest(key: ApiKey) -> bytes:
    return hashlib.sha256(key.key.reveal().encode()).digest()
