"""Open311 GeoReport v2: a program hands in a call, and only with a key, and never too fast."""

import json
from typing import Any

from bot.config_open311 import ApiKey, Open311
from bot.config_values import Secret
from storage.engine import OpenDatabase
from tests.adapters.web.counter import served

KEY = "a key of twenty signs"
RULES = Open311(keys=(ApiKey(name="市民热线", key=Secret(KEY)),), per_minute=3, per_day=4)
PLACE = "御城一区3号楼"
LIFT: dict[str, Any] = {
    "api_key": KEY,
    "service_code": "facility",
    "description": "电梯坏了",
    "address_string": "御城一区3号楼",
}


async def test_a_call_of_a_program_goes_the_way_of_all_calls(database: OpenDatabase) -> None:
    async with served(database, open311=RULES) as counter:
        person: dict[str, Any] = {"first_name": "芳", "phone": "13800001234", "email": "fang@example.org"}

        (answer,) = await counter.hands_in(**LIFT, **person, lat="36.06", long="103.83")

        assert answer == {"service_request_id": "1", "service_notice": None, "account_id": None}
        assert "电梯坏了" in counter.here.group.card
        assert any("13800001234" in message and "fang@example.org" in message for message in counter.here.li.inbox)
        (shown,) = await counter.get("/requests/1.json")
        assert (shown["address"], shown["service_code"], shown["lat"]) == (PLACE, "facility", None)
        assert not any(one in json.dumps(shown) for one in ("13800001234", "example.org", "市民热线"))
        await counter.here.li.tells_the_bot("/done 1 修好了")
        await counter.here.town.leaps(days=4)
        (shown,) = await counter.get("/requests/1.json")
        assert (shown["status"], shown["closing"]) == ("closed", "silent")


async def test_without_a_key_nothing_is_taken(database: OpenDatabase) -> None:
    async with served(database, open311=RULES) as counter:
        for key in ("", "another key of twenty", KEY + "x"):
            (trouble,) = await counter.hands_in(answers=403, **{**LIFT, "api_key": key})
            assert trouble["description"].startswith("要报事,请带上有效的密钥")
        error = await counter.hands_in(answers=403, form="xml", service_code="facility")
        assert (error.tag, error.findtext("error/code")) == ("errors", "403")
        assert await counter.get("/requests.json") == []


async def test_a_building_is_named_by_its_number_too(database: OpenDatabase) -> None:
    async with served(database, open311=RULES) as counter:
        other = str(counter.here.other3.id)

        answer = await counter.hands_in(form="xml", **{**LIFT, "address_string": "", "attribute[building]": other})

        number = answer.findtext("request/service_request_id")
        (shown,) = await counter.get(f"/requests/{number}.json")
        assert (shown["address_id"], shown["description"]) == (other, "电梯坏了")


async def test_what_is_missing_is_said(database: OpenDatabase) -> None:
    async with served(database, open311=RULES) as counter:
        for wrong, answers in (
            ({"description": ""}, 400),
            ({"address_string": ""}, 400),
            ({"address_id": "999", "address_string": ""}, 400),
        ):
            await counter.hands_in(answers=answers, **{**LIFT, **wrong})
        assert await counter.get("/requests.json") == []


async def test_a_key_has_so_many_calls_a_minute_and_a_day(database: OpenDatabase) -> None:
    async with served(database, open311=RULES) as counter:
        answers = []
        for wait in (0, 0, 0, 0, 2, 2):
            await counter.here.town.passes(minutes=wait)
            path = "/open311/v2/requests.json"
            async with counter.browser.post(path, data=LIFT) as answer:
                answers.append(answer.status)

        assert answers == [200, 200, 200, 429, 200, 429]


async def test_a_call_that_nobody_may_read_of_is_told_by_a_token(database: OpenDatabase) -> None:
    async with served(database, open311=RULES) as counter:
        private: dict[str, Any] = {
            **LIFT,
            "service_code": "dispute",
            "description": "5楼502打孩子",
            "phone": "13800001234",
        }

        (answer,) = await counter.hands_in(**private)

        (known,) = await counter.get(f"/tokens/{answer['token']}.json")
        assert known == {"service_request_id": None, "token": answer["token"]}
        await counter.get("/requests/1.json", answers=404)
        await counter.get("/tokens/1-00000000000000000000000000000000.json", answers=404)
        assert counter.here.group.messages == []
        assert any("#1" in message for message in counter.here.li.inbox)
        await counter.here.li.tells_the_bot("/claim 1")
        await counter.here.li.tells_the_bot("/done 1 人没事")
        await counter.here.town.leaps(days=4)
        assert counter.here.group.messages == []


async def test_whoever_is_in_danger_is_not_asked_for_the_building_first(database: OpenDatabase) -> None:
    async with served(database, open311=RULES) as counter:
        fire: dict[str, Any] = {
            **LIFT,
            "service_code": "safety",
            "description": "着火了,好大的烟",
            "address_string": "",
        }

        (answer,) = await counter.hands_in(**fire)

        assert answer["service_request_id"] == "1"
        assert any("着火了" in message for message in counter.here.big_group.texts)
        assert any("#1" in message for message in counter.here.zhao.inbox)
