"""Orders against the test server."""

from dataclasses import replace

import pytest

from bot.community import Account, ChatRef
from bot.files import File
from bot.messages import Gesture, MapPoint, OutgoingMessage
from bot.orders import Audience, Delete, Edit, MenuLine, Post, React, ShowMenu, Toast
from bot.ports import Channel, Outcome, Reason, SendResult
from bot.richtext import Bold, Link, Mention, Plain, plain
from tests.adapters.telegram.scene import ACCEPT, Scene


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


async def test_a_long_text_arrives_in_parts_and_is_named_by_its_first(scene: Scene) -> None:
    """PLATFORMS 17"""
    text = plain("\n".join(f"#{number} " + "水" * 50 for number in range(200)))

    result = await scene.send(Post(to=scene.here, message=OutgoingMessage(text=text, buttons=ACCEPT)))

    first, *rest = scene.group.messages
    assert result.remote == str(first.id)
    assert first.labels == ["接单"]
    assert len(rest) == 2
    assert not any(message.labels for message in rest)


async def test_the_account_is_a_channel(scene: Scene) -> None:
    channel: Channel = scene.channel

    assert (channel.name, channel.bot) == ("telegram", str(scene.bot.id))
    assert channel.capabilities.text_length == 4096
    assert channel.capabilities.per_group_minute == 20


async def test_a_file_arrives_with_its_name_and_caption(scene: Scene) -> None:
    file = File(name="卷宗12.pdf", mime="application/pdf", made_by="x", value="12", content=b"%PDF-1.4 pages")
    message = OutgoingMessage(text=(Bold("#12"), Plain(" 的全过程")), buttons=ACCEPT, silent=True, file=file)

    result = await scene.send(Post(to=scene.here, message=message))

    sent = scene.group.last
    assert result == SendResult(outcome=Outcome.OK, remote=str(sent.id), chat=scene.here)
    assert (sent.text, sent.texts_under("bold"), sent.labels, sent.silent) == ("#12 的全过程", ["#12"], ["接单"], True)
    shown = sent.media["document"]
    assert (shown["file_name"], shown["mime_type"]) == ("卷宗12.pdf", "application/pdf")
    assert scene.group.world.files.by_id[shown["file_id"]].content == b"%PDF-1.4 pages"


def kept(handle: str = "") -> File:
    """A photo from the shelf, which this account may know already under a handle."""
    return File(
        name="12-1.jpg",
        mime="image/jpeg",
        made_by="media.sent",
        value="1",
        kind="photo",
        content=b"a picture",
        digest="d",
        handle=handle,
    )


async def test_a_photo_is_uploaded_once_and_then_sent_by_its_name(scene: Scene) -> None:
    """PLATFORMS 29."""
    message = OutgoingMessage(text=plain("#12 照片"), file=kept())

    await scene.send(Post(to=scene.here, message=message))
    await scene.send(Post(to=scene.here, message=message))

    files = scene.group.world.files
    assert [shown.kind for shown in scene.group.messages[-2:]] == ["photo", "photo"]
    assert [files.by_id[m.media["photo"][-1]["file_id"]].content for m in scene.group.messages[-2:]] == [
        b"a picture"
    ] * 2
    assert len(files.by_path) == 1


async def test_what_came_through_this_account_is_not_uploaded_at_all(scene: Scene) -> None:
    """PLATFORMS 29."""
    sent = await scene.lin.sends_photo(scene.group, caption="灯不亮")
    handle = sent.media["photo"][-1]["file_id"]

    await scene.send(Post(to=scene.here, message=OutgoingMessage(text=plain("#12"), file=kept(handle))))

    assert len(scene.group.world.files.by_path) == 1
    assert scene.group.last.kind == "photo"


async def test_a_name_that_telegram_does_not_know_any_more_is_uploaded(scene: Scene) -> None:
    """PLATFORMS 29."""
    result = await scene.send(Post(to=scene.here, message=OutgoingMessage(text=plain("#12"), file=kept("AgAC-old"))))

    assert result.outcome is Outcome.OK
    assert scene.group.last.kind == "photo"


async def test_a_film_a_voice_and_a_place_are_shown_as_such(scene: Scene) -> None:
    for kind, mime in (("video", "video/mp4"), ("voice", "audio/ogg"), ("video", "video/quicktime")):
        file = replace(kept(), kind=kind, mime=mime, digest=mime)
        await scene.send(Post(to=scene.here, message=OutgoingMessage(text=plain("#12"), file=file)))
    point = MapPoint(latitude=36.06, longitude=103.83)
    await scene.send(Post(to=scene.here, message=OutgoingMessage(text=plain("#12 位置"), point=point)))

    assert [m.kind for m in scene.group.messages[-5:]] == ["video", "voice", "document", "text", "location"]


async def test_a_caption_that_is_too_long_is_cut(scene: Scene) -> None:
    file = File(name="12.pdf", mime="application/pdf", made_by="x", value="12", content=b"%PDF")

    await scene.send(Post(to=scene.here, message=OutgoingMessage(text=plain("长" * 3000), file=file)))

    assert (len(scene.group.last.text), scene.group.last.text[-1]) == (1024, "…")


async def test_a_menu_of_commands_stands_at_telegram_as_it_was_ordered(scene: Scene) -> None:
    nowhere, lines = replace(scene.here, chat=""), (MenuLine(command="mine", words="我报的事"),)

    result = await scene.send(ShowMenu(to=nowhere, audience=Audience.PRIVATE, lines=lines, language="zh"))

    assert result.outcome is Outcome.OK
    assert scene.server.counts["setMyCommands"] == 1
