"""The private room of a person and us."""

import asyncio

import nio
import pytest

from adapters.matrix.homeserver import path_of
from bot.community import Account
from bot.messages import BotAdded, BotRemoved, Button, Gesture, OutgoingMessage, Private
from bot.orders import Edit
from bot.ports import Outcome, Reason
from bot.richtext import plain
from tests.adapters.matrix.conftest import NewBot
from tests.adapters.matrix.running import Bot, post
from tests.servers.matrix_user import MatrixUser
from tests.servers.synapse import Synapse

pytestmark = pytest.mark.synapse


async def test_a_private_room_is_opened_once_encrypted_and_found_again_after_a_restart(
    synapse: Synapse, bot: Bot
) -> None:
    """Case 60."""
    wang = await synapse.user("wang")
    to = bot.private(wang)

    await bot.says(to, "#1 派给你了")
    room = await wang.private_room_with(bot.id)
    await bot.restarts()
    result = await bot.sends(post(to, "#2 也派给你了"))

    second = await wang.sees(room, lambda m: "#2" in m.body)
    first = await wang.sees(room)
    assert (first.body, first.encrypted, second.encrypted) == ("#1 派给你了", True, True)
    assert (result.chat, result.remote) == (bot.chat(room), second.id)
    assert list(wang.rooms) == [room]
    assert bot.desk.events(BotAdded) == []


async def test_a_room_that_was_made_before_a_crash_is_taken_up(synapse: Synapse, bot: Bot) -> None:
    """Case 60: the list of private rooms had not been written yet."""
    wang = await synapse.user("wang")
    await bot.says(bot.private(wang), "一")
    room = await wang.private_room_with(bot.id)
    await bot.channel._line.home.ask("PUT", path_of("user", bot.id, "account_data", "m.direct"), {})
    await bot.restarts()

    await bot.says(bot.private(wang), "二")

    await wang.sees(room, lambda m: m.body == "二")
    assert list(wang.rooms) == [room]
    assert (await bot.channel._line.privates._read()) == {wang.id: [room]}


async def test_after_a_crash_the_server_is_not_believed_what_it_said_before_the_room_was_made(
    synapse: Synapse, bot: Bot
) -> None:
    """Case 60: Synapse repeats its answer to the same question for two minutes, and the token has not moved."""
    wang = await synapse.user("wang")
    await bot.says(bot.chat(await _group(bot, wang)), "早")
    token = bot.desk.token
    await bot.restarts()
    await bot.says(bot.private(wang), "一")
    room = await wang.private_room_with(bot.id)
    await bot.channel._line.home.ask("PUT", path_of("user", bot.id, "account_data", "m.direct"), {})
    await bot.stops()
    bot.desk.token = token
    await bot.restarts()

    result = await bot.sends(post(bot.private(wang), "二"))

    assert result.chat == bot.chat(room)


async def test_we_write_where_the_person_wrote_last(synapse: Synapse, bot: Bot) -> None:
    wang = await synapse.user("wang")
    await bot.says(bot.private(wang), "一")
    first = await wang.private_room_with(bot.id)
    made = await wang.client.room_create(is_direct=True, invite=[bot.id])
    await bot.is_in(made.room_id)

    await wang.says(made.room_id, "你好")
    await bot.desk.hears("你好")
    there = await bot.sends(post(bot.private(wang), "二"))
    await wang.says(first, "回来")
    await bot.desk.hears("回来")
    here = await bot.sends(post(bot.private(wang), "三"))

    assert (there.chat, here.chat) == (bot.chat(made.room_id), bot.chat(first))


async def test_a_private_message_can_be_edited(synapse: Synapse, bot: Bot) -> None:
    wang = await synapse.user("wang")
    card = await bot.says(bot.private(wang), "#1 待接")
    room = await wang.private_room_with(bot.id)

    await bot.sends(Edit(to=bot.private(wang), remote=card, message=OutgoingMessage(text=plain("#1 办结"))))

    assert (await wang.sees(room, lambda m: m.was_edited)).body == "#1 办结"


async def test_a_task_carries_a_reaction_to_tap(synapse: Synapse, bot: Bot) -> None:
    """Case 60: only there, and after everything else."""
    wang = await synapse.user("wang")
    buttons = ((Button(label="接单", action="tasks.claim", value="1", gesture=Gesture.ACCEPT),),)

    await bot.sends(post(bot.private(wang), "#1", buttons=buttons))

    room = await wang.private_room_with(bot.id)
    task = await wang.sees(room, lambda m: "✋" in m.reactions)
    assert (task.body, task.reactions) == ("#1\n[接单] ✋", {"✋": (bot.id,)})


async def test_who_declined_or_left_is_not_asked_again(synapse: Synapse, bot: Bot) -> None:
    wang = await synapse.user("wang")
    await bot.says(bot.private(wang), "一")
    room = await wang.private_room_with(bot.id)

    await wang.leaves(room)
    left = await bot.desk.first(BotRemoved)
    result = await bot.sends(post(bot.private(wang), "二"))

    assert (left.is_private, left.sender.account.id) == (True, wang.id)
    assert (result.outcome, result.reason) == (Outcome.PERMANENT, Reason.UNREACHABLE)
    assert wang.invitations == {}


async def test_a_name_that_is_none_cannot_be_reached(bot: Bot) -> None:
    result = await bot.sends(post(Private(bot.id, Account("matrix", "nobody")), "一"))

    assert (result.outcome, result.reason) == (Outcome.PERMANENT, Reason.UNREACHABLE)


async def test_an_operator_may_want_private_rooms_in_the_clear(synapse: Synapse, new_bot: NewBot) -> None:
    bot, wang = await (await new_bot(encrypt_private=False)).starts(), await synapse.user("wang", encrypted=False)

    await bot.says(bot.private(wang), "一")

    assert (await wang.sees(await wang.private_room_with(bot.id))).body == "一"


async def test_the_limit_of_new_rooms_holds_up_nobody_else(synapse: Synapse, new_bot: NewBot) -> None:
    """Synapse allows ten at once, then one in a minute; a limit would stop the whole account for that long."""
    bot = await (await new_bot(limited=True)).starts()
    home = bot.channel._line.home
    await bot.is_in(await (await synapse.user("wang", encrypted=False)).creates_room("x", invite=[bot.id]))
    async with asyncio.timeout(10):
        while not isinstance(await home.client.room_create(), nio.RoomCreateError):
            pass

    refused = await bot.channel.send(post(Private(bot.id, Account("matrix", "@li:huying.test")), "x"), "k")

    assert (refused.outcome, refused.reason) == (Outcome.RETRY, Reason.NETWORK)
    assert refused.retry_after is not None


async def _group(bot: Bot, *people: MatrixUser) -> str:
    room = await people[0].creates_room("三号楼", invite=[bot.id])
    await bot.is_in(room)
    return room
