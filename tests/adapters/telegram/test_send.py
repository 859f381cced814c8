"""Orders against the test server, which refuses as Telegram does."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from adapters.telegram.channel import TelegramChannel
from bot.community import Account, ChatRef
from bot.messages import (
    Button,
    Delete,
    Edit,
    Gesture,
    Order,
    OutgoingMessage,
    Post,
    Private,
    React,
    Toast,
)
from bot.ports import Channel, Outcome, Reason, SendResult
from bot.richtext import Bold, Link, Mention, Plain, plain
from tests.adapters.telegram.account import account
from tests.servers.telegram.bots import Bot
from tests.servers.telegram.driver import User
from tests.servers.telegram.groups import Group
from tests.servers.telegram.server import BotApiServer

ACCEPT = ((Button(label="接单", action="tickets.accept", value="12"),),)


@dataclass
class Scene:
    """Lin and our bot in one group; `send` does an order and answers what came of it."""

    server: BotApiServer
    bot: Bot
    lin: User
    group: Group
    channel: TelegramChannel

    @property
    def here(self) -> ChatRef:
        return ChatRef("telegram", str(self.bot.id), str(self.group.id))

    @property
    def to_lin(self) -> Private:
        return Private(str(self.bot.id), Account("telegram", "1001"))

    async def send(self, order: Order, once: str = "a") -> SendResult:
        return await self.channel.send(order, once)

    async def post(self, words: str) -> SendResult:
        return await self.send(Post(to=self.here, message=OutgoingMessage(text=plain(words))))

    async def whisper(self, words: str) -> SendResult:
        return await self.send(Post(to=self.to_lin, message=OutgoingMessage(text=plain(words))))


@pytest.fixture
async def scene(telegram: BotApiServer) -> AsyncIterator[Scene]:
    bot, lin = telegram.add_bot(), telegram.user(1001, "小林")
    group = telegram.group(-1001234567890, "三号楼", members=[lin], bots=[bot])
    channel = account(telegram, bot)
    await channel.start()
    yield Scene(telegram, bot, lin, group, channel)
    await channel.close()


async def test_a_card_appears_with_weight_links_names_and_buttons(scene: Scene) -> None:
    text = (
        Bold("#12"),
        Plain(" 🔥 "),
        Mention("小林", Account("telegram", "1001")),
        Link(" 看板", "https://example.org/"),
    )
    message = OutgoingMessage(text=text, buttons=ACCEPT, silent=True)

    result = await scene.send(Post(to=scene.here, message=message))

    card = scene.group.last
    assert result == SendResult(outcome=Outcome.OK, remote=str(card.id), chat=scene.here)
    assert card.text == "#12 🔥 小林 看板"
    assert card.texts_under("bold") == ["#12"]
    assert card.texts_under("text_mention") == ["小林"]
    assert card.labels == ["接单"]
    assert card.silent


async def test_a_card_is_edited_in_place_and_once_more_without_a_change(scene: Scene) -> None:
    """PLATFORMS 20: "message is not modified" is success."""
    sent = await scene.post("#12 新")
    edit = Edit(to=scene.here, remote=sent.remote or "", message=OutgoingMessage(text=plain("#12 已接单")))

    first, second = await scene.send(edit), await scene.send(edit)

    assert scene.group.last.text == "#12 已接单"
    assert first == second == SendResult(outcome=Outcome.OK, remote=sent.remote, chat=scene.here)


async def test_a_card_that_an_administrator_deleted_is_gone(scene: Scene) -> None:
    """PLATFORMS 22: then a new card is due."""
    sent = await scene.post("#12")
    await scene.lin.deletes(scene.group.last)

    result = await scene.send(Edit(to=scene.here, remote=sent.remote or "", message=OutgoingMessage(text=plain("?"))))

    assert (result.outcome, result.reason) == (Outcome.PERMANENT, Reason.GONE)


async def test_an_answer_stands_below_the_call(scene: Scene) -> None:
    call = await scene.lin.says(scene.group, "灯不亮")

    await scene.send(Post(to=scene.here, message=OutgoingMessage(text=plain("听到了")), reply_to=str(call.id)))

    assert scene.group.last.reply_to is call


async def test_an_answer_to_a_deleted_call_is_still_said(scene: Scene) -> None:
    """PLATFORMS 25: deleted messages give no update."""
    call = await scene.lin.says(scene.group, "灯不亮")
    await scene.lin.deletes(call)

    result = await scene.send(Post(to=scene.here, message=OutgoingMessage(text=plain("听到了")), reply_to=str(call.id)))

    assert result.outcome is Outcome.OK
    assert scene.group.last.reply_to is None


async def test_the_sign_of_having_heard_is_a_reaction(scene: Scene) -> None:
    """PLATFORMS 56"""
    call = await scene.lin.says(scene.group, "灯不亮")

    result = await scene.send(React(to=scene.here, message=str(call.id), gesture=Gesture.HEARD))

    assert result.outcome is Outcome.OK
    assert call.reaction_of(scene.bot) == "👀"


async def test_a_gesture_without_an_emoji_is_not_sent(scene: Scene) -> None:
    """PLATFORMS 56: ✋ is not among the allowed reactions."""
    result = await scene.send(React(to=scene.here, message="1", gesture=Gesture.ACCEPT))

    assert (result.outcome, result.reason) == (Outcome.PERMANENT, Reason.MALFORMED)
    assert not scene.server.counts["setMessageReaction"]


async def test_a_press_is_answered_and_too_late_an_answer_is_only_late(scene: Scene) -> None:
    """PLATFORMS 20: "query is too old" is no fault."""
    await scene.send(Post(to=scene.here, message=OutgoingMessage(text=plain("#12"), buttons=ACCEPT)))
    press = await scene.lin.presses(scene.group.last, "接单")
    toast = Toast(to=scene.here, press=press.id, text="已经由王伟接单")

    first, second = await scene.send(toast), await scene.send(toast)

    assert await press.toast() == "已经由王伟接单"
    assert first.outcome is Outcome.OK
    assert (second.outcome, second.reason) == (Outcome.PERMANENT, Reason.LATE)


async def test_a_message_is_deleted(scene: Scene) -> None:
    sent = await scene.post("#12")
    delete = Delete(to=scene.here, message=sent.remote or "")

    first, second = await scene.send(delete), await scene.send(delete)

    assert scene.group.messages == []
    assert first.outcome is Outcome.OK
    assert second.reason is Reason.GONE


async def test_a_person_who_never_pressed_start_cannot_be_reached(scene: Scene) -> None:
    """PLATFORMS 13: not tried again."""
    result = await scene.whisper("你好")

    assert (result.outcome, result.reason) == (Outcome.PERMANENT, Reason.UNREACHABLE)


async def test_a_person_who_blocked_us_cannot_be_reached_until_start_is_pressed_again(scene: Scene) -> None:
    """PLATFORMS 13"""
    await scene.lin.starts(scene.bot)
    await scene.lin.blocks(scene.bot)
    blocked = await scene.whisper("你好")
    await scene.lin.starts(scene.bot)

    again = await scene.whisper("你好")

    assert blocked.reason is Reason.UNREACHABLE
    assert again.outcome is Outcome.OK
    assert again.chat == ChatRef("telegram", str(scene.bot.id), "1001")
    assert scene.lin.private(scene.bot).last.text == "你好"


async def test_a_group_that_removed_us(scene: Scene) -> None:
    """PLATFORMS 12"""
    await scene.group.kicks(scene.bot)

    assert (await scene.post("还在吗")).reason is Reason.REMOVED


async def test_a_group_that_muted_us(scene: Scene) -> None:
    """PLATFORMS 12"""
    await scene.group.restricts(scene.bot)

    assert (await scene.post("还在吗")).reason is Reason.NO_RIGHT


async def test_a_group_that_became_a_supergroup(scene: Scene) -> None:
    """PLATFORMS 11: the refusal names the new chat."""
    old = scene.server.group(-4455, "旧群", bots=[scene.bot])
    new = await old.migrates()
    bot = str(scene.bot.id)

    result = await scene.send(Post(to=ChatRef("telegram", bot, "-4455"), message=OutgoingMessage(text=plain("你好"))))

    assert (result.outcome, result.reason) == (Outcome.PERMANENT, Reason.MOVED)
    assert result.moved_to == ChatRef("telegram", bot, str(new.id))


async def test_a_topic_gets_its_answer(scene: Scene) -> None:
    """PLATFORMS 26"""
    forum = scene.server.group(-1009999999999, "小区", members=[scene.lin], bots=[scene.bot], forum=True)
    topic = forum.opens_topic(scene.lin, "报修")
    there = ChatRef("telegram", str(scene.bot.id), str(forum.id), str(topic.id))

    result = await scene.send(Post(to=there, message=OutgoingMessage(text=plain("#12"))))

    assert forum.last.topic == topic.id
    assert result.chat == there


@pytest.mark.parametrize("fate", ["closed", "deleted"])
async def test_a_topic_that_is_closed_or_gone_is_answered_in_general(scene: Scene, fate: str) -> None:
    """PLATFORMS 26: and the result says where the message stands."""
    forum = scene.server.group(-1009999999999, "小区", members=[scene.lin], bots=[scene.bot], forum=True)
    topic = forum.opens_topic(scene.lin, "报修")
    call = await scene.lin.says(forum, "漏水", topic=topic)
    if fate == "closed":
        forum.closes_topic(scene.lin, topic)
    else:
        forum.deletes_topic(topic)
    there = ChatRef("telegram", str(scene.bot.id), str(forum.id), str(topic.id))

    result = await scene.send(Post(to=there, message=OutgoingMessage(text=plain("#12")), reply_to=str(call.id)))

    assert forum.last.text == "#12"
    assert forum.last.topic is None
    assert result.chat == there.whole


async def test_entities_that_telegram_refuses_are_left_out_once(scene: Scene) -> None:
    """PLATFORMS 18: then the words go plain."""
    scene.server.fail_next("sendMessage", status=400, description="Bad Request: can't parse entities: odd")

    result = await scene.send(Post(to=scene.here, message=OutgoingMessage(text=(Bold("急"), Plain("修")))))

    assert result.outcome is Outcome.OK
    assert scene.group.last.text == "急修"
    assert scene.group.last.entities == []


async def test_a_refusal_that_stays_is_not_repeated_for_ever(scene: Scene) -> None:
    """PLATFORMS 18"""
    scene.server.fail_next("sendMessage", status=400, description="Bad Request: can't parse entities: odd", count=9)

    result = await scene.send(Post(to=scene.here, message=OutgoingMessage(text=(Bold("急"), Plain("修")))))

    assert result.reason is Reason.MALFORMED
    assert scene.server.counts["sendMessage"] == 2


async def test_too_many_requests_wait_as_told_and_stop_no_other_chat(scene: Scene) -> None:
    """PLATFORMS 14"""
    await scene.lin.starts(scene.bot)
    scene.server.fail_next(
        "sendMessage", status=429, description="Too Many Requests: retry after 7", chat_id=scene.group.id, retry_after=7
    )

    here, elsewhere = await scene.post("你好"), await scene.whisper("你好")

    assert (here.outcome, here.reason, here.retry_after) == (Outcome.RETRY, Reason.LIMIT, 7)
    assert not here.whole_account
    assert elsewhere.outcome is Outcome.OK


async def test_too_many_requests_without_a_time_wait_a_while(scene: Scene) -> None:
    """PLATFORMS 14"""
    scene.server.fail_next("sendMessage", status=429, description="Too Many Requests")

    result = await scene.post("你好")

    assert (result.outcome, result.reason, result.retry_after) == (Outcome.RETRY, Reason.LIMIT, 30)


async def test_an_answer_that_never_came_leaves_the_message_uncertain(scene: Scene) -> None:
    """PLATFORMS 16: it may have arrived, and here it did."""
    scene.server.trouble_next("drop_after", "sendMessage")

    result = await scene.post("你好")

    assert (result.outcome, result.reason) == (Outcome.UNCERTAIN, Reason.NETWORK)
    assert scene.group.last.text == "你好"


async def test_an_edit_whose_answer_never_came_is_done_again(scene: Scene) -> None:
    """PLATFORMS 16: editing in place is idempotent."""
    sent = await scene.post("#12")
    edit = Edit(to=scene.here, remote=sent.remote or "", message=OutgoingMessage(text=plain("#12 已接单")))
    scene.server.trouble_next("drop_after", "editMessageText")

    first, second = await scene.send(edit), await scene.send(edit)

    assert first.outcome is Outcome.RETRY
    assert second.outcome is Outcome.OK


async def test_a_server_that_is_not_there_is_tried_again(scene: Scene) -> None:
    """PLATFORMS 16: connect errors are retried, because nothing was sent."""
    await scene.server.stop()
    # The kept connection ends a moment later; used within it, the outcome would be uncertain.
    await asyncio.sleep(0.02)

    result = await scene.post("你好")
    await scene.server.start()

    assert (result.outcome, result.reason) == (Outcome.RETRY, Reason.NETWORK)
    assert (await scene.post("你好")).outcome is Outcome.OK


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_server_in_trouble_is_tried_again(scene: Scene, status: int) -> None:
    """PLATFORMS 16"""
    scene.server.fail_next("sendMessage", status=status)

    result = await scene.post("你好")

    assert (result.outcome, result.reason) == (Outcome.RETRY, Reason.NETWORK)


async def test_a_token_that_is_not_accepted_any_more_is_no_loss_but_no_readiness(scene: Scene) -> None:
    scene.server.fail_next("sendMessage", status=401, description="Unauthorized")
    was_ready = scene.channel.is_ready()

    result = await scene.post("你好")

    assert was_ready
    assert result.outcome is Outcome.RETRY
    assert not scene.channel.is_ready()


async def test_a_message_that_telegram_does_not_accept_says_so(scene: Scene) -> None:
    result = await scene.post(" ")

    assert (result.outcome, result.reason) == (Outcome.PERMANENT, Reason.MALFORMED)


async def test_a_long_text_arrives_in_parts_and_is_named_by_its_first(scene: Scene) -> None:
    """PLATFORMS 17"""
    text = plain("\n".join(f"#{number} " + "水" * 50 for number in range(200)))

    result = await scene.send(Post(to=scene.here, message=OutgoingMessage(text=text, buttons=ACCEPT)))

    first, *rest = scene.group.messages
    assert result.remote == str(first.id)
    assert first.labels == ["接单"]
    assert len(rest) == 2
    assert not any(message.labels for message in rest)


async def test_a_long_text_that_was_broken_off_goes_on_where_it_stopped(scene: Scene) -> None:
    """PLATFORMS 14, 16: no part is said twice."""
    text = plain("\n".join(f"#{number} " + "水" * 50 for number in range(200)))
    order = Post(to=scene.here, message=OutgoingMessage(text=text))
    scene.server.trouble_next("delay", "sendMessage", seconds=0.0)
    scene.server.fail_next("sendMessage", status=429, description="Too Many Requests", retry_after=1)

    first, second = await scene.send(order, "x"), await scene.send(order, "x")

    assert (first.outcome, first.reason) == (Outcome.RETRY, Reason.LIMIT)
    assert second.outcome is Outcome.OK
    assert second.remote == str(scene.group.messages[0].id)
    assert scene.server.doubles == 0
    assert len(scene.group.messages) == 3


async def test_the_account_is_a_channel(scene: Scene) -> None:
    channel: Channel = scene.channel

    assert (channel.name, channel.bot) == ("telegram", str(scene.bot.id))
    assert channel.capabilities.text_length == 4096
    assert channel.capabilities.per_group_minute == 20
