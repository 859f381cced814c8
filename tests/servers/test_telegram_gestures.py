"""Buttons and reactions on the Telegram test server."""

from collections.abc import AsyncIterator

import pytest

from tests.servers.telegram import BotApiServer, DriverError, Group, Message, User
from tests.servers.telegram.client import BotClient

Scene = tuple[BotApiServer, Group, User, BotClient]

OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
CLAIM = {
    "inline_keyboard": [[{"text": "接单", "callback_data": "v1:1:claim"}, {"text": "看", "url": "https://example.org"}]]
}


@pytest.fixture
async def scene(telegram: BotApiServer) -> AsyncIterator[Scene]:
    bot, li = telegram.add_bot(), telegram.user(1001, "李明")
    group = telegram.group(-1001000000001, "御城一区", members=[li], bots=[bot])
    async with BotClient(telegram, bot) as client:
        yield telegram, group, li, client


async def card(scene: Scene) -> Message:
    _, group, _, client = scene
    await client("sendMessage", chat_id=group.id, text="#1 灯坏了", reply_markup=CLAIM)
    return group.last


async def test_a_press_reaches_the_bot_and_its_answer_the_person(scene: Scene) -> None:
    _, _, li, client = scene
    press = await li.presses(await card(scene), "接单")
    (update,) = await client.updates()
    query = update["callback_query"]

    await client("answerCallbackQuery", callback_query_id=query["id"], text="已接单", show_alert=True)

    assert (query["data"], query["from"]["id"], query["message"]["text"]) == ("v1:1:claim", 1001, "#1 灯坏了")
    assert query["id"] == press.id
    answer = await press.answer()
    assert (answer.text, answer.show_alert) == ("已接单", True)


async def test_a_query_is_answered_once_and_in_time(scene: Scene) -> None:
    server, _, li, client = scene
    shown = await card(scene)
    first, second = await li.presses(shown, "接单"), await li.presses(shown, "接")
    await client("answerCallbackQuery", callback_query_id=first.id)
    server.clock.advance(16)

    assert await client.refusal("answerCallbackQuery", callback_query_id=first.id) == OLD
    assert await client.refusal("answerCallbackQuery", callback_query_id=second.id) == OLD
    assert await client.refusal("answerCallbackQuery", callback_query_id="77") == OLD
    assert await first.toast() == ""
    with pytest.raises(TimeoutError):
        await second.toast(timeout=0.01)


async def test_only_buttons_that_are_there_can_be_pressed_but_data_can_be_forged(scene: Scene) -> None:
    _, _, li, client = scene
    shown = await card(scene)
    for label in ("办结", "看"):
        with pytest.raises(DriverError):
            await li.presses(shown, label)

    li.sends_callback(shown, "v1:2:claim")

    assert [u["callback_query"]["data"] for u in await client.updates()] == ["v1:2:claim"]


async def test_a_bot_reacts_with_one_emoji_of_the_list(scene: Scene) -> None:
    _, group, li, client = scene
    call = await li.says(group, "/report 灯坏了")
    place = {"chat_id": group.id, "message_id": call.id}

    await client("setMessageReaction", **place, reaction=[{"type": "emoji", "emoji": "👀"}])
    seen = call.reaction_of(client.bot)
    wrong = await client.refusal("setMessageReaction", **place, reaction=[{"type": "emoji", "emoji": "📌"}])
    two = [{"type": "emoji", "emoji": "👀"}, {"type": "emoji", "emoji": "👍"}]
    many = await client.refusal("setMessageReaction", **place, reaction=two)
    await client("setMessageReaction", **place, reaction=[])
    missing = await client.refusal("setMessageReaction", chat_id=group.id, message_id=99, reaction=[])

    assert seen == "👀"
    assert wrong == "Bad Request: REACTION_INVALID"
    assert many == "Bad Request: REACTIONS_TOO_MANY"
    assert missing == "Bad Request: message to react not found"
    assert call.reaction_of(client.bot) is None


async def test_a_group_may_allow_fewer_reactions(scene: Scene) -> None:
    _, group, li, client = scene
    call = await li.says(group, "/report 灯坏了")
    group.allowed_reactions = frozenset({"👍"})

    refused = await client.refusal(
        "setMessageReaction", chat_id=group.id, message_id=call.id, reaction=[{"type": "emoji", "emoji": "👀"}]
    )

    assert refused == "Bad Request: REACTION_INVALID"
    chat = await client("getChat", chat_id=group.id)
    assert chat["available_reactions"] == [{"type": "emoji", "emoji": "👍"}]


async def test_reactions_in_groups_reach_only_administrators(scene: Scene) -> None:
    _, group, li, client = scene
    await client.updates(allowed_updates=["message_reaction"])
    call = await li.says(group, "灯坏了")
    await li.reacts(call, "👍")
    await group.promotes(client.bot)
    await li.reacts(call, "🙏")
    await li.reacts(call, None)

    changes = [u["message_reaction"] for u in await client.updates()]

    assert [[r["emoji"] for r in c["new_reaction"]] for c in changes] == [["🙏"], []]
    assert changes[0]["old_reaction"] == [{"type": "emoji", "emoji": "👍"}]
    assert "text" not in changes[0]


async def test_a_reaction_to_an_album_lies_on_its_first_part(scene: Scene) -> None:
    _, group, li, client = scene
    first, second = await li.sends_album(group, ["", "漏水"])

    await client(
        "setMessageReaction", chat_id=group.id, message_id=second.id, reaction=[{"type": "emoji", "emoji": "👀"}]
    )

    assert first.reaction_of(client.bot) == "👀"


async def test_a_press_under_a_deleted_message_tells_only_its_place(scene: Scene) -> None:
    _, group, li, client = scene
    shown = await card(scene)
    await li.deletes(shown)
    li.sends_callback(shown, "v1:1:claim")

    (update,) = await client.updates()

    assert update["callback_query"]["message"] == {"chat": group.json(), "message_id": shown.id, "date": 0}


async def test_waiting_for_what_is_no_message(scene: Scene) -> None:
    _, group, _, client = scene
    shown = await card(scene)
    await client("deleteMessage", chat_id=group.id, message_id=shown.id)

    await group.wait_until(lambda: shown.deleted)
    with pytest.raises(TimeoutError):
        await group.wait_until(lambda: not shown.deleted, timeout=0.01)
