"""Commands and calls to the bot by name."""

from typing import Any

import pytest

from bot.messages import Command, IncomingMessage
from tests.adapters.matrix.written import BOT, message, read

PILL = '<a href="https://matrix.to/#/@huying:example.org">呼应</a> 灯坏了'
NAMED: dict[str, Any] = {"m.mentions": {"user_ids": [BOT]}}


@pytest.mark.parametrize(
    ("body", "command"),
    [
        ("!report 灯坏了", Command(name="report", words="灯坏了")),
        ("!Report  灯坏了\n三号楼 ", Command(name="report", words="灯坏了\n三号楼")),
        ("！mine", Command(name="mine", words="")),
        ("  !done 12 换了灯", Command(name="done", words="12 换了灯")),
        ("呼应: !mine", Command(name="mine", words="")),
        ("!", None),
        ("!!!", None),
        ("!灯坏了", None),
        ("!12", None),
        ("!report灯坏了", None),
        ("太好了!report", None),
    ],
)
def test_a_command_begins_with_an_exclamation_mark(body: str, command: Command | None) -> None:
    assert read(IncomingMessage, message(body)).command == command


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("呼应: 灯坏了", "灯坏了"),
        ("呼应,灯坏了", "灯坏了"),
        ("@呼应 灯坏了", "灯坏了"),
        ("@呼应灯坏了", "灯坏了"),
        ("HUYING: 灯坏了", "灯坏了"),
        ("@huying 灯坏了", "灯坏了"),
        ("@huying:example.org 灯坏了", "灯坏了"),
        ("@huying:example.org: 灯坏了", "灯坏了"),
        ("[呼应](https://matrix.to/#/@huying:example.org) 灯坏了", "灯坏了"),
        ("[呼应](https://matrix.to/#/%40huying%3Aexample.org): 灯坏了", "灯坏了"),
        ("呼应", ""),
    ],
)
def test_our_name_in_front_calls_us_and_is_left_out(body: str, words: str) -> None:
    heard = read(IncomingMessage, message(body))

    assert (heard.mentions_bot, heard.text) == (True, words)


@pytest.mark.parametrize(
    "body", ["呼应大家的要求", "呼应 大家", "huying123: x", "我们呼应: 一下", "[呼应](https://x.org)"]
)
def test_our_name_in_talk_does_not_call_us(body: str) -> None:
    heard = read(IncomingMessage, message(body))

    assert (heard.mentions_bot, heard.text) == (False, body)


@pytest.mark.parametrize(
    ("body", "words"), [("呼应 灯坏了", "灯坏了"), ("呼应灯坏了", "灯坏了"), ("看看 呼应", "看看 呼应")]
)
@pytest.mark.parametrize("more", [NAMED, {"formatted_body": PILL}])
def test_a_mention_that_the_client_made_counts_wherever_it_stands(body: str, words: str, more: dict[str, Any]) -> None:
    heard = read(IncomingMessage, message(body, **more))

    assert (heard.mentions_bot, heard.text) == (True, words)


def test_a_mention_in_the_copy_of_the_answered_message_calls_nobody() -> None:
    """Case 47."""
    html = f"<mx-reply><blockquote>{PILL}</blockquote></mx-reply>好"

    assert not read(IncomingMessage, message("好", formatted_body=html)).mentions_bot
