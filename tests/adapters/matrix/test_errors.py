"""What the homeserver refuses, in the kernel's words."""

import aiohttp
import nio
import pytest

from adapters.matrix.errors import LATER, SOON, NotThereYet, Refusal, accepted, explained, not_now, seconds_of
from bot.community import Account
from bot.messages import Gesture, OutgoingMessage, Private
from bot.orders import Delete, Edit, Order, Post, React
from bot.ports import Outcome, Reason, SendResult
from bot.richtext import plain
from tests.adapters.matrix.written import BOT, CHAT, WANG

WORDS = OutgoingMessage(text=plain("好"))
POST = Post(to=CHAT, message=WORDS)
TO_WANG = Post(to=Private(BOT, Account("matrix", WANG)), message=WORDS)
EDIT = Edit(to=CHAT, remote="$card", message=WORDS)
REACT = React(to=CHAT, message="$call", gesture=Gesture.HEARD)
DELETE = Delete(to=CHAT, message="$card")
NO_RELATION = "Can't send relation to unknown event"


def came(order: Order, status: int, code: str = "", message: str = "", *, is_member: bool = True) -> SendResult:
    return explained(Refusal(status=status, code=code, message=message), order, is_member=is_member)


def test_too_many_is_tried_again_when_the_server_says() -> None:
    """Case 37: one bucket for the whole account."""
    result = explained(Refusal(status=429, code="M_LIMIT_EXCEEDED", retry_after=4.2), POST, is_member=True)

    assert (result.outcome, result.reason) == (Outcome.RETRY, Reason.LIMIT)
    assert (result.retry_after, result.whole_account) == (4.2, True)


def test_too_many_without_a_number_of_seconds_waits_a_little() -> None:
    assert came(POST, 429, "M_LIMIT_EXCEEDED").retry_after == SOON


@pytest.mark.parametrize(("status", "code"), [(502, ""), (0, ""), (500, "M_UNKNOWN"), (200, "")])
def test_a_broken_server_is_tried_again_and_never_uncertain(status: int, code: str) -> None:
    """Case 36: the transaction id makes a second try harmless."""
    result = came(POST, status, code)

    assert (result.outcome, result.reason, result.retry_after) == (Outcome.RETRY, Reason.NETWORK, None)


def test_a_lost_session_is_tried_again_later() -> None:
    """Case 51."""
    result = came(POST, 401, "M_UNKNOWN_TOKEN")

    assert (result.outcome, result.reason, result.retry_after) == (Outcome.RETRY, Reason.NETWORK, LATER)


@pytest.mark.parametrize(
    ("order", "is_member", "reason"),
    [
        (POST, True, Reason.NO_RIGHT),
        (POST, False, Reason.REMOVED),
        (TO_WANG, False, Reason.UNREACHABLE),
        (DELETE, True, Reason.NO_RIGHT),
    ],
)
def test_forbidden_says_whether_we_are_out_or_only_may_not(order: Order, is_member: bool, reason: Reason) -> None:  # noqa: FBT001
    """Case 44."""
    result = came(order, 403, "M_FORBIDDEN", is_member=is_member)

    assert (result.outcome, result.reason) == (Outcome.PERMANENT, reason)


@pytest.mark.parametrize("order", [EDIT, REACT])
def test_a_message_that_is_not_there_is_gone(order: Order) -> None:
    assert came(order, 400, "M_UNKNOWN", NO_RELATION).reason is Reason.GONE


def test_a_deletion_of_nothing_finds_it_gone() -> None:
    assert came(DELETE, 404, "M_NOT_FOUND").reason is Reason.GONE


def test_our_second_reaction_of_a_kind_is_as_good_as_the_first() -> None:
    assert came(REACT, 400, "M_DUPLICATE_ANNOTATION").outcome is Outcome.OK


@pytest.mark.parametrize(("status", "code"), [(413, "M_TOO_LARGE"), (400, "M_BAD_JSON"), (400, "M_UNKNOWN")])
def test_what_the_server_does_not_take_is_malformed(status: int, code: str) -> None:
    """Case 50."""
    result = came(POST, status, code)

    assert (result.outcome, result.reason) == (Outcome.PERMANENT, Reason.MALFORMED)


@pytest.mark.parametrize(
    ("why", "seconds"),
    [
        (aiohttp.ClientConnectionError("token=secret"), None),
        (TimeoutError(), None),
        (NotThereYet("no room"), SOON),
        (nio.LocalProtocolError("Not logged in."), SOON),
    ],
)
def test_what_did_not_get_through_is_tried_again(why: Exception, seconds: float | None) -> None:
    result = not_now(why)

    assert (result.outcome, result.reason, result.retry_after) == (Outcome.RETRY, Reason.NETWORK, seconds)
    assert "secret" not in result.detail


def test_answers_pass_and_errors_of_nio_are_raised() -> None:
    answer = nio.RoomSendResponse("$1", "!x")

    assert accepted(answer) is answer
    with pytest.raises(Refusal) as refusal:
        accepted(nio.RoomSendError("slow down", "M_LIMIT_EXCEEDED", 1500, room_id="!x"))
    assert (refusal.value.is_limit, refusal.value.retry_after) == (True, 1.5)


@pytest.mark.parametrize(("header", "seconds"), [("7", 7.0), (None, None), ("Wed, 21 Oct 2026 07:28:00 GMT", None)])
def test_the_header_tells_the_wait_where_the_body_does_not(header: str | None, seconds: float | None) -> None:
    assert seconds_of(header) == seconds
