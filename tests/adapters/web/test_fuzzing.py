"""Whatever is sent to the web server, it never stumbles; to what it describes it answers as it says.

`make fuzz` tries longer.
"""

import asyncio
import json
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import requests
import schemathesis
from aiohttp import ClientSession, CookieJar
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from adapters.web.channel import WebChannel
from adapters.web.open311.site import DOCUMENT
from adapters.web.opening import web_server
from adapters.web.server import WebServer
from adapters.web.words import FOLDER as PAGE_TEXTS
from bot.config import Config
from bot.config_channels import Web
from bot.config_open311 import ApiKey, Open311
from bot.config_values import Endpoint, Secret
from bot.watch import Watch
from storage.engine import OpenDatabase
from tests.adapters.web.counter import Counter, served
from tests.adapters.web.kiosk import TOWN
from tests.adapters.web.noticeboard import PUBLIC_URL, Noticeboard, hidden
from tests.kernel.test_watch import SmallMachine
from tests.town import TownClock, open_town, yucheng

EXAMPLES: Final = int(os.environ.get("HUYING_FUZZ", "4"))
KEY: Final = "a key of twenty signs"
RULES: Final = Open311(keys=(ApiKey(name="市民热线", key=Secret(KEY)),), per_minute=100_000, per_day=100_000)
CHECKS: Final = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


# Numbers that are there, numbers that are not, and what is none.
PART: Final = {"enum": ["1", "json", "2", "0", "x"]}
BROWSER: Final = {"User-Agent": "the browser of a test"}
NAMED: Final = re.compile(r"\{([a-z]+)\}")


def quickly(examples: int) -> settings:
    """So many tries, the same each time."""
    checks = list(HealthCheck)
    return settings(max_examples=examples, database=None, derandomize=True, deadline=None, suppress_health_check=checks)


async def test_nothing_that_is_sent_makes_the_server_stumble(database: OpenDatabase) -> None:
    async with served(database, open311=RULES) as counter:
        await counter.here.wang.says("/report 御城一区3号楼电梯坏了")

        tried = await asyncio.to_thread(fuzz, counter)

    assert tried >= 15 * EXAMPLES


async def test_no_route_at_all_stumbles_also_for_staff_who_are_signed_in(database: OpenDatabase) -> None:
    listen = Endpoint(host="127.0.0.1", port=0)
    config = Config(web=Web(listen=listen, public_url=PUBLIC_URL), open311=RULES)
    chat = WebChannel(database, TownClock(), TOWN)
    here = await yucheng(open_town(database, config, PAGE_TEXTS, others=[chat]))
    server = await web_server(here.town.service, Watch(here.town.service, SmallMachine()), free_roles=True)
    assert server is not None
    await server.start()
    try:
        async with ClientSession(server.url, headers=BROWSER, cookie_jar=CookieJar(unsafe=True)) as browser:
            board = Noticeboard(here=here, browser=browser, url=server.url)
            await board.calls("御城一区3号楼电梯坏了")
            await board.enters()
            token = hidden(await board.page("/desk"))["token"]
            cookies = {cookie.key: cookie.value for cookie in browser.cookie_jar}
        kit = Kit(url=server.url, clock=here.town.clock, cookies=cookies, token=token)
        tried = await asyncio.to_thread(fuzz_routes, kit, described(server))
    finally:
        await server.stop()

    assert tried >= 40


@dataclass(frozen=True, kw_only=True)
class Kit:
    """What somebody of the staff has in the browser."""

    url: str
    clock: TownClock
    cookies: dict[str, str]
    token: str


def described(server: WebServer) -> dict[str, Any]:
    """Every route as a document that promises nothing. Left out are streams, which never end, and the way out."""
    text = {"type": "string"}
    names = ("act", "words", "key", "text", "number", "kind", "data", "room", "value", "to", "lang", "before", "q")
    form = {"schema": {"type": "object", "properties": dict.fromkeys(names, text)}}
    content = {"application/x-www-form-urlencoded": form, "application/json": form}
    query = [{"name": name, "in": "query", "schema": text} for name in ("lang", "q", "before", "token", "room")]
    paths: dict[str, Any] = {}
    for route in server.app.router.routes():
        path = "" if route.resource is None else route.resource.canonical
        if route.method in {"GET", "POST"} and not path.endswith(("/events", "/leave")):
            inside = [{"name": name, "in": "path", "required": True, "schema": PART} for name in NAMED.findall(path)]
            body = {"requestBody": {"content": content}} if route.method == "POST" else {}
            operation = {"parameters": [*inside, *query], "responses": {"default": {"description": "any"}}, **body}
            paths.setdefault(path, {})[route.method.lower()] = operation
    return {"openapi": "3.1.0", "info": {"title": "all", "version": "1"}, "paths": paths}


def fuzz_routes(kit: Kit, document: dict[str, Any]) -> int:
    """Every route, some of them often, by somebody who is signed in; answers how often."""
    tried = 0
    headers = {**BROWSER, "X-Huying": "1", "Origin": kit.url}
    with requests.Session() as session:
        for found in schemathesis.openapi.from_dict(document).get_all_operations():
            assert isinstance(found, Ok), found

            @quickly(max(1, EXAMPLES // 4))
            @given(case=found.ok().as_strategy())
            def attempt(case: Case[Any]) -> None:
                nonlocal tried
                tried += 1
                kit.clock.at += timedelta(seconds=4)
                if isinstance(case.body, dict):
                    case.body["token"] = kit.token
                how: dict[str, Any] = {"headers": headers, "cookies": kit.cookies, "allow_redirects": False}
                answer = case.call(base_url=kit.url, session=session, **how)
                assert answer.status_code < 500, (case.as_curl_command(), answer.text)

            attempt()
    return tried


def fuzz(counter: Counter) -> int:
    """Every operation, with what the document allows and with what it does not; answers how often."""
    document = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    schema = schemathesis.openapi.from_dict(document)
    tried = 0
    with requests.Session() as session:
        for found in schema.get_all_operations():
            assert isinstance(found, Ok), found
            operation = found.ok()
            for mode in GenerationMode:

                @quickly(EXAMPLES)
                @given(case=operation.as_strategy(generation_mode=mode))
                def attempt(case: Case[Any]) -> None:
                    nonlocal tried
                    tried += 1
                    # Slowly enough for the limits, which would answer everything else.
                    counter.here.town.clock.at += timedelta(seconds=2)
                    if isinstance(case.body, dict) and tried % 2:
                        # Behind the key there is more to try than before it.
                        case.body["api_key"] = KEY
                    case.call_and_validate(base_url=counter.url, session=session, checks=CHECKS, allow_redirects=False)

                # Where nothing is asked for, nothing can be asked wrongly.
                with suppress(Unsatisfiable):
                    attempt()
    return tried
