"""What comes of orders that the test server refuses as Telegram does, or whose connection breaks."""

import asyncio

import pytest

from bot.community import ChatRef
from bot.messages import OutgoingMessage
from bot.orders import Edit, Post
from bot.ports import Outcome, Reason
from bot.richtext import Bold, Plain, plain
from tests.adapters.telegram.scene import Scene


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
