"""Members, migration, topics, pins and command menus on the Telegram test server."""

import json
from collections.abc import AsyncIterator

import pytest

from tests.servers.telegram import BotApiServer, Group, User
from tests.servers.telegram.client import BotClient, RefusedError

Scene = tuple[BotApiServer, Group, User, BotClient]


@pytest.fixture
async def scene(telegram: BotApiServer) -> AsyncIterator[Scene]:
    bot, li = telegram.add_bot(), telegram.user(1001, "李明", username="liming")
    group = telegram.group(-4001, "御城一区", bots=[bot], creator=li)
    async with BotClient(telegram, bot) as client:
        yield telegram, group, li, client


def forum(scene: Scene) -> Group:
    server, _, li, client = scene
    group = server.group(-1001000000009, "论坛", bots=[client.bot], creator=li, forum=True)
    group.seat(client.bot, "administrator", can_manage_topics=True, can_delete_messages=True)
    return group


async def test_being_added_and_removed_is_told_twice(scene: Scene) -> None:
    server, _, li, client = scene
    group = server.group(-1001000000002, "二区", creator=li)
    await group.adds(client.bot, by=li, admin=True)
    await group.kicks(client.bot, by=li)

    updates = await client.updates()
    changes = [u["my_chat_member"] for u in updates if "my_chat_member" in u]
    service = [u["message"] for u in updates if "message" in u]

    assert [(c["old_chat_member"]["status"], c["new_chat_member"]["status"]) for c in changes] == [
        ("left", "member"),
        ("member", "administrator"),
        ("administrator", "kicked"),
    ]
    assert changes[1]["new_chat_member"]["can_delete_messages"]
    assert [set(m) & {"new_chat_members", "left_chat_member"} for m in service] == [
        {"new_chat_members"},
        {"left_chat_member"},
    ]


async def test_a_group_that_becomes_a_supergroup_says_so_in_both_chats_and_refuses_the_old_id(scene: Scene) -> None:
    _, group, li, client = scene
    sent = await client("sendMessage", chat_id=group.id, text="#1")
    new = await group.migrates(to=-1001000004001)

    with pytest.raises(RefusedError, match="group chat was upgraded to a supergroup chat") as refused:
        await client("editMessageText", chat_id=group.id, message_id=sent["message_id"], text="#1 完")
    await client("sendMessage", chat_id=new.id, text="#1")
    service = [u["message"] for u in await client.updates()]

    assert refused.value.parameters == {"migrate_to_chat_id": -1001000004001}
    assert [(m["chat"]["id"], m.get("migrate_to_chat_id"), m.get("migrate_from_chat_id")) for m in service] == [
        (-4001, -1001000004001, None),
        (-1001000004001, None, -4001),
    ]
    assert new.members[li.id].status == "creator"
    assert [m.id for m in new.history.values()] == [1, 2]


async def test_members_and_administrators_can_be_asked_for(scene: Scene) -> None:
    server, group, li, client = scene
    await group.promotes(client.bot, can_manage_topics=True)
    wang = server.user(1002, "王芳")

    assert (await client("getChatMember", chat_id=group.id, user_id=li.id))["status"] == "creator"
    assert (await client("getChatMember", chat_id=group.id, user_id=wang.id))["status"] == "left"
    mine = await client("getChatMember", chat_id=group.id, user_id=client.bot.id)
    assert (mine["status"], mine["can_manage_topics"], mine["can_pin_messages"]) == ("administrator", True, False)
    assert [m["user"]["id"] for m in await client("getChatAdministrators", chat_id=group.id)] == [li.id]
    assert len(await client("getChatAdministrators", chat_id=group.id, return_bots=True)) == 2
    assert await client("getChatMemberCount", chat_id=group.id) == 2


async def test_changes_of_other_members_reach_administrators_that_ask_for_them(scene: Scene) -> None:
    server, group, _, client = scene
    await group.promotes(client.bot)
    await client.updates(allowed_updates=["chat_member"])
    wang = server.user(1002, "王芳")
    await wang.joins(group)
    await wang.leaves(group)

    changes = [u["chat_member"] for u in await client.updates() if "chat_member" in u]

    assert [c["new_chat_member"]["status"] for c in changes] == ["member", "left"]


async def test_a_topic_is_opened_closed_and_deleted(scene: Scene) -> None:
    _, _, li, client = scene
    group = forum(scene)
    made = await client("createForumTopic", chat_id=group.id, name="报修")
    thread = {"chat_id": group.id, "message_thread_id": made["message_thread_id"]}
    await client("sendMessage", **thread, text="在这里说")
    inside = group.last
    await client("closeForumTopic", **thread)
    twice = await client.refusal("closeForumTopic", **thread)
    group.seat(client.bot)
    closed = await client.refusal("sendMessage", **thread, text="还能说吗")
    group.deletes_topic(group.topics[made["message_thread_id"]])
    gone = await client.refusal("sendMessage", **thread, text="还能说吗")

    assert inside.json()["is_topic_message"]
    assert inside.deleted
    assert twice == "Bad Request: TOPIC_NOT_MODIFIED"
    assert closed == "Bad Request: TOPIC_CLOSED"
    assert gone == "Bad Request: message thread not found"
    assert li is group.creator


async def test_messages_in_a_topic_point_at_its_first_message(scene: Scene) -> None:
    _, _, li, client = scene
    group = forum(scene)
    topic = await li.opens_topic(group, "报修")
    await li.says(group, "灯坏了", topic=topic)
    await li.says(group, "大厅里说")

    told = [u["message"] for u in await client.updates()]

    assert [m.get("message_thread_id") for m in told] == [topic.id, topic.id, None]
    assert told[1]["reply_to_message"]["forum_topic_created"]["name"] == "报修"
    assert "reply_to_message" not in told[2]


async def test_without_the_right_no_topics_and_no_pins(scene: Scene) -> None:
    _, group, _, client = scene
    sent = await client("sendMessage", chat_id=group.id, text="公告")
    place = {"chat_id": group.id, "message_id": sent["message_id"]}

    assert (
        await client.refusal("createForumTopic", chat_id=group.id, name="x") == "Bad Request: the chat is not a forum"
    )
    assert await client.refusal("pinChatMessage", **place) == (
        "Bad Request: not enough rights to manage pinned messages in the chat"
    )
    await group.promotes(client.bot, can_pin_messages=True)
    await client("pinChatMessage", **place)
    assert (await client("getChat", chat_id=group.id))["pinned_message"]["text"] == "公告"
    await client("unpinChatMessage", chat_id=group.id)
    assert "pinned_message" not in await client("getChat", chat_id=group.id)


async def test_command_menus_are_kept_by_scope_and_language(scene: Scene) -> None:
    _, _, _, client = scene
    help_zh, help_en = [{"command": "help", "description": "帮助"}], [{"command": "help", "description": "Help"}]
    groups = {"type": "all_group_chats"}
    await client("setMyCommands", commands=help_zh)
    await client("setMyCommands", commands=help_en, scope=groups, language_code="en")

    assert await client("getMyCommands") == help_zh
    assert await client("getMyCommands", scope=groups, language_code="en") == help_en
    assert await client("getMyCommands", scope=groups) == []
    await client("deleteMyCommands")
    assert await client("getMyCommands") == []
    assert await client.refusal("setMyCommands", commands=[{"command": "帮助", "description": "x"}]) == (
        "Bad Request: BOT_COMMAND_INVALID"
    )


async def test_a_renamed_group_and_a_spoken_word_are_seen_in_the_updates(scene: Scene) -> None:
    _, group, li, client = scene
    await group.renames("御城二区")
    await li.says(group, "/start")

    titles = [u["message"]["chat"]["title"] for u in await client.updates()]

    assert titles == ["御城二区", "御城二区"]
    assert json.dumps(group.json(), ensure_ascii=False)
