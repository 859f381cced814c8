"""Reactions, deletions, and what becomes of rooms."""

from typing import Any

import pytest

from adapters.matrix.envelope import Known
from adapters.matrix.gestures import EMOJI, gesture_of
from adapters.matrix.membership import actor_of
from adapters.matrix.names import person
from bot.community import ChatRef
from bot.errors import Unreadable
from bot.messages import BotAdded, BotRemoved, ChatMoved, Gesture, MessageDeleted, Reaction
from tests.adapters.matrix.written import BOT, CHAT, LI, PRIVATE, WANG, event, events_of, member, read


def reaction(key: str) -> dict[str, Any]:
    return event("m.reaction", {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$card", "key": key}})


@pytest.mark.parametrize(
    ("emoji", "gesture"),
    [
        ("✋", Gesture.ACCEPT),
        ("✋🏽", Gesture.ACCEPT),
        ("👍️", Gesture.ME_TOO),
        ("👀", Gesture.HEARD),
        ("✅", Gesture.DONE),
        ("✍", Gesture.RECORD),
        ("✍️", Gesture.RECORD),
        ("✍🏻", Gesture.RECORD),
        ("🎉", None),
        ("", None),
    ],
)
def test_an_emoji_is_a_gesture_in_every_shade(emoji: str, gesture: Gesture | None) -> None:
    """Case 48."""
    assert gesture_of(emoji) is gesture


def test_we_understand_what_we_send() -> None:
    assert all(gesture_of(emoji) is gesture for gesture, emoji in EMOJI.items())


def test_a_reaction_names_its_message_and_what_that_one_answered() -> None:
    """Case 48."""
    about = Known(kind="m.room.message", sender=BOT, text="这是报修吗?", thread="$root", quoted="灯坏了")

    heard = read(Reaction, reaction("👍"), about=about)

    assert (heard.key, heard.message, heard.gesture, heard.added) == ("$1", "$card", Gesture.ME_TOO, True)
    assert (heard.sender.account.id, heard.quoted, heard.chat.thread) == (WANG, "灯坏了", "$root")


@pytest.mark.parametrize(
    "relation",
    [None, "no", {"rel_type": "m.annotation"}, {"rel_type": "m.annotation", "event_id": "$1", "key": 5}, {"key": "✋"}],
)
def test_a_malformed_reaction_is_unreadable(relation: Any) -> None:
    with pytest.raises(Unreadable):
        events_of(event("m.reaction", {"m.relates_to": relation}))


@pytest.mark.parametrize("raw", [{"content": {"redacts": "$x"}}, {"content": {}, "redacts": "$x"}])
def test_a_redaction_deletes_a_message(raw: dict[str, Any]) -> None:
    """Case 49; where it names the message depends on the version of the room."""
    heard = read(MessageDeleted, {**event("m.room.redaction", {}), **raw})

    assert (heard.key, heard.message, heard.sender.account.id, heard.chat) == ("$1", "$x", WANG, CHAT)
    assert not heard.is_private
    assert read(MessageDeleted, {**event("m.room.redaction", {}), **raw}, setting=PRIVATE).is_private


def test_a_redacted_reaction_is_taken_back_whoever_removed_it() -> None:
    """Case 48."""
    about = Known(kind="m.reaction", sender=LI, name="李强", key="✋", target="$card")

    heard = read(Reaction, event("m.room.redaction", {"redacts": "$x"}), about=about)

    assert (heard.message, heard.gesture, heard.added) == ("$card", Gesture.ACCEPT, False)
    assert heard.sender == person(LI, "李强")


def test_a_reaction_that_we_never_read_is_not_taken_back() -> None:
    redaction = event("m.room.redaction", {"redacts": "$x"})

    assert events_of(redaction, about=Known(kind="m.reaction", sender=LI)) == ()


def test_a_redaction_of_nothing_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        events_of(event("m.room.redaction", {}))


def test_our_joining_is_told_with_who_invited_us() -> None:
    joined = {**member(BOT, "join", "invite"), "sender": BOT}

    heard = read(BotAdded, joined)

    assert (heard.chat, heard.chat_title, heard.hears, heard.encrypted) == (CHAT, "御城一区", True, False)
    assert heard.sender.account.id == LI
    assert actor_of(joined, BOT) == LI


def test_joining_an_open_room_was_our_own_doing() -> None:
    assert read(BotAdded, {**member(BOT, "join", None), "sender": BOT}).sender.account.id == BOT


def test_a_new_name_of_ours_and_a_private_room_are_no_groups() -> None:
    assert events_of({**member(BOT, "join", "join"), "sender": BOT}) == ()
    assert events_of({**member(BOT, "join", "invite"), "sender": BOT}, setting=PRIVATE) == ()


@pytest.mark.parametrize("now", ["leave", "ban"])
def test_being_removed_is_told(now: str) -> None:
    """Case 44."""
    heard = read(BotRemoved, member(BOT, now, "join"))

    assert (heard.chat, heard.is_private, heard.sender.account.id) == (CHAT, False, WANG)


def test_an_invitation_that_came_to_nothing_is_no_removal() -> None:
    assert events_of(member(BOT, "leave", "invite")) == ()


def test_a_person_who_leaves_a_private_room_does_not_want_us() -> None:
    heard = read(BotRemoved, member(WANG, "leave", "join"), setting=PRIVATE)

    assert (heard.is_private, heard.sender.account.id) == (True, WANG)


@pytest.mark.parametrize(("now", "before"), [("join", "invite"), ("leave", "join")])
def test_other_people_come_and_go(now: str, before: str) -> None:
    assert events_of(member(LI, now, before)) == ()


def test_an_upgraded_room_goes_on_in_another() -> None:
    """Case 45."""
    tombstone = event("m.room.tombstone", {"body": "x", "replacement_room": "!new:example.org"}, state_key="")

    heard = read(ChatMoved, tombstone)

    assert (heard.chat, heard.to) == (CHAT, ChatRef("matrix", BOT, "!new:example.org"))


def test_what_only_says_that_it_is_a_change_of_the_room_changes_nothing() -> None:
    """Whoever may write in an encrypted room can send any kind of event there, but no state."""
    assert events_of(event("m.room.tombstone", {"replacement_room": "!new:example.org"})) == ()
    assert events_of(event("m.room.member", {"membership": "leave"})) == ()
