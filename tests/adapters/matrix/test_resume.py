"""Nothing is lost and nothing comes twice: restarts, gaps, a storage that is away, keys that come late."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import nio
import pytest

from bot.messages import IncomingMessage, MessageSealed
from tests.adapters.matrix.conftest import NewBot
from tests.adapters.matrix.running import Bot
from tests.adapters.matrix.test_receive import BOTH, group
from tests.servers.matrix_user import MatrixUser
from tests.servers.synapse import Synapse

pytestmark = pytest.mark.synapse


@BOTH
async def test_what_was_said_while_we_were_away_arrives_once(synapse: Synapse, bot: Bot, encrypted: bool) -> None:  # noqa: FBT001
    """Cases 32 and 34."""
    wang = await synapse.user("wang")
    room = await group(bot, wang, encrypted=encrypted)
    await wang.says(room, "一")
    await bot.desk.hears("一")
    await bot.stops()

    await wang.says(room, "二")
    await bot.restarts()
    await wang.says(room, "三")

    await bot.desk.hears("三")
    assert bot.desk.words == ["一", "二", "三"]


@BOTH
async def test_a_token_that_was_not_kept_brings_the_same_again(synapse: Synapse, bot: Bot, encrypted: bool) -> None:  # noqa: FBT001
    """A crash after receiving and before the commit; keys that came with it are not lost either."""
    wang = await synapse.user("wang")
    room = await group(bot, wang, encrypted=encrypted)
    await wang.says(room, "一")
    await bot.desk.hears("一")
    await bot.stops()
    before = bot.desk.token
    await bot.restarts()
    await wang.says(room, "二")
    await bot.desk.hears("二")
    await bot.stops()

    bot.desk.token = before
    bot.desk.rows = [row for row in bot.desk.rows if row.lane != room]
    await bot.restarts()

    await bot.desk.hears("二")


async def test_a_storm_of_messages_leaves_no_gap(synapse: Synapse, bot: Bot) -> None:
    """Case 33: a sync tells of fifty in a room at most."""
    wang = await synapse.user("wang", encrypted=False)
    room, other = await group(bot, wang), await group(bot, wang)
    await wang.says(room, "之前")
    await bot.desk.hears("之前")
    await bot.stops()

    await asyncio.gather(*(wang.says(room, f"第{number}条") for number in range(200)))
    await wang.says(other, "之后")
    await bot.restarts()

    await bot.desk.hears("之后")
    talk = [message.id for message in bot.desk.events(IncomingMessage) if message.chat == bot.chat(room)]
    await wang._until(lambda: len(wang.reads(room)) == 201, "see all", 10)
    assert talk == [message.id for message in wang.reads(room)]


async def test_a_gap_in_an_encrypted_room_is_read_too(synapse: Synapse, bot: Bot) -> None:
    """Case 33."""
    wang = await synapse.user("wang")
    room = await group(bot, wang, encrypted=True)
    await bot.stops()

    words = [f"第{number}条" for number in range(60)]
    for one in words:
        await wang.says(room, one)
    await bot.restarts()

    await bot.desk.hears(words[-1])
    assert bot.desk.words == words


async def test_a_storage_that_is_away_loses_nothing(synapse: Synapse, bot: Bot) -> None:
    """The homeserver is not told before all is kept, and what was decrypted waits."""
    wang = await synapse.user("wang")
    room = await group(bot, wang, encrypted=True)
    await wang.says(room, "一")
    await bot.desk.hears("一")

    bot.desk.away = 5
    await wang.says(room, "二")
    await wang.says(room, "三")

    await bot.desk.hears("三")
    assert (bot.desk.away, bot.desk.words) == (0, ["一", "二", "三"])


async def test_an_ended_server_is_waited_for(synapse: Synapse, bot: Bot) -> None:
    wang = await synapse.user("wang", encrypted=False)
    room = await group(bot, wang)

    await asyncio.to_thread(synapse.restart)
    await wang.says(room, "重启之后")

    await bot.desk.hears("重启之后")
    assert bot.channel.is_ready()


def holding_keys_back(user: MatrixUser) -> Callable[[], Awaitable[None]]:
    """From now on this person's client keeps its room keys to itself, until what is returned is called."""
    client, held = user.client, list[tuple[Any, ...]]()
    send = client._send

    async def hold(kind: type, method: str, path: str, data: Any = None, response_data: Any = None, **more: Any) -> Any:
        if "sendToDevice" not in path:
            return await send(kind, method, path, data, response_data, **more)
        held.append((kind, method, path, data, response_data))
        return nio.ShareGroupSessionResponse(*response_data) if response_data else nio.ToDeviceResponse(None)

    async def release() -> None:
        client._send = send
        for parcel in held:
            await send(*parcel)

    client._send = hold
    return release


async def test_a_message_whose_key_comes_later_has_its_own_time(synapse: Synapse, bot: Bot) -> None:
    """Case 38."""
    wang = await synapse.user("wang")
    room = await group(bot, wang, encrypted=True)
    release = holding_keys_back(wang)
    said = await wang.says(room, "钥匙晚到")
    await until_kept(bot, said)
    at = next(message.at for message in wang.reads(room) if message.id == said)

    await release()

    heard = await bot.desk.hears("钥匙晚到")
    assert (heard.id, round(heard.at.timestamp() * 1000)) == (said, at)
    assert bot.channel._line.notebook.waiting() == []


async def test_of_a_key_that_stays_away_people_hear_once_also_after_a_restart(synapse: Synapse, bot: Bot) -> None:
    """Case 38: not before it has been missing for 25 seconds."""
    wang = await synapse.user("wang")
    room = await group(bot, wang, encrypted=True)
    holding_keys_back(wang)
    said = await wang.says(room, "没有钥匙")
    await until_kept(bot, said)
    await bot.channel._line.home.next_sync()
    assert bot.desk.events(MessageSealed) == []

    bot.clock.ahead = timedelta(seconds=26)
    await wang.says(room, "还是没有")
    sealed = await bot.desk.first(MessageSealed)
    await bot.restarts()
    await bot.is_in(room)

    assert (sealed.message, sealed.sender.account.id, sealed.chat) == (said, wang.id, bot.chat(room))
    assert len(bot.desk.events(MessageSealed)) == 1


async def test_a_key_may_come_after_a_restart(synapse: Synapse, bot: Bot) -> None:
    """Case 38."""
    wang = await synapse.user("wang")
    room = await group(bot, wang, encrypted=True)
    release = holding_keys_back(wang)
    await until_kept(bot, await wang.says(room, "钥匙晚到"))
    await bot.stops()

    await release()
    await bot.restarts()

    await bot.desk.hears("钥匙晚到")
    assert bot.desk.unreadable == []


async def test_a_key_that_comes_while_the_storage_is_away_opens_its_message(synapse: Synapse, bot: Bot) -> None:
    wang = await synapse.user("wang")
    room = await group(bot, wang, encrypted=True)
    release = holding_keys_back(wang)
    await until_kept(bot, await wang.says(room, "钥匙晚到"))

    bot.desk.away = 3
    await release()

    await bot.desk.hears("钥匙晚到")


async def test_a_key_that_does_not_come_in_a_week_is_not_waited_for(synapse: Synapse, bot: Bot) -> None:
    wang = await synapse.user("wang")
    room = await group(bot, wang, encrypted=True)
    holding_keys_back(wang)
    await until_kept(bot, await wang.says(room, "没有钥匙"))

    bot.clock.ahead = timedelta(days=8)
    await bot.restarts()

    assert bot.channel._line.notebook.waiting() == []


async def until_kept(bot: Bot, message: str) -> None:
    async with asyncio.timeout(10):
        while message not in [one.id for one in bot.channel._line.notebook.waiting()]:  # noqa: ASYNC110 - it is only watched
            await asyncio.sleep(0.02)


async def test_a_first_start_in_an_old_room_hears_what_is_new(synapse: Synapse, new_bot: NewBot) -> None:
    bot, wang = await new_bot(), await synapse.user("wang")
    room = await wang.creates_room("御城一区", invite=[bot.id])
    await bot.starts()
    await bot.is_in(room)

    await wang.says(room, "你好")

    await bot.desk.hears("你好")
