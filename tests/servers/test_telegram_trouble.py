"""Limits and ordered faults of the Telegram test server."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.servers.telegram import BotApiServer, Group
from tests.servers.telegram.client import BotClient, RefusedError

Scene = tuple[BotApiServer, Group, BotClient]


@pytest.fixture
async def scene(telegram: BotApiServer) -> AsyncIterator[Scene]:
    bot = telegram.add_bot()
    group = telegram.group(-1001000000001, "御城一区", bots=[bot])
    telegram.clock.stop()
    async with BotClient(telegram, bot) as client:
        yield telegram, group, client


async def test_without_limits_anything_goes(scene: Scene) -> None:
    server, group, client = scene
    for number in range(40):
        await client("sendMessage", chat_id=group.id, text=f"{number}")

    assert server.too_many == 0


async def test_a_chat_takes_one_message_a_second_with_a_small_burst(scene: Scene) -> None:
    server, group, client = scene
    server.world.limits.on = True
    for number in range(3):
        await client("sendMessage", chat_id=group.id, text=f"{number}")

    with pytest.raises(RefusedError) as refused:
        await client("sendMessage", chat_id=group.id, text="zu viel")
    server.clock.advance(refused.value.parameters["retry_after"])
    await client("sendMessage", chat_id=group.id, text="geht")

    assert (refused.value.code, refused.value.parameters) == (429, {"retry_after": 3})
    assert refused.value.description == "Too Many Requests: retry after 3"
    assert server.too_many == 1
    assert [m.text for m in group.messages] == ["0", "1", "2", "geht"]


async def test_a_group_takes_20_a_minute_and_edits_have_their_own_20(scene: Scene) -> None:
    server, group, client = scene
    server.world.limits.on = True
    for number in range(20):
        sent = await client("sendMessage", chat_id=group.id, text=f"{number}")
        server.clock.advance(1)

    with pytest.raises(RefusedError) as refused:
        await client("sendMessage", chat_id=group.id, text="21")
    await client("editMessageText", chat_id=group.id, message_id=sent["message_id"], text="edit")

    assert refused.value.parameters == {"retry_after": 40}


async def test_30_a_second_overall(scene: Scene) -> None:
    server, _, client = scene
    server.world.limits.on = True
    people = [server.user(1000 + number, f"人{number}") for number in range(31)]
    for person in people:
        await person.starts(client.bot)
    for person in people[:30]:
        await client("sendMessage", chat_id=person.id, text="好")

    refused = await client.refusal("sendMessage", chat_id=people[30].id, text="好")

    assert refused == "Too Many Requests: retry after 1"


async def test_the_next_calls_fail_as_ordered(scene: Scene) -> None:
    server, group, client = scene
    server.fail_next("sendMessage", status=429, description="Too Many Requests: retry after 7", count=2, retry_after=7)
    await client("getMe")

    for _ in range(2):
        with pytest.raises(RefusedError) as refused:
            await client("sendMessage", chat_id=group.id, text="好")
        assert refused.value.parameters == {"retry_after": 7}
    await client("sendMessage", chat_id=group.id, text="好")

    assert len(group.messages) == 1
    assert (server.counts["sendMessage"], server.counts["getMe"]) == (3, 1)


async def test_an_answer_lost_after_delivery_makes_a_double_when_it_is_sent_again(scene: Scene) -> None:
    server, group, client = scene
    server.trouble_next("drop_after", "sendMessage")
    with pytest.raises(aiohttp.ClientError):
        await client("sendMessage", chat_id=group.id, text="#1 完成")
    await client("sendMessage", chat_id=group.id, text="#1 完成")

    assert [m.text for m in group.messages] == ["#1 完成"] * 2
    assert server.doubles == 1


async def test_a_connection_dropped_before_delivers_nothing(scene: Scene) -> None:
    server, group, client = scene
    server.trouble_next("drop_before", "sendMessage", chat_id=group.id)
    with pytest.raises(aiohttp.ClientError):
        await client("sendMessage", chat_id=group.id, text="好")

    assert group.messages == []


async def test_a_timeout_after_delivery_keeps_silent(scene: Scene) -> None:
    server, group, client = scene
    server.trouble_next("timeout_after", "sendMessage", seconds=30)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await client("sendMessage", chat_id=group.id, text="好")

    assert [m.text for m in group.messages] == ["好"]


async def test_an_outage_ends_when_told(scene: Scene) -> None:
    server, _, client = scene
    server.outage()
    with pytest.raises(aiohttp.ClientError):
        await client("getMe")
    server.outage("502")
    with pytest.raises(aiohttp.ContentTypeError, match="502"):
        await client("getMe")
    server.outage(None)

    assert (await client("getMe"))["is_bot"]


async def test_a_stopped_server_refuses_connections_and_comes_back_at_the_same_address(scene: Scene) -> None:
    server, _, client = scene
    url = server.url
    await server.stop()
    with pytest.raises(aiohttp.ClientConnectionError):
        await client("getMe")
    await server.start()

    assert server.url == url
    assert (await client("getMe"))["is_bot"]


async def test_every_answered_call_is_on_record(scene: Scene) -> None:
    server, group, client = scene
    await client("sendMessage", chat_id=group.id, text="好")
    await client.refusal("sendMessage", chat_id=-7, text="好")

    first, second = server.calls_of("sendMessage")
    assert (first.ok, first.message_id, first.args["text"]) == (True, group.last.id, "好")
    assert first.arrived < first.answered
    assert (second.ok, second.error) == (False, "Bad Request: chat not found")
