"""From Telegram's refusals and the network's faults to `SendResult`. Pure.

python-telegram-bot raises; the kernel reads values. What is told here by words are descriptions of the Bot API, which
has no codes of its own.
"""

from typing import Final

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
)

from adapters.telegram.identity import CHANNEL
from bot.community import ChatRef
from bot.messages import Private
from bot.orders import Edit, Order, Post
from bot.ports import Outcome, Reason, SendResult

# Seconds to wait where Telegram refuses us as an account or names no time. After faults of the network the courier
# chooses its own growing pauses.
LATER: Final = 30.0


class NotSent(NetworkError):  # noqa: N818 - named by what is known then
    """The request never reached Telegram: no connection, or something on the way refused it."""


class Interrupted(NetworkError):  # noqa: N818 - the same
    """The connection broke, or what came back was no answer, after the request had left: who knows."""


class ServerTrouble(NetworkError):  # noqa: N818 - the same
    """Telegram answered with a 5xx status."""


class Throttled(TelegramError):  # noqa: N818 - the same
    """429: too many requests. `seconds` to wait.

    Stands for the library's RetryAfter, which warns about a change of its own type each time it is made.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(f"too many requests; {seconds:g} s to wait")
        self.seconds = seconds


# Parts of Telegram's descriptions in lower case, and what each means. The first that fits holds.
_MEANINGS: Final = (
    ("bot was blocked", Reason.UNREACHABLE),
    ("can't initiate conversation", Reason.UNREACHABLE),
    ("user is deactivated", Reason.UNREACHABLE),
    ("can't send messages to bots", Reason.UNREACHABLE),
    ("user_is_blocked", Reason.UNREACHABLE),
    ("input_user_deactivated", Reason.UNREACHABLE),
    ("user not found", Reason.UNREACHABLE),
    ("peer_id_invalid", Reason.UNREACHABLE),
    ("bot was kicked", Reason.REMOVED),
    ("bot is not a member", Reason.REMOVED),
    ("group chat was deleted", Reason.REMOVED),
    ("group chat was deactivated", Reason.REMOVED),
    ("channel_private", Reason.REMOVED),
    ("query is too old", Reason.LATE),
    ("query id is invalid", Reason.LATE),
    ("query_id_invalid", Reason.LATE),
    ("message to edit not found", Reason.GONE),
    ("message to react not found", Reason.GONE),
    ("message to delete not found", Reason.GONE),
    ("message can't be edited", Reason.GONE),
    ("message can't be deleted", Reason.GONE),
    ("message_id_invalid", Reason.GONE),
    ("not enough rights", Reason.NO_RIGHT),
    ("have no rights", Reason.NO_RIGHT),
    ("need administrator rights", Reason.NO_RIGHT),
    ("chat_write_forbidden", Reason.NO_RIGHT),
    ("chat_send_plain_forbidden", Reason.NO_RIGHT),
    ("chat_restricted", Reason.NO_RIGHT),
    ("topic_closed", Reason.NO_RIGHT),
)


def explained(error: TelegramError, order: Order) -> SendResult:
    """What came of the order."""
    if isinstance(error, ChatMigrated):
        moved = ChatRef(CHANNEL, order.to.bot, str(error.new_chat_id))
        return _permanent(Reason.MOVED, error, moved_to=moved)
    if isinstance(error, BadRequest | Forbidden):
        return _refused(error, order)
    return _failed(error, order)


def _failed(error: TelegramError, order: Order) -> SendResult:
    match error:
        case Throttled():
            return _retry(Reason.LIMIT, error, error.seconds)
        case NotSent() | ServerTrouble():
            return _retry(Reason.NETWORK, error)
        case InvalidToken() | Conflict():
            return _retry(Reason.NETWORK, error, LATER)
        case _:
            return _broken_off(error, order)


def _broken_off(error: TelegramError, order: Order) -> SendResult:
    """Only a new message can arrive twice; everything else may simply be done again."""
    if isinstance(order, Post):
        return SendResult(outcome=Outcome.UNCERTAIN, reason=Reason.NETWORK, detail=error.message)
    return _retry(Reason.NETWORK, error)


def _refused(error: TelegramError, order: Order) -> SendResult:
    words = error.message.lower()
    if isinstance(order, Edit) and "message is not modified" in words:
        return SendResult(outcome=Outcome.OK, remote=order.remote, chat=chat_of_order(order))
    return _permanent(_reason(words, error, order), error)


def _reason(words: str, error: TelegramError, order: Order) -> Reason:
    if "chat not found" in words:
        return Reason.UNREACHABLE if isinstance(order.to, Private) else Reason.REMOVED
    found = next((reason for part, reason in _MEANINGS if part in words), None)
    if found is Reason.NO_RIGHT and not isinstance(order, Post | Edit):
        # A reaction or deletion that is not allowed says nothing about writing.
        return Reason.MALFORMED
    if found is None and isinstance(error, Forbidden):
        return Reason.UNREACHABLE if isinstance(order.to, Private) else Reason.NO_RIGHT
    return found or Reason.MALFORMED


def chat_of_order(order: Order) -> ChatRef:
    """The chat that an order goes to. A person's private chat has the person's own number."""
    return ChatRef(CHANNEL, order.to.bot, order.to.account.id) if isinstance(order.to, Private) else order.to


def _retry(reason: Reason, error: TelegramError, seconds: float | None = None) -> SendResult:
    return SendResult(outcome=Outcome.RETRY, reason=reason, detail=error.message, retry_after=seconds)


def _permanent(reason: Reason, error: TelegramError, moved_to: ChatRef | None = None) -> SendResult:
    return SendResult(outcome=Outcome.PERMANENT, reason=reason, detail=error.message, moved_to=moved_to)
