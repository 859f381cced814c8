import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.brief import Brief
from bot.community import Account, ChatRef
from bot.files import File
from bot.messages import Button, Gesture, OutgoingMessage, Private
from bot.orders import Audience, Delete, Edit, MenuLine, Order, Post, React, ShowMenu, Toast
from bot.richtext import Bold, Link, Mention, Plain, Text
from storage import letters

# Every character that a database takes; what becomes of the others is in test_types.
words = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
names = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)
accounts = st.builds(Account, names, names)
spans = st.one_of(
    st.builds(Plain, words), st.builds(Bold, words), st.builds(Link, words, words), st.builds(Mention, words, accounts)
)
texts = st.lists(spans, max_size=4).map(tuple)
gestures = st.none() | st.sampled_from(Gesture)
buttons = st.builds(Button, label=words, action=words, value=words, gesture=gestures)
rows = st.lists(st.lists(buttons, max_size=3).map(tuple), max_size=3).map(tuple)
files = st.none() | st.builds(File, name=words, mime=words, made_by=words, value=words, content=st.just(b""))
briefs = st.none() | st.builds(
    Brief, line=texts, head=texts, foot=texts, buttons=rows, gathers=st.booleans(), alone=st.booleans()
)
messages = st.builds(
    OutgoingMessage,
    text=texts,
    buttons=rows,
    silent=st.booleans(),
    plain_hint=texts,
    file=files,
    brief=briefs,
)
addresses = st.one_of(st.builds(ChatRef, names, names, names, st.none() | names), st.builds(Private, names, accounts))
orders = st.one_of(
    st.builds(Post, to=addresses, message=messages, reply_to=st.none() | words),
    st.builds(Edit, to=addresses, remote=words, message=messages),
    st.builds(React, to=addresses, message=words, gesture=gestures),
    st.builds(Toast, to=addresses, press=words, text=words),
    st.builds(Delete, to=addresses, message=words),
    st.builds(
        ShowMenu,
        to=addresses,
        audience=st.sampled_from(Audience),
        lines=st.lists(st.builds(MenuLine, command=names, words=words), max_size=3).map(tuple),
        language=st.none() | names,
    ),
)


@given(orders)
def test_every_order_is_read_as_it_was_written(order: Order) -> None:
    assert letters.read_order(letters.write_order(order), order.to) == order


@given(messages)
def test_every_message_is_read_as_it_was_written(message: OutgoingMessage) -> None:
    assert letters.read_message(letters.write_message(message)) == message


@given(messages)
def test_whether_a_message_may_stand_in_a_list_is_seen_without_reading_it(message: OutgoingMessage) -> None:
    may = message.brief is not None and not message.brief.alone

    assert (letters.IN_LISTS in letters.write_message(message)) == may


@given(texts)
def test_every_text_is_read_as_it_was_written(text: Text) -> None:
    assert letters.read_text(letters.write_text(text)) == text


@given(st.lists(buttons, max_size=5))
def test_buttons_are_read_as_they_were_written(some: list[Button]) -> None:
    assert letters.read_buttons(letters.write_buttons(some)) == tuple(some)


def test_words_of_a_person_stay_words_whatever_they_look_like() -> None:
    text = (Plain('{"bold": "not bold"}'), Bold("bold"))

    assert letters.read_text(letters.write_text(text)) == text


def test_a_letter_can_be_read_by_an_operator() -> None:
    assert letters.write_text((Plain("电梯停了"),)) == '[{"plain":"电梯停了"}]'


def test_a_span_of_another_version_is_a_fault_that_says_so() -> None:
    with pytest.raises(ValueError, match="no span has the parts"):
        letters.read_text('[{"italic":"x"}]')
