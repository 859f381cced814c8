"""What the receive step lets in: all that is said to us, and of plain group talk what may be a call."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.community import Account, ChatRef
from bot.listening import answers_us, concerns_us, said_to_us
from bot.messages import (
    BotAdded,
    BotRemoved,
    ButtonPress,
    ChatMoved,
    Command,
    Gesture,
    HearingChanged,
    Incoming,
    IncomingMessage,
    MessageDeleted,
    Reaction,
    RepliedTo,
    Sender,
)

NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
GROUP = ChatRef("fake", "bot", "-1")
WANG = Sender(account=Account("fake", "1"), name="王芳")
ROBOT = replace(WANG, is_bot=True)
COMMON = {"key": "k", "chat": GROUP, "sender": WANG, "at": NOW}
CHATTER = "今天晚上广场舞还跳不跳呀"


def said(text: str, **more: object) -> IncomingMessage:
    return replace(
        IncomingMessage(key="k", chat=GROUP, id="7", sender=WANG, at=NOW, text=text),
        **more,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    "text",
    [
        "3号楼二单元的灯又不亮了,有没有人管",
        "4号楼楼道着火了,好大的烟",
        "楼上又在装修,吵得没法睡",
        "The lift in Building 3 is out of order again",
        "3号楼",
        "三号楼二单元",
    ],
)
def test_of_plain_talk_what_may_be_a_call_or_name_a_building_is_let_in(text: str) -> None:
    assert concerns_us(said(text))


@pytest.mark.parametrize(
    "text", [CHATTER, "哈哈哈哈", "👍👍", "5", "", "   ", "明天团购的鸡蛋到了吗", "see you tomorrow"]
)
def test_other_talk_is_not(text: str) -> None:
    assert not concerns_us(said(text))


def test_a_long_sentence_about_a_building_is_judged_by_what_it_says() -> None:
    assert not concerns_us(said("我妹妹以前也住3号楼,后来搬到城东去了,现在孩子都上小学了"))


@pytest.mark.parametrize(
    "message",
    [
        said(CHATTER, is_private=True),
        said(CHATTER, mentions_bot=True),
        said("", command=Command(name="help", words="")),
        said(CHATTER, reply_to=RepliedTo(id="1", is_ours=True)),
    ],
)
def test_whatever_is_said_to_us_is_let_in(message: IncomingMessage) -> None:
    assert said_to_us(message)
    assert concerns_us(message)


def test_a_reply_to_somebody_else_is_plain_talk() -> None:
    assert not concerns_us(said(CHATTER, reply_to=RepliedTo(id="1", is_ours=False)))


def test_an_answer_to_a_question_of_ours_is_let_in_where_it_was_asked() -> None:
    asked = {(GROUP, WANG.account)}
    elsewhere = ChatRef("fake", "bot", "-2")

    assert answers_us(said("就是那边"), asked=asked)
    assert not answers_us(said("就是那边"), asked={(elsewhere, WANG.account)})
    assert not answers_us(said("就是那边"), asked={(GROUP, Account("fake", "2"))})
    assert not answers_us(said("就是那边", sender=ROBOT), asked=asked)


@pytest.mark.parametrize(
    "event",
    [
        ButtonPress(message="7", data="tasks.claim:1", **COMMON),  # type: ignore[arg-type]
        Reaction(message="7", gesture=Gesture.ACCEPT, **COMMON),  # type: ignore[arg-type]
        MessageDeleted(message="7", **COMMON),  # type: ignore[arg-type]
        BotAdded(chat_title="群", **COMMON),  # type: ignore[arg-type]
        BotRemoved(**COMMON),  # type: ignore[arg-type]
        HearingChanged(hears=True, **COMMON),  # type: ignore[arg-type]
        ChatMoved(to=GROUP, **COMMON),  # type: ignore[arg-type]
    ],
    ids=lambda event: type(event).__name__,
)
def test_presses_gestures_and_changes_of_chats_are_let_in(event: Incoming) -> None:
    assert concerns_us(event)


def test_an_emoji_that_means_nothing_to_us_is_not() -> None:
    assert not concerns_us(Reaction(message="7", gesture=None, **COMMON))  # type: ignore[arg-type]


@pytest.mark.parametrize("event", [said("3号楼着火了", sender=ROBOT), said("hi", sender=ROBOT, is_private=True)])
def test_other_bots_are_not_let_in(event: IncomingMessage) -> None:
    assert not concerns_us(event)
