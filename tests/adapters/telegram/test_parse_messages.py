"""Telegram messages become messages that fit every network."""

from datetime import UTC, datetime

import pytest

from bot.community import Account
from bot.messages import Attachment, AttachmentKind, ChatMoved, Command, Sender
from tests.adapters.telegram.written import (
    ANONYMOUS,
    ANOTHER_BOT,
    AT,
    DATE,
    FORUM,
    GROUP,
    LIN,
    PRIVATE,
    US,
    Json,
    entity,
    events,
    message,
    ref,
    said,
)


def test_a_message_tells_who_said_what_where_and_when() -> None:
    heard = said(message("三号楼电梯坏了"))

    assert heard.text == "三号楼电梯坏了"
    assert heard.chat == ref(GROUP)
    assert heard.chat_title == "三号楼邻里群"
    assert heard.id == "55"
    assert heard.key == "m:-1002233:55"
    assert heard.at == AT
    assert heard.sender == Sender(
        account=Account("telegram", "1001"), name="小 林", username="xiaolin", language="zh-hans"
    )
    assert not heard.is_private
    assert not heard.mentions_bot
    assert not heard.edited


def test_a_private_chat_is_private_and_has_no_title() -> None:
    heard = said(message("你好", chat=PRIVATE))

    assert heard.is_private
    assert heard.chat_title == ""
    assert heard.chat == ref(PRIVATE)


def test_a_person_without_a_visible_name_is_called_by_the_number() -> None:
    """PLATFORMS 28: the id is the identity; names and usernames may change or be missing."""
    heard = said(message("喂", sent_by={"id": 77, "is_bot": False, "first_name": " "}))

    assert heard.sender.name == "77"
    assert heard.sender.username is None


def test_a_message_in_a_topic_keeps_its_thread() -> None:
    """PLATFORMS 26: the topic is kept with the chat."""
    heard = said(message("漏水", chat=FORUM, message_thread_id=7, is_topic_message=True))

    assert heard.chat == ref(FORUM, thread="7")


def test_a_thread_of_replies_is_no_topic() -> None:
    """PLATFORMS 26: General has no thread, and a chain of replies outside a forum names one that is no topic."""
    heard = said(message("漏水", message_thread_id=7))

    assert heard.chat == ref(GROUP)


def test_what_is_said_in_a_topic_does_not_answer_the_notice_that_opened_it() -> None:
    """PLATFORMS 26: every message of a topic "replies" to that notice."""
    notice = message(message_id=7, forum_topic_created={"name": "报修", "icon_color": 1})

    heard = said(message("漏水", chat=FORUM, message_thread_id=7, is_topic_message=True, reply_to_message=notice))

    assert heard.reply_to is None


def test_a_reply_to_us_is_seen_with_our_words() -> None:
    ours = message("修好了吗?", sent_by=US, message_id=54)

    heard = said(message("修好了", reply_to_message=ours))

    assert heard.reply_to is not None
    assert heard.reply_to.id == "54"
    assert heard.reply_to.is_ours
    assert heard.reply_to.text == "修好了吗?"


def test_a_reply_to_a_neighbour_carries_the_neighbour_and_the_caption() -> None:
    theirs = message(message_id=50, caption="路灯不亮", photo=[], sent_by={**LIN, "id": 1002})

    heard = said(message("/ticket", entity("bot_command", 0, 7), reply_to_message=theirs))

    assert heard.reply_to is not None
    assert not heard.reply_to.is_ours
    assert heard.reply_to.text == "路灯不亮"
    assert heard.reply_to.sender is not None
    assert heard.reply_to.sender.account.id == "1002"


def test_bots_are_not_heard() -> None:
    """PLATFORMS 28: other bots are ignored."""
    assert events(message("今天晴", sent_by=ANOTHER_BOT)) == ()


def test_an_administrator_who_speaks_as_the_group_is_a_voice_without_a_person() -> None:
    """PLATFORMS 27: 1087968824 stands in `from`; it is never a worker's identity."""
    heard = said(message("停水通知", sent_by=ANONYMOUS, sender_chat=GROUP))

    assert heard.sender.is_anonymous
    assert heard.sender.is_chat_admin is True
    assert heard.sender.account == Account("telegram", "-1002233")
    assert heard.sender.name == "三号楼邻里群"
    assert not heard.sender.is_bot


def test_a_channel_that_speaks_in_the_group_is_a_voice_without_a_person() -> None:
    """PLATFORMS 27: posts of the linked channel come from 777000."""
    channel = {"id": -100777, "type": "channel", "title": "社区公告"}
    telegram = {"id": 777000, "is_bot": False, "first_name": "Telegram"}

    heard = said(message("通知", sent_by=telegram, sender_chat=channel, is_automatic_forward=True))

    assert heard.sender.is_anonymous
    assert heard.sender.is_chat_admin is None
    assert heard.sender.account.id == "-100777"


def test_what_was_forwarded_is_text_and_never_a_command() -> None:
    """PLATFORMS 28: forwards are kept as text; the words in them are somebody else's."""
    origin = {"type": "user", "date": DATE, "sender_user": LIN}

    heard = said(message("/report 漏水", entity("bot_command", 0, 7), forward_origin=origin))

    assert heard.text == "/report 漏水"
    assert heard.command is None


def test_what_was_sent_through_another_bot_is_text_and_never_a_command() -> None:
    """PLATFORMS 28: via_bot is kept as text."""
    heard = said(message("/report 漏水", entity("bot_command", 0, 7), via_bot=ANOTHER_BOT))

    assert heard.command is None


def test_an_edit_has_the_same_id_and_a_key_of_its_own() -> None:
    """PLATFORMS 24: an edit is a new revision of the same message."""
    heard = said(message("三号楼二单元电梯坏了", edit_date=DATE + 60), "edited_message")

    assert heard.edited
    assert heard.id == "55"
    assert heard.key.startswith(f"e:-1002233:55:{DATE + 60}:")
    assert heard.at == datetime.fromtimestamp(DATE + 60, UTC)


def test_a_live_location_that_moves_is_no_edit() -> None:
    """PLATFORMS 24: edits also come for what nobody wrote."""
    spot = {"latitude": 36.06, "longitude": 103.83, "live_period": 900}

    assert events(message(location=spot, edit_date=DATE + 5), "edited_message") == ()


@pytest.mark.parametrize(
    ("content", "kind", "remote"),
    [
        ({"photo": [{"file_id": "s", "width": 90}, {"file_id": "L", "width": 1280}]}, AttachmentKind.PHOTO, "L"),
        ({"video": {"file_id": "v"}}, AttachmentKind.VIDEO, "v"),
        ({"video_note": {"file_id": "n"}}, AttachmentKind.VIDEO, "n"),
        ({"animation": {"file_id": "g"}, "document": {"file_id": "d"}}, AttachmentKind.VIDEO, "g"),
        ({"voice": {"file_id": "o"}}, AttachmentKind.VOICE, "o"),
        ({"audio": {"file_id": "a"}}, AttachmentKind.VOICE, "a"),
        ({"document": {"file_id": "d"}}, AttachmentKind.DOCUMENT, "d"),
        ({"location": {"latitude": 36.0611, "longitude": 103}}, AttachmentKind.LOCATION, "36.0611,103"),
    ],
)
def test_what_is_sent_beside_the_words_is_kept_by_its_handle(content: Json, kind: AttachmentKind, remote: str) -> None:
    """PLATFORMS 29: the handle is stored, never a link."""
    heard = said(message(caption="看", **content))

    assert [(one.kind, one.remote_id) for one in heard.attachments] == [(kind, remote)]
    assert heard.text == "看"


def test_a_file_tells_its_name_type_and_size() -> None:
    file = {"file_id": "d", "file_unique_id": "u", "file_name": "照片.pdf", "mime_type": "application/pdf"}

    heard = said(message(document={**file, "file_size": 20_000_000}))

    assert heard.attachments == (
        Attachment(
            kind=AttachmentKind.DOCUMENT, remote_id="d", name="照片.pdf", mime="application/pdf", size=20_000_000
        ),
    )


def test_parts_of_an_album_name_their_album() -> None:
    """PLATFORMS 23: each part is an update of its own."""
    heard = said(message(photo=[{"file_id": "p", "width": 1}], media_group_id="1398"))

    assert heard.album == "1398"


def test_a_command_in_a_caption_counts() -> None:
    """PLATFORMS 30: commands stand in captions too."""
    heard = said(
        message(
            photo=[{"file_id": "p", "width": 1}],
            caption="/report 楼道堆物",
            caption_entities=[entity("bot_command", 0, 7)],
        )
    )

    assert heard.command == Command(name="report", words="楼道堆物")


def test_start_brings_the_words_of_its_link() -> None:
    heard = said(message("/start j_4fA9", entity("bot_command", 0, 6), chat=PRIVATE))

    assert heard.command == Command(name="start", words="j_4fA9")


@pytest.mark.parametrize("end", ["migrate_to_chat_id", "migrate_from_chat_id"])
def test_a_group_that_became_a_supergroup_is_told_alike_from_both_ends(end: str) -> None:
    """PLATFORMS 11: both service messages say the same."""
    old, new = {"id": -4455, "type": "group", "title": "邻里"}, {**GROUP, "id": -100998877}
    here, there = (old, new) if end == "migrate_to_chat_id" else (new, old)

    (moved,) = events({**message(chat=here), end: there["id"]})

    assert isinstance(moved, ChatMoved)
    assert moved.chat == ref(old)
    assert moved.to == ref(new)


@pytest.mark.parametrize(
    "content",
    [
        {"new_chat_members": [LIN]},
        {"left_chat_member": LIN},
        {"new_chat_title": "新名字"},
        {"pinned_message": {"message_id": 3, "date": 0, "chat": GROUP}},
        {"forum_topic_closed": {}},
        {"sticker": {"file_id": "s"}},
        {"poll": {"id": "1"}},
        {"dice": {"emoji": "🎲", "value": 3}},
    ],
)
def test_service_messages_stickers_and_polls_are_no_events(content: Json) -> None:
    """PLATFORMS 58: Telegram's own polls decide nothing."""
    assert events(message(**content)) == ()
