"""What people say in a Matrix room, as the service hears it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.matrix.envelope import Known
from adapters.matrix.names import person
from adapters.matrix.parse import parse
from bot.errors import Unreadable
from bot.messages import AttachmentKind, IncomingMessage
from tests.adapters.matrix.written import (
    BOT,
    CHAT,
    GROUP,
    LI,
    PRIVATE,
    WANG,
    event,
    events_of,
    message,
    read,
    reply,
    sealed,
)

PICTURE = {"msgtype": "m.image", "url": "mxc://example.org/pipe", "info": {"mimetype": "image/png", "size": 900}}


def test_a_message_says_who_said_what_where_and_when() -> None:
    heard = read(IncomingMessage, message("三号楼的灯坏了"))

    assert (heard.key, heard.id, heard.chat, heard.chat_title) == ("$1", "$1", CHAT, "御城一区")
    assert heard.at == datetime(2026, 11, 25, 9, 46, 40, 123000, tzinfo=UTC)
    assert heard.sender == person(WANG, "王芳", is_chat_admin=False)
    assert (heard.text, heard.is_private, heard.mentions_bot, heard.command) == ("三号楼的灯坏了", False, False, None)


def test_a_person_without_a_display_name_is_called_by_the_first_half_of_the_id() -> None:
    assert (person(WANG, None).name, person(WANG, "  ").name) == ("wang", "wang")


def test_an_emote_is_heard_and_notices_of_other_bots_are_not() -> None:
    """Case 35: two bots that answer each other would never stop."""
    assert read(IncomingMessage, message("挥手", msgtype="m.emote")).text == "挥手"
    assert events_of(message("天气预报", msgtype="m.notice")) == ()


@pytest.mark.parametrize("kind", ["m.sticker", "m.poll.start", "m.call.invite", "m.room.topic", "org.example.x"])
def test_stickers_polls_and_calls_are_no_events(kind: str) -> None:
    assert events_of(event(kind, {"body": "x"})) == ()


def test_what_was_deleted_before_we_saw_it_is_no_event() -> None:
    gone = event("m.room.message", {}, unsigned={"redacted_because": {"type": "m.room.redaction"}})

    assert events_of(gone) == ()


def test_a_reply_knows_the_message_it_answers() -> None:
    about = Known(kind="m.room.message", sender=BOT, text="#1 待接", quoted="灯坏了")

    heard = read(IncomingMessage, reply("修好了", "$card"), about=about)

    assert heard.reply_to is not None
    assert (heard.reply_to.id, heard.reply_to.is_ours) == ("$card", True)
    assert (heard.reply_to.text, heard.reply_to.quoted) == ("#1 待接", "灯坏了")


def test_a_reply_to_something_unknown_is_still_a_reply() -> None:
    heard = read(IncomingMessage, reply("修好了", "$gone"))

    assert heard.reply_to is not None
    assert (heard.reply_to.id, heard.reply_to.is_ours, heard.reply_to.text) == ("$gone", False, None)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("> <@li:example.org> 灯坏了\n> 三号楼\n\n修好了", "修好了"),
        ("> * <@li:example.org> 挥手\n\n你好", "你好"),
        ("> 他自己引用的\n回答", "> 他自己引用的\n回答"),
        ("修好了", "修好了"),
    ],
)
def test_the_copy_of_the_answered_message_is_left_out(body: str, words: str) -> None:
    """Case 47."""
    assert read(IncomingMessage, reply(body, "$x")).text == words


def test_a_quotation_mark_that_answers_nothing_stays() -> None:
    assert read(IncomingMessage, message("> <@li:example.org> 说")).text == "> <@li:example.org> 说"


def in_thread(body: str, *, falling_back: bool) -> dict[str, Any]:
    relation = {
        "rel_type": "m.thread",
        "event_id": "$root",
        "is_falling_back": falling_back,
        "m.in_reply_to": {"event_id": "$before"},
    }
    return message(body, **{"m.relates_to": relation})


def test_a_message_in_a_thread_names_the_thread_and_answers_nobody() -> None:
    """Case 47: older clients show it as a reply, which it is not."""
    heard = read(IncomingMessage, in_thread("好", falling_back=True))

    assert (heard.chat.thread, heard.reply_to) == ("$root", None)


def test_a_real_reply_in_a_thread_is_both() -> None:
    """Case 47."""
    heard = read(IncomingMessage, in_thread("好", falling_back=False))

    assert heard.reply_to is not None
    assert (heard.chat.thread, heard.reply_to.id) == ("$root", "$before")


def test_a_private_room_has_no_threads() -> None:
    heard = read(IncomingMessage, in_thread("好", falling_back=True), setting=PRIVATE)

    assert (heard.chat.thread, heard.is_private) == (None, True)


def edit(new: Any, sender: str = WANG) -> dict[str, Any]:
    relation = {"rel_type": "m.replace", "event_id": "$first"}
    return {**message("* 三楼漏水", **{"m.new_content": new, "m.relates_to": relation}), "sender": sender}


NEW = {"msgtype": "m.text", "body": "三楼漏水"}


def test_an_edit_has_the_new_words_and_the_id_of_the_original() -> None:
    """Case 46."""
    heard = read(IncomingMessage, edit(NEW), about=Known(kind="m.room.message", sender=WANG))

    assert (heard.key, heard.id, heard.text, heard.edited) == ("$1", "$first", "三楼漏水", True)


def test_somebody_else_s_edit_is_not_heard() -> None:
    """Case 46: in an encrypted room the server cannot check who edits what."""
    assert events_of(edit(NEW, sender=LI), about=Known(kind="m.room.message", sender=WANG)) == ()
    assert events_of(edit(NEW)) == ()


def test_a_picture_with_a_caption_has_words_and_a_handle() -> None:
    heard = read(IncomingMessage, message("水管", filename="1.png", **PICTURE))

    (picture,) = heard.attachments
    assert heard.text == "水管"
    assert (picture.kind, picture.remote_id) == (AttachmentKind.PHOTO, "mxc://example.org/pipe")
    assert (picture.name, picture.mime, picture.size) == ("1.png", "image/png", 900)


@pytest.mark.parametrize("more", [{}, {"filename": "1.png"}])
def test_a_file_s_name_is_not_said_by_anybody(more: dict[str, str]) -> None:
    heard = read(IncomingMessage, message("1.png", **more, **PICTURE))

    assert (heard.text, heard.attachments[0].name) == ("", "1.png")


def test_an_encrypted_file_s_handle_holds_what_decrypting_needs() -> None:
    """Case 50."""
    block = {"url": "mxc://example.org/x", "key": {"k": "K"}, "iv": "I", "hashes": {"sha256": "S"}, "v": "v2"}

    heard = read(IncomingMessage, message("听", msgtype="m.audio", file=block))

    assert heard.attachments[0].kind is AttachmentKind.VOICE
    assert heard.attachments[0].remote_id == '{"url":"mxc://example.org/x","key":"K","iv":"I","sha256":"S"}'


def test_a_place_on_the_map_is_an_attachment() -> None:
    heard = read(IncomingMessage, message("这里", msgtype="m.location", geo_uri="geo:36.06,103.83;u=35"))

    (spot,) = heard.attachments
    assert (heard.text, spot.kind, spot.remote_id) == ("", AttachmentKind.LOCATION, "36.06,103.83")


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"msgtype": "m.text"},
        {"msgtype": 5, "body": "x"},
        {"msgtype": "m.text", "body": ["x"]},
        {"msgtype": "m.text", "body": "x", "m.relates_to": "no"},
        {"msgtype": "m.text", "body": "x", "m.relates_to": {"rel_type": "m.thread"}},
        {"msgtype": "m.image", "body": "x"},
        {"msgtype": "m.image", "body": "x", "url": "https://example.org/x"},
        {"msgtype": "m.image", "body": "x", "file": {"url": "mxc://example.org/x"}},
        {"msgtype": "m.location", "body": "x", "geo_uri": "here"},
    ],
)
def test_a_malformed_message_is_unreadable(content: dict[str, Any]) -> None:
    """Poison: it must be kept for the admin, and never stop the others."""
    with pytest.raises(Unreadable):
        events_of(event("m.room.message", content))


@pytest.mark.parametrize("time", [None, "soon", -1, 10**18, True])
def test_a_moment_that_is_none_is_unreadable(time: Any) -> None:
    with pytest.raises(Unreadable):
        events_of({**message("x"), "origin_server_ts": time})


@pytest.mark.parametrize("mentions", [["no"], "no", {"user_ids": "no"}, {"user_ids": [5]}])
def test_a_call_is_heard_in_spite_of_malformed_mentions(mentions: Any) -> None:
    assert read(IncomingMessage, message("漏水了", **{"m.mentions": mentions})).text == "漏水了"


@pytest.mark.parametrize("payload", ["", "[]", "{}", '{"me": {}, "setting": {}, "about": null, "event": {}}'])
def test_a_payload_that_is_none_of_ours_is_unreadable(payload: str) -> None:
    with pytest.raises(Unreadable):
        parse(payload)


def test_half_characters_and_nul_can_be_stored() -> None:
    payload = sealed(message("灯\ud83d坏\0了"))

    (heard,) = parse(payload)

    assert payload.isascii()
    assert isinstance(heard, IncomingMessage)
    assert heard.text == "灯\ufffd坏\ufffd了"


def test_an_encrypted_event_that_nobody_can_open_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        events_of(event("m.room.encrypted", {"x": 1}), setting=GROUP)
