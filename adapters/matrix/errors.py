"""From the homeserver's refusals and the network's faults to `SendResult`. Pure.

matrix-nio returns what the homeserver refuses as values and raises what the network breaks. Here refusals become
exceptions for our own use, and both become results for the kernel. A send may always be tried again with the same
transaction id, so nothing is ever uncertain.
"""

from http import HTTPStatus
from typing import Any, Final

import aiohttp
import nio
from nio.exceptions import EncryptionError, GroupEncryptionError, OlmTrustError, ProtocolError

from bot.messages import Private
from bot.orders import Delete, Edit, Order, Post, React
from bot.ports import Outcome, Reason, SendResult

# The homeserver cannot be reached, breaks off, or answers in no way that we know.
NETWORK_FAULTS: Final = (aiohttp.ClientError, TimeoutError, OSError)
# nio is not far enough yet: not signed in, the room not seen, keys not there.
NOT_YET: Final = (ProtocolError, EncryptionError, GroupEncryptionError, OlmTrustError)

LIMITED: Final = "M_LIMIT_EXCEEDED"
# Seconds until the next try where the homeserver names none.
SOON: Final = 5.0
LATER: Final = 30.0
_SIGNED_OUT: Final = frozenset({"M_UNKNOWN_TOKEN", "M_MISSING_TOKEN"})


class Refusal(Exception):  # noqa: N818 - what the homeserver said
    """The homeserver answered with an error. `code` is empty when the answer was none of Matrix's (a proxy's page)."""

    def __init__(self, *, status: int, code: str = "", message: str = "", retry_after: float | None = None) -> None:
        super().__init__(f"{status} {code} {message}".strip())
        self.status = status
        self.code = code
        self.message = message
        self.retry_after = retry_after
        self.soft_logout = False

    @property
    def is_limit(self) -> bool:
        """Too many at once."""
        return self.code == LIMITED or self.status == HTTPStatus.TOO_MANY_REQUESTS

    @property
    def is_signed_out(self) -> bool:
        """The access token is not accepted any more."""
        return self.code in _SIGNED_OUT

    @property
    def is_fault(self) -> bool:
        """It says nothing about what was asked; the same may be answered later."""
        return not self.code or self.status >= HTTPStatus.INTERNAL_SERVER_ERROR


class NotThereYet(Exception):  # noqa: N818 - a state of the world
    """Not signed in, or something that the next syncs will bring is missing."""


def accepted(answer: Any) -> Any:
    """An answer of nio that is not an error. Raises `Refusal`."""
    if not isinstance(answer, nio.ErrorResponse):
        return answer
    response = answer.transport_response
    seconds = None if answer.retry_after_ms is None else answer.retry_after_ms / 1000
    if seconds is None and response is not None:
        seconds = seconds_of(response.headers.get("Retry-After"))
    refusal = Refusal(
        status=0 if response is None else response.status,
        code=answer.status_code if isinstance(answer.status_code, str) else "",
        message=str(answer.message),
        retry_after=seconds,
    )
    refusal.soft_logout = answer.soft_logout is True
    raise refusal


def seconds_of(header: str | None) -> float | None:
    """A Retry-After header's seconds; a date there is not worth reading."""
    return float(header) if header is not None and header.isascii() and header.isdigit() else None


def explained(refusal: Refusal, order: Order, *, is_member: bool) -> SendResult:
    """What came of the order. `is_member`: are we still in the room?"""
    if refusal.is_limit:
        return _limited(refusal)
    if refusal.is_signed_out:
        return _retry(refusal, LATER)
    if refusal.is_fault:
        return _retry(refusal, None)
    if refusal.code == "M_DUPLICATE_ANNOTATION":
        return SendResult(outcome=Outcome.OK)
    return SendResult(
        outcome=Outcome.PERMANENT, reason=_reason(refusal, order, is_member=is_member), detail=str(refusal)
    )


def not_now(why: BaseException) -> SendResult:
    """A fault of the network, or nio not far enough yet."""
    # What an exception of the network says may hold addresses; its kind is enough.
    soon = SOON if isinstance(why, (NotThereYet, *NOT_YET)) else None
    return SendResult(outcome=Outcome.RETRY, reason=Reason.NETWORK, detail=type(why).__name__, retry_after=soon)


def _limited(refusal: Refusal) -> SendResult:
    """One bucket holds everything that we send, wherever to."""
    return SendResult(
        outcome=Outcome.RETRY,
        reason=Reason.LIMIT,
        detail=str(refusal),
        retry_after=SOON if refusal.retry_after is None else refusal.retry_after,
        whole_account=True,
    )


def _retry(refusal: Refusal, seconds: float | None) -> SendResult:
    return SendResult(outcome=Outcome.RETRY, reason=Reason.NETWORK, detail=str(refusal), retry_after=seconds)


def _reason(refusal: Refusal, order: Order, *, is_member: bool) -> Reason:
    if not is_member:
        return Reason.UNREACHABLE if isinstance(order.to, Private) else Reason.REMOVED
    if refusal.code == "M_FORBIDDEN":
        return Reason.NO_RIGHT
    points_at_another = isinstance(order, Edit | React | Delete) or (isinstance(order, Post) and bool(order.reply_to))
    if refusal.code == "M_NOT_FOUND" or (points_at_another and "unknown event" in refusal.message.lower()):
        return Reason.GONE
    return Reason.MALFORMED
