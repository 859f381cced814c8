"""The Telegram test server keeps and gives updates as the real one does."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.servers.telegram import BotApiServer, User
from tests.servers.telegram.client import BotClient, RefusedError

Scene = tuple[BotApiServer, User, BotClient]


@pytest.fixture
async def scene(telegram: BotApiServer) -> AsyncIterator[Scene]:
    bot = telegram.add_bot()
    person = telegram.user(1001, "李明")
    await person.starts(bot)
    async with BotClient(telegram, bot) as client:
        yield telegram, person, client


async def test_unconfirmed_updates_come_again_until_a_later_offset_confirms_them(scene: Scene) -> None:
    _, person, client = scene
    await person.says(client.bot, "灯坏了")
    first = await client.updates()
    again = await client.updates()
    confirmed = await client.updates(offset=first[0]["update_id"] + 1)
    rest = await client.updates()

    assert [u["message"]["text"] for u in first] == ["/start", "灯坏了"]
    assert again == first
    assert [u["message"]["text"] for u in confirmed] == ["灯坏了"]
    assert rest == confirmed
    assert first[1]["update_id"] == first[0]["update_id"] + 1


async def test_a_negative_offset_counts_from_the_end_and_forgets_the_rest(scene: Scene) -> None:
    _, person, client = scene
    for text in ("一", "二", "三"):
        await person.says(client.bot, text)
    last = await client.updates(offset=-1)
    left = await client.updates()

    assert [u["message"]["text"] for u in last] == ["三"]
    assert left == last


async def test_the_limit_bounds_a_batch(scene: Scene) -> None:
    _, person, client = scene
    await person.says(client.bot, "一")
    assert len(await client.updates(limit=1)) == 1
    assert len(await client.updates(limit=1000)) == 2


async def test_an_offset_far_in_the_future_forgets_nothing(scene: Scene) -> None:
    _, _, client = scene
    first = await client.updates()
    assert await client.updates(offset=first[0]["update_id"] + 500) == first


async def test_a_long_poll_waits_for_the_first_update(scene: Scene) -> None:
    _, person, client = scene
    offset = (await client.updates())[-1]["update_id"] + 1
    poll = asyncio.create_task(client.updates(offset, timeout=10))
    await asyncio.sleep(0.02)
    assert not poll.done()

    await person.says(client.bot, "灯坏了")

    assert [u["message"]["text"] for u in await asyncio.wait_for(poll, 1)] == ["灯坏了"]


async def test_a_long_poll_without_updates_ends_empty(scene: Scene) -> None:
    _, _, client = scene
    offset = (await client.updates())[-1]["update_id"] + 1

    assert await asyncio.wait_for(client.updates(offset, timeout=1), 3) == []


async def test_a_second_poller_ends_the_first_with_a_conflict(scene: Scene) -> None:
    _, person, client = scene
    offset = (await client.updates())[-1]["update_id"] + 1
    first = asyncio.create_task(client.updates(offset, timeout=10))
    await asyncio.sleep(0.02)
    second = asyncio.create_task(client.updates(offset, timeout=10))

    with pytest.raises(RefusedError, match="Conflict: terminated by other getUpdates request") as refused:
        await first
    await person.says(client.bot, "在")

    assert refused.value.code == 409
    assert len(await second) == 1


async def test_allowed_updates_are_remembered_and_the_default_leaves_reactions_out(scene: Scene) -> None:
    _, person, client = scene
    sent = await client("sendMessage", chat_id=person.id, text="好")
    message = person.private(client.bot).history[sent["message_id"]]
    await person.reacts(message, "👍")
    assert not any("message_reaction" in u for u in await client.updates(allowed_updates=["message_reaction"]))

    await person.reacts(message, "👎")
    await person.says(client.bot, "不收这个")
    kinds = [list(u)[1] for u in await client.updates()]

    assert kinds == ["message", "message_reaction"]


async def test_updates_are_kept_for_24_hours(scene: Scene) -> None:
    server, person, client = scene
    server.clock.advance(3600)
    await person.says(client.bot, "晚一小时")
    server.clock.advance(23 * 3600 - 5)
    assert len(await client.updates()) == 2
    server.clock.advance(10)

    assert [u["message"]["text"] for u in await client.updates()] == ["晚一小时"]


async def test_update_ids_may_jump_down_after_a_quiet_week(scene: Scene) -> None:
    server, person, client = scene
    old = (await client.updates())[-1]["update_id"]
    await client.updates(old + 1)
    server.jump_update_ids(client.bot, old - 5000)
    await person.says(client.bot, "又来了")

    fresh = await client.updates(old + 1)

    assert [u["update_id"] for u in fresh] == [old - 5000]
    assert await client.updates(fresh[0]["update_id"] + 1) == []


async def test_the_same_words_can_come_again_under_a_new_id(scene: Scene) -> None:
    server, _, client = scene
    server.redeliver(client.bot)
    first, second = await client.updates()

    assert first["update_id"] != second["update_id"]
    assert first["message"] == second["message"]


async def test_the_times_of_making_and_fetching_are_kept(scene: Scene) -> None:
    server, _, client = scene
    await client.updates()
    await client.updates()

    (update,) = server.updates_of(client.bot.token)
    assert update.fetched is not None
    assert update.created <= update.fetched
    assert update.fetches == 2
