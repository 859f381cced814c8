"""What the service needs from the world: a clock, a database, networks.

Each port is small enough to read in one breath; its docstrings are the contract. What is remembered stands in `stores`.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar, runtime_checkable

from bot.community import ChatRef
from bot.messages import Incoming
from bot.orders import Order

T = TypeVar("T")


# ---- the clock ----


class Clock(Protocol):
    """Tells the time, in UTC and aware of it."""

    def now(self) -> datetime:
        """The present moment."""


# ---- the database ----


class UnitOfWork(Protocol):
    """One open transaction. Stores taken from it see and change it, and nothing is kept unless it commits."""

    def store(self, port: type[T]) -> T:
        """The store that answers this port."""


class Database(Protocol):
    """Runs work in transactions.

    `work` may await its stores and nothing else: on SQLite it runs without an event loop. Raises `StorageAway` when
    the database cannot be reached; then nothing was changed.
    """

    async def write(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        """Run the work in one writing transaction; commit when it returns, roll back when it raises."""

    async def read(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        """Run reading work beside the writer, on one consistent picture."""


# ---- networks ----


@dataclass(frozen=True, kw_only=True)
class Raw:
    """One event as its network sent it. `key` is unique per account; `lane` is the chat whose order it keeps.

    `album` is filled in by the door for a part of an album.
    """

    key: str
    lane: str
    payload: str
    album: str | None = None


@dataclass(frozen=True, kw_only=True)
class Capabilities:
    """What a network can do. The courier and the replies ask this, never which network it is."""

    edits: bool
    buttons: bool
    reactions: bool
    toasts: bool
    threads: bool
    silence: bool
    # Longest text in the network's own count, and of a button's label.
    text_length: int
    label_length: int
    # Messages a second over all chats, a second in one chat and a minute in one group; None: no such limit is known.
    per_second: float | None
    per_chat_second: float | None
    per_group_minute: int | None
    # Does the same `once` never make a second message? Then a send whose end is unknown may simply be tried again.
    deduplicates: bool = False
    # Can it show people a menu of our commands?
    menus: bool = False
    # Can we open a private chat with a person ourselves? Elsewhere that person must write to us first.
    opens_private: bool = False


class Outcome(StrEnum):
    """How a send went."""

    OK = "ok"
    RETRY = "retry"  # refused for now; try again at `retry_at`
    UNCERTAIN = "uncertain"  # it may or may not have arrived
    PERMANENT = "permanent"  # it will never arrive like this; `reason` says why


class Reason(StrEnum):
    """Why something will never leave, or waits; the code of a dead letter."""

    UNREACHABLE = "unreachable"  # the person never opened a private chat, or blocked us
    REMOVED = "removed"  # we are not in that chat any more
    NO_RIGHT = "no_right"  # we may not write there
    GONE = "gone"  # the message to edit, answer or delete is not there
    MOVED = "moved"  # the chat goes on elsewhere: `moved_to`
    MALFORMED = "malformed"  # the network does not accept the message itself
    LIMIT = "limit"  # too many at once; with retry_at
    NETWORK = "network"  # not reached, or broken off
    LATE = "late"  # the press is too old to be answered


@dataclass(frozen=True, kw_only=True)
class SendResult:
    """What came of an order.

    `remote` and `chat` name the message where one was made; `whole_account` widens a limit to all chats.
    """

    outcome: Outcome
    remote: str | None = None
    chat: ChatRef | None = None
    reason: Reason | None = None
    detail: str = ""
    retry_after: float | None = None  # seconds
    whole_account: bool = False
    moved_to: ChatRef | None = None


class Reception(Protocol):
    """Where an adapter's receive loop leaves what it received."""

    def is_open(self, channel: "Channel") -> bool:
        """May this account ask its network for more? Not while another process may be doing so."""

    async def cursor(self, channel: str, bot: str) -> str | None:
        """How far this account had received when it last left something."""

    async def receive(self, channel: "Channel", rows: Sequence[Raw], cursor: str | None = None) -> None:
        """Keep what may concern us, and the cursor, in one transaction. Only after it returns is the network told."""


class Channel(Protocol):
    """One of our accounts on one network."""

    name: str
    bot: str
    capabilities: Capabilities

    def parse(self, payload: str) -> Sequence[Incoming]:
        """What happened, from the raw event. Pure. Raises `Unreadable`."""

    async def start(self) -> str | None:
        """Sign in; answers why that was not possible yet, or None.

        An unreachable network is no reason to fail: `receive` goes on trying.

        Raises:
            RefusedLogin: the token or password is not accepted.
        """

    async def receive(self, reception: Reception) -> None:
        """Receive until cancelled. Survives every fault of the network."""

    async def send(self, order: Order, once: str) -> SendResult:
        """Do it and say how it went. Raises only for bugs.

        `once` is a key for networks that can de-duplicate. A post that comes again under the same key with other words
        (a card that changed before anybody knew that it had arrived) is the same message: it shall say these words.
        """

    def is_ready(self) -> bool:
        """Has the network answered lately?"""

    async def close(self) -> None:
        """Let go of connections."""


@runtime_checkable
class TellsTime(Protocol):
    """A channel whose network says what time it is."""

    @property
    def clock_ahead(self) -> float | None:
        """By how many seconds our clock is ahead of the network's (less than 0: behind); None: it has not said yet."""


@runtime_checkable
class SignsItself(Protocol):
    """A channel whose network asks of its devices that their account has signed them."""

    @property
    def is_signed(self) -> bool:
        """Do others trust our device?"""


@dataclass(frozen=True, kw_only=True)
class Rights:
    """What we may do in a group. `hears` and `deletes` are None where the network has no such right to give."""

    there: bool
    writes: bool = True
    hears: bool | None = None
    deletes: bool | None = None


@runtime_checkable
class KnowsRights(Protocol):
    """A channel whose network tells what we may do in a group. To be asked once it has signed in."""

    async def rights_in(self, chat: ChatRef) -> Rights | None:
        """What holds there now; None: the network does not say."""


class RefusedLogin(Exception):  # noqa: N818 - a fact that the operator must read
    """The network does not accept the token or password; the message says which account and what to do."""
