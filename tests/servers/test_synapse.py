"""The real homeserver and its users do what the tests of the bot rely on."""

import asyncio

import pytest

from tests.servers.matrix_listening import MatrixError
from tests.servers.matrix_user import MatrixUser
from tests.servers.synapse import Synapse

pytestmark = pytest.mark.synapse
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8


async def test_two_residents_talk_in_an_encrypted_room(synapse: Synapse) -> None:
    wang = await synapse.user("wang", display_name="王芳")
    li = await synapse.user("li", display_name="李强")
    room = await wang.creates_room("御城一区", encrypted=True, invite=[li])
    await li.accepts_invitations()

    await li.says(room, "楼道灯坏了")
    call = await wang.sees(room, lambda m: "灯" in m.body)
    await wang.says(room, "马上来看", reply_to=call.id, mentions=[li.id])

    answer = await li.sees(room, lambda m: m.in_reply_to == call.id)
    assert (call.encrypted, call.sender, call.kind) == (True, li.id, "m.text")
    assert (answer.body, answer.mentions, answer.encrypted) == ("马上来看", (li.id,), True)
    assert wang.rooms[room] == "御城一区"


async def test_edits_reactions_and_deletions_are_folded_into_the_message(synapse: Synapse) -> None:
    wang, li = await synapse.user("wang"), await synapse.user("li", encrypted=False)
    room = await wang.creates_room("御城一区", public=True)
    await li.joins(room)

    said = await li.says(room, "三楼漏税")
    await li.edits(room, said, "三楼漏水")
    reaction = await wang.reacts(room, said, "✋")
    other = await li.says(room, "发错群了", thread=said)
    await li.redacts(room, other)

    edited = await wang.sees(room, lambda m: m.was_edited and "✋" in m.reactions)
    assert (edited.body, edited.history) == ("三楼漏水", ("三楼漏税",))
    assert edited.reactions == {"✋": (wang.id,)}
    gone = await wang.sees(room, lambda m: m.redacted)
    assert (gone.id, gone.body, gone.thread) == (other, "", said)

    await wang.redacts(room, reaction)

    assert (await wang.sees(room, lambda m: m.id == said and not m.reactions)).body == "三楼漏水"


@pytest.mark.parametrize("encrypted", [False, True])
async def test_a_picture_arrives_as_it_was_sent(synapse: Synapse, encrypted: bool) -> None:  # noqa: FBT001 - a parameter of the test
    wang, li = await synapse.user("wang"), await synapse.user("li")
    room = await wang.creates_room("御城一区", encrypted=encrypted, invite=[li])
    await li.accepts_invitations()

    await li.sends_image(room, PNG, caption="水管")

    picture = await wang.sees(room, lambda m: m.kind == "m.image")
    assert picture.body == "水管"
    assert ("file" in picture.content) is encrypted
    assert await wang.downloads(picture) == PNG


async def test_a_private_room_opened_by_someone_else_is_found_and_joined(synapse: Synapse) -> None:
    bot, wang = await synapse.user("bot"), await synapse.user("wang")
    opened = await bot.creates_room("任务", encrypted=True, invite=[wang])

    found = await wang.private_room_with(bot)

    assert found == opened
    await bot.says(found, "#1 待接")
    assert (await wang.sees(found)).body == "#1 待接"


async def test_a_limited_user_is_told_to_wait_after_a_burst(synapse: Synapse) -> None:
    """Case 37: 0.2 messages a second after a burst of ten, by default."""
    bot = await synapse.user("bot", limited=True, encrypted=False)
    room = await bot.creates_room("御城一区")

    with pytest.raises(MatrixError) as told:
        await _chatters(bot, room, 30)

    assert told.value.code == "M_LIMIT_EXCEEDED"
    assert told.value.retry_after_ms is not None
    assert 0 < told.value.retry_after_ms <= 5000

    await synapse.lift_limits(bot.id)

    assert await bot.says(room, "现在可以了")


async def _chatters(user: MatrixUser, room: str, times: int) -> None:
    for number in range(times):
        await user.says(room, f"第{number}条")


async def test_users_are_strangers_to_those_of_other_tests(synapse: Synapse) -> None:
    first, second = await synapse.user("wang"), await synapse.user("wang")

    assert first.id != second.id


async def test_what_was_said_survives_a_restart(synapse: Synapse) -> None:
    wang, li = await synapse.user("wang"), await synapse.user("li")
    room = await wang.creates_room("御城一区", encrypted=True, invite=[li])
    await li.accepts_invitations()
    before, address = await wang.says(room, "重启之前"), synapse.url

    await asyncio.to_thread(synapse.restart)
    await li.says(room, "重启之后")

    assert synapse.url == address
    assert (await wang.sees(room)).body == "重启之后"
    assert (await li.sees(room)).id == before
