from datetime import UTC, datetime

import pytest

from adapters.web import deeds
from adapters.web.deeds import Doer
from adapters.web.parse import parse
from adapters.web.rooms import Message, Quote, Said
from adapters.web.scene import WebGroup
from bot.community import Account, ChatRef
from bot.errors import Unreadable
from bot.messages import BotAdded, ButtonPress, Command, Gesture, IncomingMessage, Reaction
from bot.richtext import plain

NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
WANG = Doer(account="wang", name="王阿姨", language="zh")


def message(words: str, *, chat: str = "grid-3", quote: Quote | None = None) -> Message:
    said = Said(chat=chat, author="wang", name="王阿姨", text=plain(words), once="wang:key-000001", at=NOW)
    return Message(id=7, number=7, said=said, quote=quote)


def read(words: str, **more: object) -> IncomingMessage:
    quote = more.get("quote")
    assert quote is None or isinstance(quote, Quote)
    raw = deeds.said(message(words, chat=str(more.get("chat", "grid-3")), quote=quote), WANG, "第三网格")
    (event,) = parse(raw.payload)
    assert isinstance(event, IncomingMessage)
    assert event.key == raw.key
    return event


def test_a_line_in_a_group_is_a_message() -> None:
    event = read("3号楼灯不亮")

    assert event.chat == ChatRef("web", "local", "grid-3")
    assert event.sender.account == Account("web", "wang")
    assert (event.id, event.text, event.at) == ("7", "3号楼灯不亮", NOW)
    assert event.chat_title == "第三网格"
    assert not event.is_private
    assert not event.mentions_bot
    assert event.command is None


def test_a_line_in_the_private_chat_is_private() -> None:
    assert read("你好", chat="private:wang").is_private


@pytest.mark.parametrize(
    ("words", "name", "rest"),
    [
        ("/report 灯不亮\n两层都是", "report", "灯不亮\n两层都是"),
        ("!REPORT out", "report", "out"),
        ("/mine", "mine", ""),
        ("@呼应 /status 12", "status", "12"),
    ],
)
def test_a_latin_command_is_read(words: str, name: str, rest: str) -> None:
    assert read(words).command == Command(name=name, words=rest)


@pytest.mark.parametrize("words", ["1/2 的灯", "/报 灯不亮", "//", "/ report", "3/report"])
def test_other_strokes_are_no_command(words: str) -> None:
    assert read(words).command is None


@pytest.mark.parametrize("words", ["@呼应 灯不亮", "@Huying\uff0c灯不亮", "  @huying: 灯不亮", "@呼应灯不亮"])
def test_a_mention_in_front_is_taken_off(words: str) -> None:
    event = read(words)

    assert event.mentions_bot
    assert event.text == "灯不亮"


def test_a_mention_in_the_middle_stays() -> None:
    event = read("请 @呼应 看看")

    assert event.mentions_bot
    assert event.text == "请 @呼应 看看"


def test_a_longer_name_is_nobody_of_ours() -> None:
    assert not read("@huying_fan hello").mentions_bot


def test_an_answer_names_what_it_answers() -> None:
    event = read("是的", quote=Quote(id=3, author=None, name="呼应", text=plain("是 3号楼吗")))

    assert event.reply_to is not None
    assert (event.reply_to.id, event.reply_to.is_ours, event.reply_to.text) == ("3", True, "是 3号楼吗")


def test_a_press_carries_its_data_and_its_page() -> None:
    raw = deeds.pressed(message("x"), "tickets.claim:12", WANG, NOW, key="key-000002", press="wang/page")

    (event,) = parse(raw.payload)

    assert isinstance(event, ButtonPress)
    assert (event.message, event.data, event.press) == ("7", "tickets.claim:12", "wang/page")
    assert raw.key == "c:wang:key-000002"


def test_a_reaction_is_told_by_its_meaning() -> None:
    raw = deeds.reacted(message("x"), Gesture.ME_TOO, WANG, NOW, key="key-000003", added=False)

    (event,) = parse(raw.payload)

    assert isinstance(event, Reaction)
    assert (event.gesture, event.added) == (Gesture.ME_TOO, False)


def test_a_new_group_hears_everything() -> None:
    raw = deeds.bot_added(WebGroup(chat="grid-3", title="第三网格"), WANG, NOW)

    (event,) = parse(raw.payload)

    assert isinstance(event, BotAdded)
    assert (event.hears, event.chat_title) == (True, "第三网格")


@pytest.mark.parametrize("payload", ["", "[]", "7", "{}", '{"kind":"dance"}', '{"kind":"say"}', '{"kind":[]}'])
def test_anything_else_is_unreadable(payload: str) -> None:
    with pytest.raises(Unreadable):
        parse(payload)
