"""What the Telegram test server says agrees with the official types, and an independent client understands it."""

import json

import pytest
import telegram
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter
from telegram.request import HTTPXRequest

from tests.servers.telegram import Bot, BotApiServer, Group, User, validate
from tests.servers.telegram.client import BotClient


async def everything(server: BotApiServer, li: User, bot: Bot, group: Group) -> None:
    """Lets every kind of update happen once."""
    wang = server.user(1002, "王芳", username="wang_fang")
    await group.joins(wang)
    call = await li.says(group, "/report@huying_bot @wang_fang 🏠 https://example.org", mentions={"report": li})
    await li.edits(call, "/report 改")
    await li.says(group, "匿名", anonymous=True, reply_to=call)
    await server.channel(-1002000000001, "社区", linked_to=group).posts("停水", to=group)
    for kind in ("photo", "voice", "video", "document"):
        await getattr(li, f"sends_{kind}")(group, caption="看")
    await li.sends_location(group, 36.0, 103.0)
    await li.sends_contact(group, "+8613000000000")
    await li.sends_sticker(group)
    topic = await li.opens_topic(group, "报修")
    await li.says(group, "在里面", topic=topic)
    await li.closes_topic(group, topic)
    await li.reopens_topic(group, topic)
    card = server.world.message(
        group, bot, text="#1", markup={"inline_keyboard": [[{"text": "x", "callback_data": "1"}]]}
    )
    await li.presses(card, "x")
    await li.reacts(card, "👍")
    await group.restricts(wang)
    await group.renames("二区")
    await li.starts(bot, "x")
    await li.blocks(bot)
    await group.kicks(bot)


async def test_every_update_is_of_the_official_types(telegram: BotApiServer) -> None:
    bot, li = telegram.add_bot(), telegram.user(1001, "李 明")
    group = telegram.group(-1001000000001, "一区", bots=[bot], creator=li, forum=True)
    await group.promotes(bot)
    bot.queue.allow(
        ["message", "edited_message", "callback_query", "my_chat_member", "chat_member", "message_reaction"]
    )
    await everything(telegram, li, bot, group)

    updates = [json.loads(update.text) for update in bot.queue.waiting()]
    misfits = [line for update in updates for line in validate.misfits(update, "Update", "update")]

    assert misfits == []
    assert {kind for update in updates for kind in update} == {"update_id", *(bot.queue.allowed or ())}


async def test_answers_are_of_the_official_types(telegram: BotApiServer) -> None:
    bot, li = telegram.add_bot(), telegram.user(1001, "李明")
    group = telegram.group(-1001000000001, "一区", bots=[bot], creator=li, forum=True)
    await group.promotes(bot, can_manage_topics=True, can_pin_messages=True)
    await li.starts(bot)
    async with BotClient(telegram, bot) as client:
        sent = await client("sendMessage", chat_id=group.id, text="<b>好</b>", parse_mode="HTML")
        await client("pinChatMessage", chat_id=group.id, message_id=sent["message_id"])
        file_id = (await li.sends_photo(bot)).media["photo"][0]["file_id"]
        answers = {
            "Message": sent,
            "User": await client("getMe"),
            "ChatFullInfo": await client("getChat", chat_id=group.id),
            "ChatMember": await client("getChatMember", chat_id=group.id, user_id=bot.id),
            "WebhookInfo": await client("getWebhookInfo"),
            "File": await client("getFile", file_id=file_id),
            "ForumTopic": await client("createForumTopic", chat_id=group.id, name="x"),
        }

    assert [line for kind, answer in answers.items() for line in validate.misfits(answer, kind, kind)] == []


def library_bot(server: BotApiServer, bot: Bot) -> "telegram.Bot":
    """python-telegram-bot's own Bot with its stock request."""
    return telegram.Bot(
        bot.token,
        base_url=f"{server.url}/bot",
        base_file_url=f"{server.url}/file/bot",
        request=HTTPXRequest(),
        get_updates_request=HTTPXRequest(),
    )


async def test_python_telegram_bot_talks_with_it() -> None:
    async with BotApiServer() as server:
        bot, li = server.add_bot(), server.user(1001, "李明")
        group = server.group(-1001000000001, "一区", members=[li], bots=[bot])
        async with library_bot(server, bot) as library:
            call = await li.says(group, "/report 灯坏了")
            (update,) = await library.get_updates(timeout=1, allowed_updates=telegram.Update.ALL_TYPES)
            assert update.message is not None
            keyboard = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("接单", callback_data="1")]])
            sent = await library.send_message(
                group.id, "<b>#1</b>", parse_mode="HTML", reply_to_message_id=call.id, reply_markup=keyboard
            )
            await library.set_message_reaction(group.id, call.id, "👀")
            press = await li.presses(group.last, "接单")
            (update,) = await library.get_updates(offset=update.update_id + 1)
            assert update.callback_query is not None
            await update.callback_query.answer("好")
            await sent.edit_text("#1 · 李明")
            await library.send_photo(group.id, b"picture", caption="照片")
            photo = await library.get_file((await li.sends_photo(group)).media["photo"][-1]["file_id"])
            content = await photo.download_as_bytearray()

        assert await press.toast() == "好"
        assert [m.text for m in group.messages[:3]] == ["/report 灯坏了", "#1 · 李明", "照片"]
        assert call.reaction_of(bot) == "👀"
        assert content.startswith(b"\xff\xd8")
        assert server.violations == []


async def test_python_telegram_bot_tells_the_errors_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    # The library's coming way to tell seconds; without it every RetryAfter warns.
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    async with BotApiServer() as server:
        bot, li = server.add_bot(), server.user(1001, "李明")
        group = server.group(-4001, "一区", members=[li], bots=[bot])
        async with library_bot(server, bot) as library:
            with pytest.raises(Forbidden, match="initiate conversation"):
                await library.send_message(li.id, "好")
            with pytest.raises(BadRequest, match="Chat not found"):
                await library.send_message(5, "好")
            server.fail_next(status=429, description="Too Many Requests: retry after 3", retry_after=3)
            with pytest.raises(RetryAfter):
                await library.send_message(group.id, "好")
            new = await group.migrates()
            with pytest.raises(ChatMigrated) as moved:
                await library.send_message(group.id, "好")
            assert moved.value.new_chat_id == new.id
