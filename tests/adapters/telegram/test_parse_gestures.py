"""Presses, reactions and membership become events that fit every network."""

import pytest

from adapters.telegram.identity import Me
from bot.community import Account
from bot.messages import BotAdded, BotRemoved, ButtonPress, Gesture, HearingChanged, Reaction
from tests.adapters.telegram.written import (
    ANOTHER_BOT,
    AT,
    BOT_ID,
    FORUM,
    GROUP,
    PRIVATE,
    RECEIVED,
    US,
    Json,
    events,
    membership,
    message,
    press,
    reaction,
    ref,
)


def pressed(content: Json) -> ButtonPress:
    (event,) = events(content, "callback_query")
    assert isinstance(event, ButtonPress)
    return event


def test_a_press_carries_what_the_button_carried() -> None:
    """PLATFORMS 27: a press carries the real user, also an anonymous administrator's."""
    event = pressed(press())

    assert event.key == "c:4382"
    assert event.press == "4382"
    assert event.data == "tickets.accept:12"
    assert event.message == "70"
    assert event.chat == ref(GROUP)
    assert event.sender.account == Account("telegram", "1001")
    assert event.at == RECEIVED


def test_a_press_quotes_the_message_that_ours_answered() -> None:
    call = message("水管爆了", message_id=60)

    event = pressed(press(message=message("要不要立单?", sent_by=US, message_id=70, reply_to_message=call)))

    assert event.quoted == "水管爆了"


def test_a_press_in_a_topic_or_in_private_says_so() -> None:
    """PLATFORMS 26: the topic is kept with the chat."""
    card = message("#12", sent_by=US, chat=FORUM, message_thread_id=7, is_topic_message=True)

    assert pressed(press(message=card)).chat == ref(FORUM, thread="7")
    assert pressed(press(message=message("#12", sent_by=US, chat=PRIVATE))).is_private


def test_a_press_under_a_message_that_is_gone_still_counts() -> None:
    """PLATFORMS 25: presence is never assumed; Telegram then only names the message."""
    event = pressed(press(message={"message_id": 70, "date": 0, "chat": GROUP}))

    assert event.message == "70"
    assert event.quoted is None


def test_a_press_without_data_or_message_is_no_event() -> None:
    assert events(press(None), "callback_query") == ()
    assert events(press(message=None), "callback_query") == ()


@pytest.mark.parametrize(
    ("emoji", "gesture"),
    [("👀", Gesture.HEARD), ("✍", Gesture.RECORD), ("✍️", Gesture.RECORD), ("👍", Gesture.ME_TOO), ("🎉", None)],
)
def test_a_reaction_is_known_by_its_meaning(emoji: str, gesture: Gesture | None) -> None:
    """PLATFORMS 56: only emoji that Telegram allows as reactions have a meaning."""
    (event,) = events(reaction([], [emoji]), "message_reaction")

    assert isinstance(event, Reaction)
    assert event.gesture is gesture
    assert event.added
    assert event.message == "55"
    assert event.at == AT


def test_a_changed_reaction_is_one_added_and_one_taken_back() -> None:
    added, removed = events(reaction(["👍"], ["✍"]), "message_reaction")

    assert isinstance(added, Reaction)
    assert isinstance(removed, Reaction)
    assert (added.gesture, added.added) == (Gesture.RECORD, True)
    assert (removed.gesture, removed.added) == (Gesture.ME_TOO, False)
    assert added.key != removed.key


def test_a_reaction_of_an_anonymous_administrator_has_no_person() -> None:
    """PLATFORMS 27: never a worker's identity."""
    (event,) = events({**reaction([], ["👍"]), "user": None, "actor_chat": GROUP}, "message_reaction")

    assert event.sender.is_anonymous


def test_custom_emoji_mean_nothing_and_bots_are_not_heard() -> None:
    custom = {**reaction([], []), "new_reaction": [{"type": "custom_emoji", "custom_emoji_id": "5"}]}

    (event,) = events(custom, "message_reaction")

    assert isinstance(event, Reaction)
    assert event.gesture is None
    assert events(reaction([], ["👍"], user=ANOTHER_BOT), "message_reaction") == ()


def test_added_to_a_group_as_a_member_we_hear_only_what_is_meant_for_us() -> None:
    """PLATFORMS 10: privacy mode is the default."""
    (event,) = events(membership("left", "member"), "my_chat_member")

    assert isinstance(event, BotAdded)
    assert event.hears is False
    assert event.chat == ref(GROUP)
    assert event.chat_title == "三号楼邻里群"
    assert event.sender.account.id == "1001"


def test_added_to_a_group_with_privacy_mode_off_we_hear_everything() -> None:
    """PLATFORMS 10: getMe tells the mode."""
    me = Me(id=BOT_ID, username="huying_bot", reads_all=True)

    (event,) = events(membership("left", "member"), "my_chat_member", me)

    assert isinstance(event, BotAdded)
    assert event.hears is True


@pytest.mark.parametrize(
    ("was", "now", "hears"), [("member", "administrator", True), ("administrator", "member", False)]
)
def test_rights_that_change_say_whether_we_hear(was: str, now: str, hears: bool) -> None:  # noqa: FBT001
    """PLATFORMS 10: administrators hear everything."""
    (event,) = events(membership(was, now), "my_chat_member")

    assert isinstance(event, HearingChanged)
    assert event.hears is hears


def test_being_allowed_to_write_again_is_told() -> None:
    """PLATFORMS 12: a chat where we were muted goes on."""
    muted = {"status": "restricted", "is_member": True, "can_send_messages": False}

    (event,) = events(membership(muted, "member"), "my_chat_member")

    assert isinstance(event, HearingChanged)


@pytest.mark.parametrize("now", ["left", "kicked", {"status": "restricted", "is_member": False}])
def test_removed_from_a_group(now: Json | str) -> None:
    """PLATFORMS 12: kicked and left alike."""
    (event,) = events(membership("member", now), "my_chat_member")

    assert isinstance(event, BotRemoved)
    assert not event.is_private


def test_blocked_in_a_private_chat() -> None:
    """PLATFORMS 13: a person who blocked us cannot be written to."""
    (event,) = events(membership("member", "kicked", PRIVATE), "my_chat_member")

    assert isinstance(event, BotRemoved)
    assert event.is_private
    assert event.sender.account == Account("telegram", "1001")


def test_unblocking_channels_and_leaving_twice_are_no_events() -> None:
    channel = {"id": -1009, "type": "channel", "title": "公告"}

    assert events(membership("kicked", "member", PRIVATE), "my_chat_member") == ()
    assert events(membership("left", "administrator", channel), "my_chat_member") == ()
    assert events(membership("kicked", "left"), "my_chat_member") == ()
