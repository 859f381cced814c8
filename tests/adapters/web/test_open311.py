"""Open311 GeoReport v2, served: read by a client that this project has not written, and against the published form."""

import asyncio
import re
from typing import Any

from adapters.web.open311.site import PATH
from bot.community import PlaceKind
from storage.engine import OpenDatabase
from tests.adapters.web.counter import served

LIFT, LAMP, LEAK = "御城一区3号楼电梯坏了", "御城一区3号楼路灯不亮", "御城一区4号楼2单元301漏水,电话13800001234"
PRIVATE = "御城一区3号楼楼上打孩子"
# "Response Fields" of GET Service Requests in GeoReport v2.
FIELDS = {
    *("service_request_id", "status", "status_notes", "service_name", "service_code", "description"),
    *("agency_responsible", "service_notice", "requested_datetime", "updated_datetime", "expected_datetime"),
    *("address", "address_id", "zipcode", "lat", "long", "media_url"),
}


async def test_a_client_of_somebody_else_reads_services_and_requests_in_json(database: OpenDatabase) -> None:
    async with served(database) as counter:
        await counter.here.wang.says(f"/report {LIFT}")
        client = counter.client()

        services = await asyncio.to_thread(client.get_service_list)
        defined = await asyncio.to_thread(client.get_service_definition, "facility")
        listed = await asyncio.to_thread(client.get_service_requests, service_code="facility", status="open")
        one = await asyncio.to_thread(client.get_service_request, "1")

    assert [service["service_code"] for service in services] == [
        *("environment", "dispute", "service", "facility", "safety"),
    ]
    assert services[3]["service_name"] == "城建设施"
    assert "御城一区3号楼" in [value["name"] for value in defined["attributes"][0]["values"]]
    assert listed == [one]
    assert one.keys() >= FIELDS
    assert (one["status"], one["extended_status"], one["address"]) == ("open", "assigned", "御城一区3号楼")


async def test_it_reads_the_same_in_xml(database: OpenDatabase) -> None:
    async with served(database) as counter:
        await counter.here.wang.says(f"/report {LIFT}")
        await counter.here.wang.says(f"/report {LAMP}")
        client = counter.client("xml", "御城社区")

        services = await asyncio.to_thread(client.get_service_list)
        defined = await asyncio.to_thread(client.get_service_definition, "facility")
        listed = await asyncio.to_thread(client.get_service_requests)
        one = await asyncio.to_thread(client.get_service_request, "1")

    assert (len(services), services[0]["metadata"]) == (5, "true")
    assert "御城一区3号楼" in [value["name"] for value in defined["attributes"]["attribute"]["values"]["value"]]
    assert [request["service_request_id"] for request in listed] == ["2", "1"]
    assert listed[1] == one
    assert one["description"] == LIFT


async def test_closed_never_means_fixed(database: OpenDatabase) -> None:
    async with served(database) as counter:
        here = counter.here
        await here.wang.says(f"/report {LIFT}")
        await here.li.tells_the_bot("/done 1 换好了")
        (done,) = await counter.get("/requests/1.json")
        await here.town.leaps(days=5)
        (closed,) = await counter.get("/requests/1.json")

    assert (done["status"], done["extended_status"]) == ("open", "resolved")
    assert "还没说" in done["status_notes"]
    assert (closed["status"], closed["extended_status"], closed["closing"]) == ("closed", "closed", "silent")
    assert closed["status_notes"] == "已结束,因为没人回答修没修好。"


async def test_nobody_reads_a_private_call_a_room_a_phone_or_a_name(database: OpenDatabase) -> None:
    async with served(database) as counter:
        await counter.here.wang.says(f"/report {PRIVATE}")
        await counter.here.wang.tells_the_bot(f"/report {LAMP}")
        await counter.here.wang.says(f"/report {LEAK}")

        listed = await counter.get("/requests.json")
        for number in (1, 2, 99):
            (trouble,) = await counter.get(f"/requests/{number}.json", answers=404)
            assert trouble == {"code": 404, "description": "没有这个编号的公开报事。"}
        assert await counter.get("/requests.json", service_request_id="1,2") == []

    assert [request["service_request_id"] for request in listed] == ["3"]
    assert not re.search("13800001234|301|王芳|李明", str(listed))


async def test_requests_are_chosen_by_number_service_status_and_time(database: OpenDatabase) -> None:
    async with served(database) as counter:
        for words in (LIFT, LAMP, "御城一区4号楼门口垃圾没人收"):
            await counter.here.wang.says(f"/report {words}")
        await counter.here.wang.says("/withdraw 2")

        async def numbers(**query: Any) -> list[str]:
            return [one["service_request_id"] for one in await counter.get("/requests.json", **query)]

        assert await numbers() == ["3", "1"]
        assert await numbers(service_request_id="1") == ["1"]
        assert await numbers(service_code="environment,safety") == ["3"]
        assert await numbers(status="closed") == []
        assert await numbers(status="open,closed", page_size="1", page="2") == ["1"]
        assert await numbers(end_date="2020-01-01T00:00:00Z") == []
        for query in (
            {"start_date": "soon"},
            {"status": "fixed"},
            {"start_date": "2020-01-01", "end_date": "2021-01-01"},
        ):
            await counter.get("/requests.json", answers=400, **query)


async def test_with_two_communities_it_must_be_said_which(database: OpenDatabase) -> None:
    async with served(database) as counter:
        other = await counter.here.town.place(PlaceKind.COMMUNITY, "雁滩社区")

        assert await counter.get("/requests.json", jurisdiction_id=str(other.id)) == []
        (trouble,) = await counter.get("/requests.json", answers=400)
        assert "哪个社区" in trouble["description"]
        error = await counter.get("/requests.xml", answers=404, jurisdiction_id="月球")
        assert (error.tag, error.findtext("error/code")) == ("errors", "404")


async def test_the_document_names_every_route_of_the_door_and_no_other(database: OpenDatabase) -> None:
    async with served(database) as counter:
        document = await counter.get("/openapi.json")

    described = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    assert described <= counter.routes
    assert {route for route in counter.routes if route[1].startswith(PATH) and route[0] != "HEAD"} <= described
