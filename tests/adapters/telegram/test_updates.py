"""Inbox rows: keys that tell a repeated update from a new one, and updates of any form."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.identity import seal
from adapters.telegram.parse import parse
from adapters.telegram.updates import key_of, next_offset, row
from bot.errors import Unreadable
from tests.adapters.telegram.written import (
    DATE,
    GROUP,
    ME,
    RECEIVED,
    Json,
    events,
    membership,
    message,
    press,
    reaction,
    update,
)


def test_the_same_message_under_another_number_has_the_same_key() -> None:
    """PLATFORMS 1, 2: numbers jump and repeat; the content decides."""
    assert key_of(update(number=900)) == key_of(update(number=17)) == "m:-1002233:55"


def test_the_same_press_under_another_number_has_the_same_key() -> None:
    """PLATFORMS 20: one press can come again under a new number."""
    assert key_of(update("callback_query", press(), 900)) == key_of(update("callback_query", press(), 901)) == "c:4382"


def test_an_edit_that_changed_nothing_visible_differs_only_by_its_date() -> None:
    """PLATFORMS 24: the hash is of the words, so intake can compare."""
    first, second, third = (
        key_of(update("edited_message", message(text, edit_date=DATE + later)))
        for text, later in [("一", 60), ("一", 60), ("二", 60)]
    )

    assert first == second
    assert first != third


def test_a_reaction_given_taken_back_and_given_again_is_three_events() -> None:
    keys = [
        key_of(update("message_reaction", one))
        for one in [
            reaction([], ["👍"]),
            reaction(["👍"], [], date=DATE + 1),
            reaction([], ["👍"], date=DATE + 2),
        ]
    ]

    assert len(set(keys)) == 3
    assert all(key.startswith("r:-1002233:55:1001:") for key in keys)


def test_everything_else_goes_by_its_number() -> None:
    assert key_of(update("my_chat_member", membership("left", "member"), 901)) == "u:901"


@pytest.mark.parametrize("kind", ["message", "edited_message", "callback_query", "my_chat_member", "message_reaction"])
def test_a_row_keeps_the_order_of_its_chat(kind: str) -> None:
    contents = {"callback_query": press(), "my_chat_member": membership("left", "member")}
    content = contents.get(kind, reaction([], []) if kind == "message_reaction" else message("一", edit_date=DATE))

    assert row(update(kind, content), ME, RECEIVED).lane == str(GROUP["id"])


def test_a_batch_is_confirmed_by_its_highest_number() -> None:
    """PLATFORMS 2: the number after the last received one, whatever came before."""
    assert next_offset([update(number=17), update(number=19), "nonsense"]) == 20
    assert next_offset([{}, None]) is None


@pytest.mark.parametrize(
    "content",
    [
        "no object",
        message("一", chat="here"),
        message("一", message_id="five"),
        message("一", date=10**15),
        message("一", **{"from": None}),
        message(["one"]),  # type: ignore[arg-type]
        message("一", entities=[{"type": "mention", "offset": "0", "length": 1}]),
    ],
)
def test_what_has_not_the_promised_form_is_unreadable_and_still_a_row(content: Any) -> None:
    """PLATFORMS 4: a poison update is kept raw, and its batch goes on."""
    poisoned = update("message", content, 903)

    kept = row(poisoned, ME, RECEIVED)

    assert kept.key
    assert json.loads(kept.payload)["update"] == poisoned
    with pytest.raises(Unreadable):
        parse(kept.payload)


def test_a_stored_payload_that_is_broken_is_unreadable() -> None:
    for payload in ["", "[]", "{}", '{"me":{},"at":0,"update":{}}']:
        with pytest.raises(Unreadable):
            parse(payload)


def test_an_update_of_a_kind_that_we_did_not_ask_for_is_no_event() -> None:
    assert events({"id": "7", "question": "?"}, "poll") == ()


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def _damaged(draw: st.DrawFn) -> Json:
    """A good update with one field, at any depth, replaced by anything."""
    good = draw(
        st.sampled_from(
            [
                update(content=message("/a@huying_bot", {"type": "bot_command", "offset": 0, "length": 13})),
                update("edited_message", message("一", edit_date=DATE)),
                update(content=message(caption="一", photo=[{"file_id": "f"}], reply_to_message=message("二"))),
                update("callback_query", press()),
                update("message_reaction", reaction(["👍"], ["✍"])),
                update("my_chat_member", membership("left", "member")),
            ]
        )
    )
    damaged: Json = json.loads(json.dumps(good))
    spot: Any = damaged
    while True:
        names = list(spot) if isinstance(spot, dict) else list(range(len(spot)))
        if not names:
            return damaged
        name = draw(st.sampled_from(names))
        if not isinstance(spot[name], dict | list) or draw(st.booleans()):
            spot[name] = draw(_VALUES)
            return damaged
        spot = spot[name]


@given(_damaged())
def test_no_update_whatever_its_form_breaks_more_than_itself(damaged: Json) -> None:
    """PLATFORMS 4: storing never fails, and reading fails in one way alone."""
    kept = row(damaged, ME, RECEIVED)

    kept.payload.encode("ascii")
    kept.key.encode()
    kept.lane.encode()
    try:
        parse(kept.payload)
    except Unreadable:
        return


@given(_VALUES)
def test_anything_at_all_is_kept(anything: Any) -> None:
    """PLATFORMS 4: also what is no update."""
    kept = row(anything, ME, RECEIVED)

    assert kept.key
    assert kept.payload == seal(anything, ME, RECEIVED)
