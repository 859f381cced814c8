"""Refusals and faults become results that the courier can act on."""

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from adapters.telegram.errors import Interrupted, NotSent, ServerTrouble, Throttled, explained
from bot.community import Account, ChatRef
from bot.messages import OutgoingMessage, Private
from bot.orders import Delete, Edit, Order, Post, React, Toast
from bot.ports import Outcome, Reason
from bot.richtext import plain

GROUP = ChatRef("telegram", "7", "-1002233")
WORDS = OutgoingMessage(text=plain("你好"))
POST = Post(to=GROUP, message=WORDS)
WHISPER = Post(to=Private("7", Account("telegram", "1001")), message=WORDS)
EDIT = Edit(to=GROUP, remote="70", message=WORDS)
TOAST = Toast(to=GROUP, press="4382", text="好")
DELETE = Delete(to=GROUP, message="55")
REACT = React(to=GROUP, message="55", gesture=None)


@pytest.mark.parametrize(
    ("error", "order", "reason"),
    [
        # PLATFORMS 13
        (Forbidden("Forbidden: bot was blocked by the user"), WHISPER, Reason.UNREACHABLE),
        (Forbidden("Forbidden: bot can't initiate conversation with a user"), WHISPER, Reason.UNREACHABLE),
        (Forbidden("Forbidden: user is deactivated"), WHISPER, Reason.UNREACHABLE),
        (BadRequest("Chat not found"), WHISPER, Reason.UNREACHABLE),
        (Forbidden("Forbidden: something new"), WHISPER, Reason.UNREACHABLE),
        # PLATFORMS 12
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), POST, Reason.REMOVED),
        (Forbidden("Forbidden: bot is not a member of the supergroup chat"), POST, Reason.REMOVED),
        (Forbidden("Forbidden: the group chat was deleted"), POST, Reason.REMOVED),
        (BadRequest("Chat not found"), POST, Reason.REMOVED),
        (BadRequest("Not enough rights to send text messages to the chat"), POST, Reason.NO_RIGHT),
        (BadRequest("CHAT_WRITE_FORBIDDEN"), EDIT, Reason.NO_RIGHT),
        (Forbidden("Forbidden: something new"), POST, Reason.NO_RIGHT),
        # PLATFORMS 22
        (BadRequest("Message to edit not found"), EDIT, Reason.GONE),
        (BadRequest("Message can't be edited"), EDIT, Reason.GONE),
        (BadRequest("Message to delete not found"), DELETE, Reason.GONE),
        (BadRequest("Message can't be deleted for everyone"), DELETE, Reason.GONE),
        # PLATFORMS 20
        (BadRequest("Query is too old and response timeout expired or query ID is invalid"), TOAST, Reason.LATE),
        # PLATFORMS 17, 18
        (BadRequest("Message is too long"), POST, Reason.MALFORMED),
        (BadRequest("Message text is empty"), POST, Reason.MALFORMED),
        (BadRequest("Button_data_invalid"), POST, Reason.MALFORMED),
    ],
)
def test_what_will_never_arrive_says_why(error: TelegramError, order: Order, reason: Reason) -> None:
    """PLATFORMS 12, 13, 17, 18, 20, 22: each refusal has its own reason."""
    result = explained(error, order)

    assert (result.outcome, result.reason) == (Outcome.PERMANENT, reason)
    assert result.detail == error.message


@pytest.mark.parametrize("order", [REACT, DELETE])
def test_a_reaction_or_deletion_without_the_right_says_nothing_about_writing(order: Order) -> None:
    """PLATFORMS 12: else one refused reaction would silence a whole chat."""
    result = explained(BadRequest("Not enough rights to react to the message"), order)

    assert result.reason is Reason.MALFORMED


def test_an_edit_that_changes_nothing_has_succeeded() -> None:
    """PLATFORMS 20: "message is not modified" is success."""
    result = explained(BadRequest("Message is not modified: specified new message content …"), EDIT)

    assert result.outcome is Outcome.OK
    assert result.remote == "70"
    assert result.chat == GROUP


def test_too_many_requests_wait_as_long_as_told() -> None:
    """PLATFORMS 14: only this chat waits."""
    result = explained(Throttled(17), POST)

    assert (result.outcome, result.reason) == (Outcome.RETRY, Reason.LIMIT)
    assert result.retry_after == 17
    assert not result.whole_account


def test_a_group_that_moved_says_where_to() -> None:
    """PLATFORMS 11: the error names the supergroup."""
    result = explained(ChatMigrated(-100998877), POST)

    assert (result.outcome, result.reason) == (Outcome.PERMANENT, Reason.MOVED)
    assert result.moved_to == ChatRef("telegram", "7", "-100998877")


@pytest.mark.parametrize("error", [NotSent("no connection"), ServerTrouble("Telegram answered 502")])
def test_what_did_not_get_through_is_tried_again(error: TelegramError) -> None:
    """PLATFORMS 16: connect errors are retried."""
    result = explained(error, POST)

    assert (result.outcome, result.reason) == (Outcome.RETRY, Reason.NETWORK)
    assert result.retry_after is None


@pytest.mark.parametrize("error", [TimedOut(), Interrupted("broken off"), NetworkError("unknown")])
def test_a_message_that_may_have_arrived_is_uncertain(error: TelegramError) -> None:
    """PLATFORMS 16: Telegram cannot tell a repeated message from a new one."""
    assert explained(error, POST).outcome is Outcome.UNCERTAIN


@pytest.mark.parametrize("order", [EDIT, REACT, TOAST, DELETE])
def test_what_may_be_done_twice_is_simply_done_again(order: Order) -> None:
    """PLATFORMS 16: an edit in place is idempotent."""
    assert explained(TimedOut(), order).outcome is Outcome.RETRY


@pytest.mark.parametrize("error", [InvalidToken(), Conflict("terminated")])
def test_a_refused_account_keeps_its_messages(error: TelegramError) -> None:
    result = explained(error, POST)

    assert result.outcome is Outcome.RETRY
    assert result.retry_after == 30
