from dataclasses import replace
from datetime import timedelta

import pytest

from bot.brief import Brief
from bot.folding import (
    LONGEST_NOTICE,
    MOST_LINES,
    ROOM,
    is_list,
    key_of_list,
    list_of,
    may_fold,
    message_of,
    priority_of,
    together,
)
from bot.lanes import Item
from bot.messages import Button, OutgoingMessage
from bot.orders import Edit
from bot.richtext import Bold, Mention, plain, words_of
from bot.stores import Priority
from tests.kernel.scripted import GROUP, START, WANG, card, line, message, post

LONG_AFTER = START + timedelta(minutes=11)


def briefly(words: str, *, head: str = "Recorded:", silent: bool = False) -> OutgoingMessage:
    brief = Brief(line=plain(words), head=plain(head), foot=plain(f"About {words}?"))
    return replace(message(words, "A button"), brief=brief, silent=silent)


def test_each_kind_stands_under_its_heading_with_how_to_act() -> None:
    made = list_of([briefly("#1"), briefly("#2", head="Where?"), briefly("#3")])

    assert words_of(made.text) == "Recorded:\n#1\n#3\nAbout #1?\n\nWhere?\n#2\nAbout #2?"
    assert made.text[0] == Bold("Recorded:")
    assert made.buttons == ()


def test_a_list_carries_what_can_be_done_with_all_of_its_lines_at_once() -> None:
    join = (Button(label="Join them", action="x.join", value="1"),)
    plain_line, joining = briefly("#1"), briefly("#2")
    assert joining.brief is not None
    joining = replace(joining, brief=replace(joining.brief, buttons=(join, join)))

    assert list_of([plain_line, joining, joining]).buttons == (join,)


def test_a_list_names_people_as_their_lines_do() -> None:
    name = Mention("Wang", WANG.account)
    brief = Brief(line=(*plain("#1 "), name), head=plain("Recorded:"))

    made = list_of([replace(message("x"), brief=brief)])

    assert name in made.text


def test_a_list_sounds_if_any_of_its_lines_would() -> None:
    assert list_of([briefly("#1", silent=True), briefly("#2", silent=True)]).silent
    assert not list_of([briefly("#1", silent=True), briefly("#2")]).silent


def test_short_news_without_buttons_are_lines_themselves() -> None:
    made = list_of([message("Water is back"), message("Ask me", "Yes"), message("x" * (LONGEST_NOTICE + 1))])

    assert words_of(made.text) == "Water is back"


def test_however_long_its_lines_become_a_list_keeps_every_number() -> None:
    made = list_of([briefly(f"#{number} " + "\N{POTABLE WATER SYMBOL}" * 200) for number in range(MOST_LINES)])

    assert len(words_of(made.text).encode("utf-16-le")) // 2 <= ROOM + 300
    assert all(f"#{number} " in words_of(made.text) for number in range(MOST_LINES))


@pytest.mark.parametrize(
    "item",
    [
        card("no short form"),
        line(1, alone=True),
        replace(line(1), attempts=1),
        replace(line(1), remote="m1", version_shown=1),
        replace(line(1), version_shown=1, version_wanted=2),
        replace(line(1), priority=Priority.EMERGENCY),
        replace(line(1), key=key_of_list("x")),
        replace(post("an edit"), order=Edit(to=GROUP, remote="m1", message=briefly("#1"))),
        post("an answer without a short form"),
        post("a toast", priority=Priority.INSTANT),
    ],
    ids=lambda item: str(words_of(message_of(item).text)),
)
def test_what_stands_alone(item: Item) -> None:
    assert not may_fold(item, START)


def test_a_card_with_a_short_form_may_stand_in_a_list() -> None:
    assert may_fold(line(1), START)


def test_old_news_may_stand_in_a_list_also_without_a_short_form() -> None:
    news = post("The lift runs again")

    assert not may_fold(news, START + timedelta(minutes=9))
    assert may_fold(news, LONG_AFTER)
    assert not may_fold(post("A reminder", lives=3600), LONG_AFTER)
    assert not may_fold(card("with a button"), LONG_AFTER)


def test_a_list_takes_no_more_lines_than_a_message_holds() -> None:
    many = [line(number) for number in range(2 * MOST_LINES)]
    long = [post("x" * 299) for _ in range(19)]

    assert together(many) == many[:MOST_LINES]
    assert together(long) == long[: ROOM // 299]


def test_a_list_is_as_urgent_as_its_most_urgent_line() -> None:
    assert priority_of([replace(line(1), priority=Priority.CARD), line(2)]) is Priority.ANSWER


def test_a_list_is_known_by_its_key() -> None:
    assert is_list(key_of_list("0af3"))
    assert not is_list("tickets:1")
    assert not is_list(None)
