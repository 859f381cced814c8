"""What happens in rooms arrives once, as it was meant."""

import json
from urllib.parse import quote

import pytest

from bot.community import ChatRef
from bot.messages import BotAdded, BotRemoved, ChatMoved, Gesture, IncomingMessage, MessageDeleted, Reaction
from tests.adapters.matrix.running import Bot
from tests.servers.matrix_user import MatrixUser
from tests.servers.synapse import Synapse

pytestmark = pytest.mark.synapse
BOTH = pytest.mark.parametrize("encrypted", [False, True])


async def group(bot: Bot, host: MatrixUser, *, encrypted: bool = False) -> str:
    """A group with the bot in it."""
    room = await host.creates_room("御城一区", encrypted=encrypted, invite=[bot.id])
    await bot.is_in(room)
    return room


@BOTH
async def test_a_message_arrives_once_with_who_said_it_where(synapse: Synapse, bot: Bot, encrypted: bool) -> None:  # noqa: FBT001
    """Case 35: what we say ourselves is not heard."""
    wang = await synapse.user("wang", display_name="王芳")
    room = await group(bot, wang, encrypted=encrypted)
    await bot.says(bot.chat(room), "大家好")

    said = await wang.says(room, "三号楼的灯坏了")

    heard = await bot.desk.hears("三号楼的灯坏了")
    assert (heard.key, heard.chat, heard.chat_title) == (said, bot.chat(room), "御城一区")
    assert (heard.sender.account.id, heard.sender.name, heard.sender.is_chat_admin) == (wang.id, "王芳", True)
    assert (heard.is_private, bot.desk.words) == (False, ["三号楼的灯坏了"])


@BOTH
async def test_coming_into_a_group_is_told_and_what_was_said_before_is_not(
    synapse: Synapse,
    bot: Bot,
    encrypted: bool,  # noqa: FBT001
) -> None:
    """Case 34."""
    wang = await synapse.user("wang")
    room = await wang.creates_room("御城一区", encrypted=encrypted)
    await wang.says(room, "老早的话")
    await wang.invites(room, bot.id)

    added = await bot.desk.first(BotAdded)
    await wang.says(room, "新的话")

    await bot.desk.hears("新的话")
    assert (added.chat, added.chat_title, added.hears) == (bot.chat(room), "御城一区", True)
    assert (added.sender.account.id, added.encrypted) == (wang.id, encrypted)
    assert bot.desk.words == ["新的话"]


@BOTH
async def test_replies_edits_reactions_and_deletions_arrive_as_they_were_meant(
    synapse: Synapse,
    bot: Bot,
    encrypted: bool,  # noqa: FBT001
) -> None:
    """Cases 46 to 49."""
    wang = await synapse.user("wang")
    room = await group(bot, wang, encrypted=encrypted)
    call = await wang.says(room, "灯坏")
    question = await bot.says(bot.chat(room), "这是报修吗?", reply_to=call)

    await wang.says(room, "是的", reply_to=question)
    await wang.edits(room, call, "灯坏了")
    gesture = await wang.reacts(room, question, "👍🏽")
    await wang.redacts(room, gesture)
    await wang.redacts(room, call)

    reply = (await bot.desk.hears("是的")).reply_to
    deleted = await bot.desk.first(MessageDeleted)
    edited = await bot.desk.hears("灯坏了")
    given, taken = bot.desk.events(Reaction)
    assert reply is not None
    assert (reply.id, reply.is_ours, reply.text, reply.quoted) == (question, True, "这是报修吗?", "灯坏")
    assert (edited.edited, edited.id) == (True, call)
    assert (given.message, given.gesture, given.added, given.quoted) == (question, Gesture.ME_TOO, True, "灯坏")
    assert (taken.message, taken.gesture, taken.added) == (question, Gesture.ME_TOO, False)
    assert (deleted.message, deleted.sender.account.id) == (call, wang.id)


async def test_somebody_else_cannot_edit_in_an_encrypted_room(synapse: Synapse, bot: Bot) -> None:
    """Case 46: the server cannot look inside."""
    wang, li = await synapse.user("wang"), await synapse.user("li")
    room = await group(bot, wang, encrypted=True)
    await wang.invites(room, li)
    await li.joins(room)
    call = await wang.says(room, "灯坏了")

    await li.edits(room, call, "一切都好")
    await li.says(room, "看")

    await bot.desk.hears("看")
    assert bot.desk.words == ["灯坏了", "看"]


async def test_what_was_answered_before_we_started_is_asked_of_the_server(synapse: Synapse, bot: Bot) -> None:
    wang = await synapse.user("wang")
    room = await group(bot, wang, encrypted=True)
    call = await wang.says(room, "灯坏了")
    card = await bot.says(bot.chat(room), "#1 待接", reply_to=call)
    await wang.says(room, "好")
    await bot.desk.hears("好")
    await bot.restarts()

    await wang.says(room, "谢谢", reply_to=card)

    reply = (await bot.desk.hears("谢谢")).reply_to
    assert reply is not None
    assert (reply.is_ours, reply.text, reply.quoted) == (True, "#1 待接", "灯坏了")


async def test_a_room_for_two_is_private_and_no_group(synapse: Synapse, bot: Bot) -> None:
    wang = await synapse.user("wang", display_name="王芳")
    made = await wang.client.room_create(is_direct=True, invite=[bot.id])
    await bot.is_in(made.room_id)

    await wang.says(made.room_id, "!mine")

    heard = await bot.desk.hears("!mine")
    assert heard.command is not None
    assert (heard.is_private, heard.command.name, heard.chat) == (True, "mine", bot.chat(made.room_id))
    assert bot.desk.events(BotAdded) == []


async def test_a_third_person_makes_a_private_room_a_group(synapse: Synapse, bot: Bot) -> None:
    wang, li = await synapse.user("wang"), await synapse.user("li")
    made = await wang.client.room_create(is_direct=True, invite=[bot.id, li.id])
    await bot.is_in(made.room_id)
    await li.joins(made.room_id)

    await li.says(made.room_id, "大家好")

    assert not (await bot.desk.hears("大家好")).is_private


async def test_words_from_before_we_were_removed_are_heard_and_then_the_removal(synapse: Synapse, bot: Bot) -> None:
    """Case 44."""
    wang = await synapse.user("wang")
    room = await group(bot, wang, encrypted=True)
    await bot.desk.first(BotAdded)
    await bot.stops()

    await wang.says(room, "最后一句")
    await wang.client.room_kick(room, bot.id)
    await bot.restarts()

    removed = await bot.desk.first(BotRemoved)
    assert bot.desk.words == ["最后一句"]
    assert (removed.chat, removed.sender.account.id) == (bot.chat(room), wang.id)
    assert bot.channel._line.home.room(room) is None


async def test_an_upgraded_group_is_followed_by_its_invitation_whoever_sends_it(synapse: Synapse, bot: Bot) -> None:
    """Case 45."""
    bot.settings["invites_from"] = ()
    wang = await synapse.user("wang")
    room = await group(bot, wang)
    await bot.restarts()

    replacement = await upgraded(wang, room)
    await wang.invites(replacement, bot.id)
    await bot.is_in(replacement)

    moved = await bot.desk.first(ChatMoved)
    assert (moved.chat, moved.to) == (bot.chat(room), ChatRef("matrix", bot.id, replacement))


async def upgraded(host: MatrixUser, room: str) -> str:
    """As a room's owner does it in the settings of Element; the id of the room in which it goes on."""
    path, token = f"/_matrix/client/v3/rooms/{quote(room)}/upgrade", host.client.access_token
    async with await host.client.send(
        "POST", path, '{"new_version": "11"}', {"Authorization": f"Bearer {token}"}
    ) as made:
        return str((await made.json())["replacement_room"])


POISON: list[tuple[str, object]] = [
    ("m.room.message", {}),
    ("m.room.message", {"msgtype": 5, "body": "x"}),
    ("m.room.message", {"msgtype": "m.text", "body": ["x"]}),
    ("m.room.message", {"msgtype": "m.text", "body": "x", "m.relates_to": "no"}),
    ("m.reaction", {}),
    ("m.room.encrypted", {"x": 1}),
    ("m.room.member", {"membership": "leave"}),
    ("m.room.tombstone", {"replacement_room": "!elsewhere:huying.test"}),
    ("m.room.redaction", {"redacts": "$x"}),
    ("m.call.invite", {}),
]


async def test_poison_in_an_encrypted_room_is_kept_or_dropped_and_stops_nothing(synapse: Synapse, bot: Bot) -> None:
    wang = await synapse.user("wang")
    room = await group(bot, wang, encrypted=True)

    for kind, content in POISON:
        await wang.sends(room, kind, json.loads(json.dumps(content)))
    await wang.says(room, "还在吗")

    await bot.desk.hears("还在吗")
    assert len(bot.desk.unreadable) == 5
    assert (bot.desk.events(ChatMoved), bot.desk.events(BotRemoved)) == ([], [])
    assert (bot.desk.events(MessageDeleted), bot.desk.events(Reaction)) == ([], [])
    assert bot.desk.events(IncomingMessage)[-1].text == "还在吗"
