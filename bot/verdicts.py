"""What came of a send, and what follows from it: it left, it waits, it is posted anew, or it never will leave.

Pure: the courier tells what happened and does what is decided here. The rules are PLATFORMS.md, cases 11 to 16, 20,
22 and 36: at least once, never a loop.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.community import ChatRef
from bot.lanes import Item, address_of, order_of
from bot.messages import Private
from bot.orders import Delete, Edit, Post, React
from bot.ports import Outcome, Reason, SendResult
from bot.stores import CardRow

FAULT: Final = "fault"  # the reason code of what an adapter failed at by a bug of its own

# Seconds until the next try where the network does not say: doubled each time, so that an outage costs little, and
# short enough that it catches up soon after.
_FIRST_WAIT: Final = 1.0
_LONGEST_WAIT: Final = 30.0
# A post whose end is unknown, on a network that cannot de-duplicate, is tried again after these seconds; then it is a
# dead letter. Three tries make at most two doubles, and lose an answer only if three sends in a row break off.
_UNCERTAIN_WAITS: Final = (30.0, 120.0)
# While the whole network is silent such a post has hardly arrived; the try is not counted, and made seldom.
_SILENT_WAIT: Final = 120.0
_FAULT_WAITS: Final = (5.0, 20.0, 80.0, 320.0)
# A row whose chat moved has followed it; one that still finds no home after so many moves never will.
_MOVES: Final = 3

# Why a chat takes no words at all; other words would fare no better.
CHAT_IS_LOST: Final = frozenset({Reason.REMOVED, Reason.NO_RIGHT, Reason.UNREACHABLE})
# Where a sign or removal that is refused tells as much as refused words.
_GONE_FOR_ALL: Final = frozenset({Reason.REMOVED, Reason.MOVED})


@dataclass(frozen=True, kw_only=True)
class Try:
    """One try to send something, as it ended; `result` is None when the adapter raised.

    `tries` counts earlier ones of this row that ended unknown or by a bug. `spread` (0 to 1) is chance, so that what
    failed together does not come back together.
    """

    item: Item
    result: SendResult | None
    tries: int
    deduplicates: bool
    is_ready: bool
    now: datetime
    spread: float


@dataclass(frozen=True, kw_only=True)
class Left:
    """It is on the network, as this message where it made or changed one."""

    chat: ChatRef
    remote: str | None


@dataclass(frozen=True, kw_only=True)
class Waits:
    """It is tried again then. `holds`: what stands behind it in its chat waits too. `counts`: one try less is left."""

    until: datetime
    reason: str
    holds: bool = True
    counts: bool = False


@dataclass(frozen=True, kw_only=True)
class Lost:
    """It will not leave: a dead letter."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Anew:
    """The message that it would have changed is gone: it is posted again in its turn."""


Verdict = Left | Waits | Lost | Anew


def judge(ended: Try) -> Verdict:
    """What follows from this try."""
    result = ended.result
    if result is None:
        return _after_fault(ended)
    match result.outcome:
        case Outcome.OK:
            return _left(ended.item, result)
        case Outcome.RETRY:
            return _again(ended, result.reason or Reason.NETWORK, result.retry_after)
        case Outcome.UNCERTAIN:
            return _after_uncertain(ended)
        case Outcome.PERMANENT:
            return _after_refusal(ended, result)


def is_trouble(item: Item, result: SendResult | None) -> bool:
    """Must the kernel hear of it? A chat that we lost or that moved, or words that cannot reach their reader.

    A sign or removal that we have no right to is no reason to give up a chat.
    """
    if result is None or result.outcome is not Outcome.PERMANENT:
        return False
    has_words = isinstance(order_of(item), Post | Edit)
    return result.reason in _GONE_FOR_ALL or (has_words and result.reason in CHAT_IS_LOST)


def _left(item: Item, result: SendResult) -> Left:
    order, to = order_of(item), address_of(item)
    # A network that writes an edit as a message of its own still knows the message by its first id.
    remote = order.remote if isinstance(order, Edit) else result.remote
    chat = ChatRef(to.channel, to.bot, to.account.id) if isinstance(to, Private) else to
    return Left(chat=result.chat or chat, remote=remote)


def _again(ended: Try, reason: str, seconds: float | None) -> Waits:
    if seconds is None:
        seconds = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(ended.item.attempts, 10))
    return Waits(until=_until(ended, seconds), reason=reason)


def _after_uncertain(ended: Try) -> Verdict:
    if ended.deduplicates or not isinstance(order_of(ended.item), Post):
        return _again(ended, Reason.NETWORK, None)
    if not ended.is_ready:
        return _again(ended, Reason.NETWORK, _SILENT_WAIT)
    if ended.tries >= len(_UNCERTAIN_WAITS):
        return Lost(reason=Reason.NETWORK)
    return Waits(until=_until(ended, _UNCERTAIN_WAITS[ended.tries]), reason=Reason.NETWORK, counts=True)


def _after_fault(ended: Try) -> Verdict:
    if ended.tries >= len(_FAULT_WAITS):
        return Lost(reason=FAULT)
    return Waits(until=_until(ended, _FAULT_WAITS[ended.tries]), reason=FAULT, holds=False, counts=True)


def _after_refusal(ended: Try, result: SendResult) -> Verdict:
    order, reason = order_of(ended.item), result.reason or Reason.MALFORMED
    if reason is Reason.MOVED and result.moved_to is not None and ended.tries < _MOVES:
        return Waits(until=ended.now, reason=reason, holds=False, counts=True)
    if reason is Reason.GONE and isinstance(ended.item, CardRow) and isinstance(order, Edit):
        return Anew()
    # A press that is too old, or a message that is gone, leaves nothing to sign, to remove or to tell anybody.
    if reason is Reason.LATE or (reason is Reason.GONE and isinstance(order, React | Delete)):
        return _left(ended.item, result)
    return Lost(reason=reason)


def _until(ended: Try, seconds: float) -> datetime:
    return ended.now + timedelta(seconds=seconds + ended.spread * min(1.0, seconds / 10))
