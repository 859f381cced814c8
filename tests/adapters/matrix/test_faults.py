"""A network that breaks costs time, and never a message or a second one."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import nio
import pytest
from aiohttp import web
from nio.crypto import OlmAccount, OutboundSession

from adapters.matrix.homeserver import client_of, close_keys
from bot.config_channels import Matrix
from bot.ports import Outcome, Reason
from tests.adapters.matrix.conftest import NewBot
from tests.adapters.matrix.faulty import (
    Break,
    FaultyLine,
    bad_gateway,
    busy,
    cut,
    nonsense,
    page,
    soft_logout,
)
from tests.adapters.matrix.running import QUICK, Bot, post
from tests.adapters.matrix.test_login import device_of
from tests.adapters.matrix.test_receive import group
from tests.servers.synapse import Synapse

pytestmark = pytest.mark.synapse


@pytest.fixture
async def line(synapse: Synapse) -> AsyncIterator[FaultyLine]:
    async with FaultyLine(synapse.url) as line:
        yield line


@pytest.fixture
async def bot(new_bot: NewBot, line: FaultyLine) -> AsyncIterator[Bot]:
    """A bot behind the faulty line."""
    bot = await (await new_bot(homeserver=line.url)).starts()
    yield bot
    await bot.stops()


def is_sync(request: web.Request) -> bool:
    return request.path.endswith("/sync") and "since" in request.query


def is_send(request: web.Request) -> bool:
    return "/send/" in request.path


def is_upload(request: web.Request) -> bool:
    return request.path.endswith("/keys/upload")


@pytest.mark.parametrize("fault", [cut, bad_gateway, page, nonsense, busy])
async def test_a_sync_that_breaks_is_asked_again(synapse: Synapse, line: FaultyLine, bot: Bot, fault: Break) -> None:
    wang = await synapse.user("wang")
    room = await group(bot, wang, encrypted=True)

    line.breaks = lambda request: fault if is_sync(request) and line.broken < 3 else None
    await wang.says(room, "一")
    await bot.desk.hears("一")
    await wang.says(room, "二")

    await bot.desk.hears("二")
    assert (line.broken, bot.desk.words) == (3, ["一", "二"])


async def test_an_answer_that_got_lost_makes_no_second_message(synapse: Synapse, line: FaultyLine, bot: Bot) -> None:
    """Case 36."""
    wang = await synapse.user("wang")
    room = await group(bot, wang, encrypted=True)

    line.breaks = lambda request: line.loses_the_answer if is_send(request) and line.broken < 2 else None
    first = await bot.channel.send(post(bot.chat(room), "#1"), "k1")
    message = await bot.says(bot.chat(room), "#1", once="k1")
    await bot.says(bot.chat(room), "#2")

    await wang.sees(room, lambda m: m.body == "#2")
    assert (first.outcome, first.reason) == (Outcome.RETRY, Reason.NETWORK)
    assert [m.id for m in wang.reads(room) if m.body == "#1"] == [message]


@pytest.mark.parametrize("fault", [cut, bad_gateway, page, nonsense])
async def test_a_send_that_breaks_is_tried_again(synapse: Synapse, line: FaultyLine, bot: Bot, fault: Break) -> None:
    wang = await synapse.user("wang", encrypted=False)
    room = await group(bot, wang)

    # aiohttp itself asks again once when a connection ends.
    line.breaks = lambda request: fault if is_send(request) and line.broken < 2 else None
    first = await bot.channel.send(post(bot.chat(room), "#1"), "k1")
    await bot.says(bot.chat(room), "#1", once="k1")

    assert (first.outcome, first.reason) == (Outcome.RETRY, Reason.NETWORK)
    assert (await wang.sees(room)).body == "#1"


async def test_a_private_room_whose_opening_nobody_heard_of_is_not_opened_again(
    synapse: Synapse, line: FaultyLine, bot: Bot
) -> None:
    """Case 60."""
    wang = await synapse.user("wang")
    is_opening = "/createRoom"

    line.breaks = lambda request: line.loses_the_answer if request.path.endswith(is_opening) else None
    await bot.says(bot.private(wang), "一")

    room = await wang.private_room_with(bot.id)
    await wang.sees(room, lambda m: m.body == "一")
    assert (line.broken, list(wang.rooms), wang.invitations) == (1, [room], {})


async def test_an_expired_session_is_renewed_on_the_same_device(synapse: Synapse, line: FaultyLine, bot: Bot) -> None:
    """Case 51."""
    wang, device = await synapse.user("wang"), device_of(bot)
    room = await group(bot, wang, encrypted=True)

    line.breaks = lambda request: soft_logout if is_sync(request) and line.broken < 1 else None
    await wang.says(room, "一")
    await bot.desk.hears("一")
    await wang.says(room, "二")

    await bot.desk.hears("二")
    assert device_of(bot) == device


async def test_a_sync_that_nio_fails_at_is_taken_without_it(synapse: Synapse, bot: Bot) -> None:
    """One poisoned room must not silence all the others."""
    wang = await synapse.user("wang")
    room = await group(bot, wang)
    client = bot.channel._line.home.client
    take = client.receive_response

    async def stumble(response: object) -> None:
        if isinstance(response, nio.SyncResponse) and room in response.rooms.join:
            raise KeyError("三零二室")
        await take(response)

    client.receive_response = stumble
    await wang.says(room, "毒")
    await bot.desk.hears("毒")
    client.receive_response = take
    await wang.says(room, "好了")

    await bot.desk.hears("好了")
    assert bot.desk.words == ["毒", "好了"]


async def test_a_lookup_that_breaks_holds_the_messages_and_loses_none(
    synapse: Synapse, line: FaultyLine, bot: Bot
) -> None:
    """Whether an answer is for us must be known before it is kept."""
    wang = await synapse.user("wang")
    room = await group(bot, wang, encrypted=True)
    card = await bot.says(bot.chat(room), "#1")
    await wang.says(room, "好")
    await bot.desk.hears("好")
    await bot.restarts()
    await bot.is_in(room)

    line.breaks = lambda request: cut if "/event/" in request.path and line.broken < 3 else None
    await wang.says(room, "谢谢", reply_to=card)

    reply = (await bot.desk.hears("谢谢")).reply_to
    assert reply is not None
    assert (reply.is_ours, line.broken) == (True, 3)


async def test_a_silent_server_does_not_hold_up_the_start(new_bot: NewBot, line: FaultyLine) -> None:
    bot = await new_bot(homeserver=line.url)

    async def silence(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(30)
        return web.Response()

    line.breaks = lambda _: silence
    bot.channel = bot.made(replace(QUICK, start=0.3))
    async with asyncio.timeout(3):
        await bot.channel.start()

    assert not bot.channel.is_ready()


async def test_one_time_keys_are_kept_before_the_homeserver_has_them(
    synapse: Synapse, line: FaultyLine, new_bot: NewBot
) -> None:
    """After a crash in between other keys under the same names would be refused, and we with them, for ever."""
    bot, wang = await new_bot(homeserver=line.url), await synapse.user("wang")
    line.breaks = lambda request: line.loses_the_answer if is_upload(request) and not line.broken else None
    await bot.channel.start()
    assert line.broken == 1

    await bot.restarts()

    room = await group(bot, wang, encrypted=True)
    await wang.says(room, "一")
    await bot.desk.hears("一")


async def test_a_store_that_is_older_than_its_keys_takes_the_next_names(
    synapse: Synapse, line: FaultyLine, new_bot: NewBot
) -> None:
    bot, wang = await new_bot(homeserver=line.url), await synapse.user("wang")
    line.breaks = lambda request: cut if is_upload(request) else None
    await bot.channel.start()
    await bot.stops()
    before = {file: file.read_bytes() for file in bot.folder.iterdir() if file.is_file()}
    line.breaks = lambda _: None
    await bot.restarts()
    await bot.stops()
    for file, content in before.items():
        file.write_bytes(content)

    bot.channel = bot.made()
    await bot.starts()

    room = await group(bot, wang, encrypted=True)
    # What is said first may be locked with a key that is lost; then a new session is made, and the next is read.
    first = await wang.says(room, "一")
    await until_here(bot, first)
    async with asyncio.timeout(20):
        while "二" not in bot.desk.words:
            wang.client.invalidate_outbound_session(room)
            await wang.says(room, "二")
            await asyncio.sleep(0.5)


def test_a_letter_locked_with_a_lost_key_is_one_that_cannot_be_opened(tmp_path: Path) -> None:
    """nio 0.26 lets it break the sync, for ever."""
    config = Matrix(homeserver="http://127.0.0.1:9", user="@huying:here", store=tmp_path)
    client = client_of(config, "DEVICE", tmp_path, 1.0)
    client.restore_login(config.user, "DEVICE", "token")
    lost, wang = OlmAccount(), OlmAccount()
    lost.generate_one_time_keys(1)
    (key,) = lost.one_time_keys["curve25519"].values()
    letter = OutboundSession(wang, lost.identity_keys["curve25519"], key).encrypt("钥匙").to_pre_key()

    assert client.olm.decrypt("@wang:here", wang.identity_keys["curve25519"], letter) is None

    close_keys(client)


async def until_here(bot: Bot, message: str) -> None:
    """Heard, or kept until its key comes."""

    def is_here() -> bool:
        waiting = [one.id for one in bot.channel._line.notebook.waiting()]
        return message in waiting or message in [row.key for row in bot.desk.rows]

    async with asyncio.timeout(10):
        while not is_here():  # noqa: ASYNC110 - it is only watched
            await asyncio.sleep(0.05)
