"""Whatever is sent to the public side of the web server, it answers as its OpenAPI document says, and never by 500.

`make fuzz` tries longer.
"""

import asyncio
import json
import os
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final

import requests
import schemathesis
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

from adapters.web.open311.site import DOCUMENT
from bot.config_open311 import ApiKey, Open311
from bot.config_values import Secret
from storage.engine import OpenDatabase
from tests.adapters.web.counter import Counter, served

EXAMPLES: Final = int(os.environ.get("HUYING_FUZZ", "4"))
KEY: Final = "a key of twenty signs"
RULES: Final = Open311(keys=(ApiKey(name="市民热线", key=Secret(KEY)),), per_minute=100_000, per_day=100_000)
CHECKS: Final = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


async def test_nothing_that_is_sent_makes_the_server_stumble(database: OpenDatabase) -> None:
    async with served(database, open311=RULES) as counter:
        await counter.here.wang.says("/report 御城一区3号楼电梯坏了")

        tried = await asyncio.to_thread(fuzz, counter)

    assert tried >= 15 * EXAMPLES


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

                @settings(
                    max_examples=EXAMPLES,
                    database=None,
                    derandomize=True,
                    deadline=None,
                    suppress_health_check=list(HealthCheck),
                )
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
