"""The Telegram test server edits and deletes as the real one does."""

from collections.abc import AsyncIterator

import pytest

from tests.servers.telegram import BotApiServer, Group, Message, User
from tests.servers.telegram.client import BotClient

Scene = tuple[BotApiServer, Group, User, BotClient]

CLAIM = {"inline_keyboard": [[{"text": "接单", "callback_data": "claim"}]]}
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


@pytest.fixture
async def scene(telegram: BotApiServer) -> AsyncIterator[Scene]:
    bot, li = telegram.add_bot(), telegram.user(1001, "李明")
    group = telegram.group(-1001000000001, "御城一区", members=[li], bots=[bot])
    async with BotClient(telegram, bot) as client:
        yield telegram, group, li, client


async def posted(scene: Scene, text: str = "#1 灯坏了") -> Message:
    _, group, _, client = scene
    await client("sendMessage", chat_id=group.id, text=text, reply_markup=CLAIM)
    return group.last


async def test_an_edit_changes_the_message_and_keeps_its_history(scene: Scene) -> None:
    server, group, _, client = scene
    card = await posted(scene)
    server.clock.advance(60)

    answer = await client("editMessageText", chat_id=group.id, message_id=card.id, text="#1 灯坏了 · 王芳接了")

    assert (card.text, card.edits, card.labels) == ("#1 灯坏了 · 王芳接了", ["#1 灯坏了"], [])
    assert answer["edit_date"] == card.date + 60
    assert len(group.messages) == 1


async def test_the_same_contents_are_not_modified(scene: Scene) -> None:
    _, group, _, client = scene
    card = await posted(scene)
    place = {"chat_id": group.id, "message_id": card.id}

    same_text = await client.refusal("editMessageText", **place, text="#1 灯坏了", reply_markup=CLAIM)
    same_buttons = await client.refusal("editMessageReplyMarkup", **place, reply_markup=CLAIM)
    await client("editMessageReplyMarkup", **place)

    assert same_text == same_buttons == NOT_MODIFIED
    assert (card.labels, card.edit_date is not None) == ([], True)


async def test_only_the_bots_own_messages_can_be_edited(scene: Scene) -> None:
    _, group, li, client = scene
    said = await li.says(group, "/report 灯坏了")
    edit = {"chat_id": group.id, "text": "改"}

    assert await client.refusal("editMessageText", message_id=said.id, **edit) == (
        "Bad Request: message can't be edited"
    )
    assert await client.refusal("editMessageText", message_id=999, **edit) == ("Bad Request: message to edit not found")
    assert await client.refusal("editMessageText", **edit) == "Bad Request: message identifier is not specified"


async def test_a_message_that_an_admin_deleted_cannot_be_edited(scene: Scene) -> None:
    _, group, li, client = scene
    card = await posted(scene)
    await li.deletes(card)

    refused = await client.refusal("editMessageText", chat_id=group.id, message_id=card.id, text="改")

    assert refused == "Bad Request: message to edit not found"
    assert group.messages == []


async def test_a_bot_deletes_its_own_messages_for_48_hours(scene: Scene) -> None:
    server, group, _, client = scene
    old, fresh = await posted(scene, "旧"), await posted(scene, "新")
    await client("deleteMessage", chat_id=group.id, message_id=fresh.id)
    server.clock.advance(49 * 3600)

    too_old = await client.refusal("deleteMessage", chat_id=group.id, message_id=old.id)
    missing = await client.refusal("deleteMessage", chat_id=group.id, message_id=fresh.id)

    assert fresh.deleted
    assert too_old == "Bad Request: message can't be deleted for everyone"
    assert missing == "Bad Request: message to delete not found"


async def test_others_messages_fall_only_to_an_administrator_with_the_right(scene: Scene) -> None:
    _, group, li, client = scene
    said = [await li.says(group, f"广告 {n}") for n in range(3)]
    refused = await client.refusal("deleteMessage", chat_id=group.id, message_id=said[0].id)
    await group.promotes(client.bot)

    await client("deleteMessages", chat_id=group.id, message_ids=[said[0].id, said[1].id, 999])

    assert refused == "Bad Request: message can't be deleted"
    assert [m.text for m in group.messages] == ["广告 2"]


async def test_waiting_sees_an_edit_that_comes_later(scene: Scene) -> None:
    _, group, _, client = scene
    card = await posted(scene)
    await client("editMessageText", chat_id=group.id, message_id=card.id, text="#1 完成")

    assert await group.wait_for(lambda m: "完成" in m.text) is card
    with pytest.raises(TimeoutError, match="#1 完成"):
        await group.wait_for(lambda m: "别的" in m.text, timeout=0.01)
