"""Orders become calls of the Bot API."""

import pytest

from adapters.telegram.render import Call, render
from adapters.telegram.utf16 import units
from bot.community import Account, ChatRef
from bot.messages import Button, Gesture, OutgoingMessage, Private
from bot.orders import Audience, Delete, Edit, MenuLine, Post, React, ShowMenu, Toast
from bot.richtext import Bold, Link, Mention, Plain, Text, plain

GROUP = ChatRef("telegram", "7", "-1002233")
TOPIC = ChatRef("telegram", "7", "-1002233", "9")
LIN = Account("telegram", "1001")
NO_PREVIEW = {"is_disabled": True}


def post(text: Text, **more: object) -> list[Call]:
    return render(Post(to=GROUP, message=OutgoingMessage(text=text, **more)))  # type: ignore[arg-type]


def only(calls: list[Call]) -> Call:
    (call,) = calls
    return call


def test_words_go_as_they_are_and_never_as_markup() -> None:
    """PLATFORMS 18: there is no parse mode, so nothing can fail to parse."""
    call = only(post(plain("<b>*_[三号楼](x)</b> & /report")))

    assert call.method == "sendMessage"
    assert call.arguments == {
        "chat_id": -1002233,
        "text": "<b>*_[三号楼](x)</b> & /report",
        "link_preview_options": NO_PREVIEW,
    }


def test_weight_links_and_names_become_entities_in_utf16_units() -> None:
    """PLATFORMS 17: an emoji in front moves them by two."""
    text = (
        Plain("🔥 "),
        Bold("急"),
        Plain(" "),
        Mention("小林", LIN),
        Plain(" "),
        Link("看板", "https://example.org/b"),
    )

    call = only(post(text))

    assert call.arguments["text"] == "🔥 急 小林 看板"
    assert call.arguments["entities"] == [
        {"type": "bold", "offset": 3, "length": 1},
        {
            "type": "text_mention",
            "user": {"id": 1001, "is_bot": False, "first_name": "小林"},
            "offset": 5,
            "length": 2,
        },
        {"type": "text_link", "url": "https://example.org/b", "offset": 8, "length": 2},
    ]


def test_a_person_of_another_network_is_only_named() -> None:
    call = only(post((Mention("王伟", Account("matrix", "@wang:example.org")),)))

    assert call.arguments["text"] == "王伟"
    assert "entities" not in call.arguments


def test_buttons_reply_silence_and_topic() -> None:
    """PLATFORMS 25, 26: an answer goes also when what it answers is gone; a topic keeps its number."""
    buttons = ((Button(label="接单", action="tickets.accept", value="12"),), ())
    message = OutgoingMessage(text=plain("#12"), buttons=buttons, silent=True)

    call = only(render(Post(to=TOPIC, message=message, reply_to="55")))

    assert call.arguments["reply_markup"] == {
        "inline_keyboard": [[{"text": "接单", "callback_data": "tickets.accept:12"}]]
    }
    assert call.arguments["reply_parameters"] == {"message_id": 55, "allow_sending_without_reply": True}
    assert call.arguments["disable_notification"] is True
    assert call.arguments["message_thread_id"] == 9


def test_a_private_message_goes_to_the_person() -> None:
    call = only(render(Post(to=Private("7", LIN), message=OutgoingMessage(text=plain("你好")))))

    assert call.arguments["chat_id"] == 1001


def test_an_edit_replaces_words_and_buttons() -> None:
    call = only(render(Edit(to=TOPIC, remote="70", message=OutgoingMessage(text=plain("#12 办结")))))

    assert call.method == "editMessageText"
    assert call.arguments == {
        "chat_id": -1002233,
        "message_id": 70,
        "text": "#12 办结",
        "link_preview_options": NO_PREVIEW,
    }


def test_the_sign_of_having_heard_is_put_and_taken_away() -> None:
    """PLATFORMS 56: 👀 is among the allowed reactions."""
    put = only(render(React(to=GROUP, message="55", gesture=Gesture.HEARD)))
    taken = only(render(React(to=GROUP, message="55", gesture=None)))

    assert put.method == "setMessageReaction"
    assert put.arguments == {
        "chat_id": -1002233,
        "message_id": 55,
        "reaction": [{"type": "emoji", "emoji": "👀"}],
    }
    assert taken.arguments["reaction"] == []


def test_a_short_toast_fades_and_a_long_one_waits_to_be_closed() -> None:
    short = only(render(Toast(to=GROUP, press="4382", text="已经由王伟接单")))
    long = only(render(Toast(to=GROUP, press="4382", text="很" * 300)))
    silent = only(render(Toast(to=GROUP, press="4382")))

    assert short.method == "answerCallbackQuery"
    assert short.arguments == {"callback_query_id": "4382", "text": "已经由王伟接单"}
    assert long.arguments["show_alert"] is True
    assert long.arguments["text"] == "很" * 199 + "…"
    assert silent.arguments == {"callback_query_id": "4382"}


def test_a_message_is_deleted_by_its_number() -> None:
    call = only(render(Delete(to=GROUP, message="55")))

    assert call == Call(method="deleteMessage", arguments={"chat_id": -1002233, "message_id": 55})


def test_a_long_text_is_cut_between_lines_and_the_first_part_carries_the_buttons() -> None:
    """PLATFORMS 17: 4096 UTF-16 units; the rest follows without buttons, reply and sound."""
    lines = [f"{number} 号楼 🔥 " + "水" * 90 for number in range(100)]
    message = OutgoingMessage(text=plain("\n".join(lines)), buttons=((Button(label="全部", action="tasks.all"),),))

    first, *rest = render(Post(to=GROUP, message=message, reply_to="55"))

    assert all(units(call.arguments["text"]) <= 4096 for call in [first, *rest])
    assert "\n".join(call.arguments["text"].strip() for call in [first, *rest]) == "\n".join(lines)
    assert {"reply_markup", "reply_parameters"} <= first.arguments.keys()
    assert "disable_notification" not in first.arguments
    for call in rest:
        assert not {"reply_markup", "reply_parameters"} & call.arguments.keys()
        assert call.arguments["disable_notification"] is True


def test_a_cut_leaves_links_and_names_whole() -> None:
    """PLATFORMS 17: a link torn apart would lead nowhere."""
    text = (Plain("水" * 4093), Link("看这里的说明", "https://example.org"), Plain("。完"))

    first, second = post(text)

    assert first.arguments["text"] == "水" * 4093
    assert second.arguments["entities"] == [
        {"type": "text_link", "url": "https://example.org", "offset": 0, "length": 6}
    ]


@pytest.mark.parametrize("word", ["水", "🔥", "a"])
def test_a_line_without_end_is_cut_where_it_must(word: str) -> None:
    """PLATFORMS 17: never inside a character of two units."""
    calls = post((Bold(word * 5000),))

    assert "".join(call.arguments["text"] for call in calls) == word * 5000
    for call in calls:
        (bold,) = call.arguments["entities"]
        assert bold["length"] == units(call.arguments["text"]) <= 4096


def test_an_edit_that_is_too_long_stays_one_message() -> None:
    """PLATFORMS 17: a card cannot become two."""
    call = only(render(Edit(to=GROUP, remote="70", message=OutgoingMessage(text=plain("水" * 5000)))))

    assert units(call.arguments["text"]) == 4096
    assert call.arguments["text"].endswith("…")


def test_half_characters_in_names_and_labels_are_made_harmless() -> None:
    buttons = ((Button(label="接\ud83d", action="a.b"),),)

    call = only(post(plain("坏\ud83d"), buttons=buttons))

    assert call.arguments["text"] == "坏\ufffd"
    assert call.arguments["reply_markup"]["inline_keyboard"][0][0]["text"] == "接\ufffd"


def test_a_menu_is_set_for_its_scope_and_language_and_an_empty_one_taken_away() -> None:
    """PLATFORMS 30: localized command lists per scope."""
    nowhere, lines = ChatRef("telegram", "7", ""), (MenuLine(command="mine", words="我报的事"),)
    person = Private(bot="7", account=LIN)

    for_all = only(render(ShowMenu(to=nowhere, audience=Audience.GROUPS, lines=lines, language="zh")))
    for_one = only(render(ShowMenu(to=person, audience=Audience.PERSON, lines=())))

    assert for_all.method == "setMyCommands"
    assert for_all.arguments == {
        "commands": [{"command": "mine", "description": "我报的事"}],
        "scope": {"type": "all_group_chats"},
        "language_code": "zh",
    }
    assert for_one.method == "deleteMyCommands"
    assert for_one.arguments == {"scope": {"type": "chat", "chat_id": 1001}}
