"""Orders as the events that carry them out."""

import json

from hypothesis import given
from hypothesis import strategies as st

from adapters.matrix.render import CONTENT_BYTES, edit, posts, reaction
from adapters.matrix.richtext import parts
from bot.community import Account
from bot.messages import Button, Buttons, Gesture, OutgoingMessage
from bot.orders import Edit, Post
from bot.richtext import Bold, Link, Mention, Plain, Span, Text, plain, words_of
from tests.adapters.matrix.written import CHAT, WANG

MENTION = Mention("王芳", Account("matrix", WANG))
CLAIM = Button(label="接单", action="tasks.claim", value="1", gesture=Gesture.ACCEPT)
HERE = Button(label="到场", action="tasks.here", value="1")
BUTTONS: Buttons = ((CLAIM,), (HERE,))


def post(
    *spans: Span, buttons: Buttons = (), silent: bool = False, hint: Text = (), reply_to: str | None = None
) -> Post:
    message = OutgoingMessage(text=spans, buttons=buttons, silent=silent, plain_hint=hint)
    return Post(to=CHAT, message=message, reply_to=reply_to)


def test_plain_words_are_a_sounding_message_that_rings_for_nobody_by_name() -> None:
    (event,) = posts(post(Plain("已收到")), "k1", None)

    assert (event.kind, event.transaction) == ("m.room.message", "k1")
    assert event.content == {"msgtype": "m.text", "body": "已收到", "m.mentions": {}, "huying.once": "k1"}


def test_weight_links_and_names_become_html_beside_the_plain_body() -> None:
    (event,) = posts(
        post(Bold("#1"), Plain("\n"), MENTION, Plain(" "), Link("看板", "https://h.org/?a=1&b=2")), "k", None
    )

    assert event.content["body"] == "#1\n王芳 看板 (https://h.org/?a=1&b=2)"
    assert event.content["formatted_body"] == (
        "<strong>#1</strong><br/>"
        '<a href="https://matrix.to/#/@wang:example.org">王芳</a> '
        '<a href="https://h.org/?a=1&amp;b=2">看板</a>'
    )
    assert event.content["m.mentions"] == {"user_ids": [WANG]}


def test_a_silent_message_is_a_notice_and_rings_for_nobody() -> None:
    (event,) = posts(post(MENTION, silent=True), "k", None)

    assert (event.content["msgtype"], event.content["m.mentions"]) == ("m.notice", {})


def test_words_of_people_never_become_markup() -> None:
    """DESIGN part 5."""
    words = '<b>x</b> & "y" <script>'

    (event,) = posts(post(Bold(words), Link("危险", "javascript:alert(1)")), "k", None)

    assert event.content["formatted_body"] == (
        "<strong>&lt;b&gt;x&lt;/b&gt; &amp; &quot;y&quot; &lt;script&gt;</strong>危险"
    )


def test_a_person_of_another_network_is_only_named() -> None:
    (event,) = posts(post(Mention("李强", Account("telegram", "1001"))), "k", None)

    assert (event.content["formatted_body"], event.content["m.mentions"]) == ("李强", {})


def test_an_answer_points_at_its_message() -> None:
    (event,) = posts(post(Plain("好"), reply_to="$call"), "k", None)

    assert event.content["m.relates_to"] == {"m.in_reply_to": {"event_id": "$call"}}


def test_an_answer_in_a_thread_is_a_real_reply_there() -> None:
    """Case 47."""
    (answer,) = posts(post(Plain("好"), reply_to="$call"), "k", "$root")
    (other,) = posts(post(Plain("好")), "k", "$root")

    assert answer.content["m.relates_to"] == {
        "rel_type": "m.thread",
        "event_id": "$root",
        "is_falling_back": False,
        "m.in_reply_to": {"event_id": "$call"},
    }
    assert other.content["m.relates_to"]["is_falling_back"]


def test_buttons_become_a_line_of_numbers_and_emoji() -> None:
    """Case 48."""
    (event,) = posts(post(Plain("#1"), buttons=BUTTONS), "k", None)

    assert event.content["body"] == "#1\n1 接单 ✋ · 2 到场"


def test_the_message_s_own_hint_stands_in_the_place_of_that_line() -> None:
    (event,) = posts(post(Plain("#1"), buttons=BUTTONS, hint=plain("回 ✋ 或说“接 1”")), "k", None)

    assert event.content["body"] == "#1\n回 ✋ 或说“接 1”"


def test_a_single_button_goes_by_its_label() -> None:
    (event,) = posts(post(Plain("#1"), buttons=((HERE,),)), "k", None)

    assert event.content["body"] == "#1\n[到场]"


def test_an_edit_replaces_the_words_and_rings_for_nobody() -> None:
    order = Edit(to=CHAT, remote="$card", message=OutgoingMessage(text=(MENTION,), buttons=BUTTONS))

    event = edit(order, "k2")

    assert event.content["m.relates_to"] == {"rel_type": "m.replace", "event_id": "$card"}
    assert event.content["m.mentions"] == {}
    assert event.content["m.new_content"]["m.mentions"] == {"user_ids": [WANG]}
    assert event.content["m.new_content"]["body"] == "王芳\n[接单] ✋ · [到场]"
    assert event.content["body"] == "* 王芳\n[接单] ✋ · [到场]"
    assert (event.transaction, event.content["huying.once"]) == ("k2", "k2")


def test_a_reaction_is_an_annotation() -> None:
    event = reaction("$call", Gesture.HEARD, "k")

    assert event.kind == "m.reaction"
    assert event.content == {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$call", "key": "👀"}}


def test_a_long_text_becomes_several_events_cut_between_lines() -> None:
    """Case 50: an event has 65,536 bytes."""
    lines = "\n".join(f"{number} 三号楼二单元的楼道灯坏了" for number in range(1000))

    events = posts(post(Bold("台账"), Plain("\n" + lines), buttons=BUTTONS, reply_to="$x"), "k", None)

    bodies = [event.content["body"] for event in events]
    assert [event.transaction for event in events] == ["k", *(f"k.{place}" for place in range(1, len(events)))]
    assert all(len(json.dumps(event.content)) < CONTENT_BYTES + 300 for event in events)
    assert bodies[0].endswith("\n1 接单 ✋ · 2 到场")
    assert all(line.endswith("坏了") for body in bodies[1:] for line in body.splitlines())
    assert "m.relates_to" not in events[1].content
    assert (events[0].content["msgtype"], events[1].content["msgtype"]) == ("m.text", "m.notice")


def test_an_edit_too_long_for_one_event_is_cut() -> None:
    message = OutgoingMessage(text=(Bold("办结"), Plain("。办结了" * 9000)), buttons=BUTTONS)

    event = edit(Edit(to=CHAT, remote="$card", message=message), "k")

    assert len(json.dumps(event.content)) < CONTENT_BYTES + 500
    assert event.content["m.new_content"]["body"].endswith("…\n[接单] ✋ · [到场]")


@given(st.lists(st.text(max_size=30).map(Plain) | st.text(min_size=1, max_size=9).map(Bold)), st.integers(2, 9))
def test_pieces_fit_and_together_are_the_whole(spans: list[Span], most: int) -> None:
    pieces = parts(tuple(spans), lambda piece: len(words_of(piece)) <= most)

    together = "".join(words_of(piece) for piece in pieces)
    assert all(len(words_of(piece)) <= most for piece in pieces)
    assert "".join(together.split()) == "".join(words_of(tuple(spans)).split())


def test_a_name_is_not_torn_apart() -> None:
    pieces = parts((Plain("一二三四"), Mention("王小芳", MENTION.account)), lambda piece: len(words_of(piece)) <= 5)

    assert [words_of(piece) for piece in pieces] == ["一二三四", "王小芳"]
