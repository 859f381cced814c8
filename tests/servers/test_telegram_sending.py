"""The Telegram test server accepts and refuses messages as the real one does, in the real one's words."""

from collections.abc import AsyncIterator

import pytest

from tests.servers.telegram import BotApiServer, Group, User
from tests.servers.telegram.client import BotClient, RefusedError

Scene = tuple[BotApiServer, Group, User, BotClient]


@pytest.fixture
async def scene(telegram: BotApiServer) -> AsyncIterator[Scene]:
    bot = telegram.add_bot()
    li = telegram.user(1001, "李明")
    group = telegram.group(-1001000000001, "御城一区", members=[li], bots=[bot])
    async with BotClient(telegram, bot) as client:
        yield telegram, group, li, client


async def test_a_message_stands_in_the_chat_as_it_was_sent(scene: Scene) -> None:
    _, group, li, client = scene
    call = await li.says(group, "/report 灯坏了")
    keyboard = {"inline_keyboard": [[{"text": "接单", "callback_data": "v1:1:claim"}]]}
    await client(
        "sendMessage",
        chat_id=group.id,
        text="#1 灯坏了",
        reply_parameters={"message_id": call.id},
        reply_markup=keyboard,
        disable_notification=True,
    )

    card = await group.wait_for(lambda m: "#1" in m.text)
    assert (card.reply_to, card.silent, card.labels) == (call, True, ["接单"])
    assert card.buttons[0].data == "v1:1:claim"
    assert card.sender is client.bot


async def test_unknown_parameters_and_wrong_types_are_noted_as_violations() -> None:
    async with BotApiServer() as server:
        bot, li = server.add_bot(), server.user(1001, "李明")
        await li.starts(bot)
        async with BotClient(server, bot) as client:
            await client("sendMessage", chat_id=1001, text="好", colour="red", disable_notification="true")
            await client("sendMessage", chat_id=1001, text="好", link_preview_options={"off": True})
            await client.raw("sendMessage", json={"chat_id": 1001})

    assert server.violations == [
        "sendMessage: unknown parameter colour",
        "sendMessage: disable_notification is str 'true', not Boolean",
        "sendMessage: link_preview_options has an unknown field off (LinkPreviewOptions)",
        "sendMessage: required parameter text is missing",
    ]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ({"text": ""}, "Bad Request: message text is empty"),
        ({"text": "  \n "}, "Bad Request: message text is empty"),
        ({"text": "字" * 4097}, "Bad Request: message is too long"),
        ({"text": "🏠" * 2049}, "Bad Request: message is too long"),
        ({"chat_id": -42}, "Bad Request: chat not found"),
        ({"reply_parameters": {"message_id": 999}}, "Bad Request: message to be replied not found"),
        ({"message_thread_id": 77}, "Bad Request: message thread not found"),
        (
            {"reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "字" * 22}]]}},
            "Bad Request: BUTTON_DATA_INVALID",
        ),
        (
            {"reply_markup": {"inline_keyboard": [[{"text": "x"}]]}},
            "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
    ],
)
async def test_a_refused_message_is_told_in_the_real_words(scene: Scene, args: dict[str, object], words: str) -> None:
    _, group, _, client = scene
    assert await client.refusal("sendMessage", **({"chat_id": group.id, "text": "好"} | args)) == words


async def test_the_longest_texts_pass(scene: Scene) -> None:
    _, group, _, client = scene
    data = "v" * 64
    await client("sendMessage", chat_id=group.id, text="<b>" + "字" * 4096 + "</b>", parse_mode="HTML")
    keyboard = {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}
    await client("sendMessage", chat_id=group.id, text="🏠" * 2048, reply_markup=keyboard)

    assert group.last.buttons[0].data == data


async def test_a_reply_to_a_missing_message_may_go_without(scene: Scene) -> None:
    _, group, _, client = scene
    await client(
        "sendMessage",
        chat_id=group.id,
        text="好",
        reply_parameters={"message_id": 999, "allow_sending_without_reply": True},
    )

    assert group.last.reply_to is None


async def test_a_person_who_never_pressed_start_cannot_be_written_to(scene: Scene) -> None:
    server, _, li, client = scene
    stranger = server.user(2002, "路人")
    known = await client.refusal("sendMessage", chat_id=li.id, text="好")
    unknown = await client.refusal("sendMessage", chat_id=stranger.id, text="好")
    await li.starts(client.bot, "invite-7")
    await client("sendMessage", chat_id=li.id, text="好")

    assert known == "Forbidden: bot can't initiate conversation with a user"
    assert unknown == "Bad Request: chat not found"
    assert [m.text for m in li.private(client.bot).messages] == ["/start invite-7", "好"]


async def test_a_blocked_bot_is_told_and_may_write_again_after_start(scene: Scene) -> None:
    _, _, li, client = scene
    await li.starts(client.bot)
    await li.blocks(client.bot)
    refused = await client.refusal("sendMessage", chat_id=li.id, text="好")
    await li.starts(client.bot)
    await client("sendMessage", chat_id=li.id, text="好")
    changes = [u["my_chat_member"] for u in await client.updates() if "my_chat_member" in u]

    assert refused == "Forbidden: bot was blocked by the user"
    assert [c["new_chat_member"]["status"] for c in changes] == ["kicked", "member"]


async def test_outside_or_muted_the_bot_cannot_write_in_a_group(scene: Scene) -> None:
    server, group, li, client = scene
    basic = server.group(-4001, "老群", members=[li], bots=[client.bot])
    await group.restricts(client.bot, can_send_photos=True)
    muted = await client.refusal("sendMessage", chat_id=group.id, text="好")
    await group.kicks(client.bot)
    kicked = await client.refusal("sendMessage", chat_id=group.id, text="好")
    await basic.kicks(client.bot)
    kicked_basic = await client.refusal("sendMessage", chat_id=basic.id, text="好")
    await basic.adds(client.bot, by=li)
    await client("leaveChat", chat_id=basic.id)
    left = await client.refusal("sendMessage", chat_id=basic.id, text="好")

    assert muted == "Bad Request: not enough rights to send text messages to the chat"
    assert kicked == "Forbidden: bot was kicked from the supergroup chat"
    assert kicked_basic == "Forbidden: bot was kicked from the group chat"
    assert left == "Forbidden: bot is not a member of the group chat"


async def test_a_wrong_token_and_an_unknown_method_are_refused(scene: Scene) -> None:
    server, _, _, client = scene
    unknown = await client.raw("sendPigeon", json={})
    client._base = f"{server.url}/bot1:wrong"
    wrong = await client.raw("getMe", json={})

    assert unknown == {"ok": False, "error_code": 404, "description": "Not Found"}
    assert wrong == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_forms_and_query_strings_are_read_like_json(scene: Scene) -> None:
    _, group, _, client = scene
    keyboard = '{"inline_keyboard":[[{"text":"接单","callback_data":"1"}]]}'
    await client.form(
        "sendmessage",
        {"chat_id": str(group.id), "text": "好", "disable_notification": "true", "reply_markup": keyboard},
    )
    await client.raw(f"sendMessage?chat_id={group.id}&text=也好")
    with pytest.raises(RefusedError, match="can't parse reply keyboard markup JSON object"):
        await client.form("sendMessage", {"chat_id": str(group.id), "text": "x", "reply_markup": "{"})

    assert [(m.text, m.silent, m.labels) for m in group.messages] == [("好", True, ["接单"]), ("也好", False, [])]


async def test_arguments_of_an_unreadable_shape_are_refused_and_noted() -> None:
    async with BotApiServer() as server:
        bot = server.add_bot()
        group = server.group(-1001000000001, "御城一区", bots=[bot])
        async with BotClient(server, bot) as client:
            refused = await client.refusal("sendMessage", chat_id=group.id, text="好", entities=["bold"])
            unsupported = await client.refusal("sendDice", chat_id=group.id)

    assert refused == "Bad Request: can't parse the request"
    assert unsupported == "Bad Request: sendDice is not supported by the test server"
    assert [line.partition(":")[0] for line in server.violations] == ["sendMessage", "sendMessage", "sendDice"]
    assert server.errors == {400: 2}
