"""What the kernel remembers, as questions: each store port has a twin in `storage`.

Inbox and outbox, our messages on the networks, people, places, groups, and small facts. A feature's own store port
stands in its folder.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from bot.community import Account, ChatRef, Duty, Group, Person, PersonId, Place, PlaceId, PlaceKind, Role
from bot.messages import Address, Button, OutgoingMessage
from bot.orders import Order
from bot.ports import Raw

# ---- the inbox ----


@dataclass(frozen=True, kw_only=True)
class InboxRow:
    """A received event that waits for its turn."""

    id: int
    channel: str
    bot: str
    key: str
    lane: str
    payload: str
    received_at: datetime
    attempts: int = 0
    # A part of an album, and the other parts that have their turn with it.
    album: str | None = None
    parts: "tuple[InboxRow, ...]" = ()


# Channel, account and chat: events of a lane have their turns one after the other.
LaneKey = tuple[str, str, str]


class Inbox(Protocol):
    """Received events until their turn is done, and afterwards their keys for 30 days."""

    async def add(self, channel: str, bot: str, rows: Sequence[Raw], now: datetime) -> int:
        """Keep those of unknown key; parts of an album until no more come (`bot.albums.SETTLED`). How many were new?"""

    async def pending(
        self,
        now: datetime,
        limit: int,
        *,
        but: Collection[LaneKey] = (),
        elsewhere: Collection[tuple[str, str]] = (),
    ) -> Sequence[InboxRow]:
        """Waiting rows whose time has come, oldest first; parked rows give up their place.

        Not those of the lanes in `but`, nor of the accounts (channel, bot) that have their turns `elsewhere`.
        """

    async def done(self, row: int, now: datetime) -> None:
        """The turn is over: wipe the payload, keep the key."""

    async def park(self, row: int, reason: str, retry_at: datetime | None) -> None:
        """The turn failed: count it; try again then, or (None) never by itself."""

    async def cursor(self, channel: str, bot: str) -> str | None:
        """How far this account has received (Telegram offset, Matrix token)."""

    async def move_cursor(self, channel: str, bot: str, cursor: str) -> None:
        """Remember how far; in the same transaction as the rows."""

    async def sweep(self, before: datetime) -> None:
        """Forget keys of rows done before that moment, and rows that were received before it and wait for a person."""


# ---- the outbox ----


class Priority(StrEnum):
    """Order within a chat, most urgent first. Toasts and reactions need no bucket."""

    INSTANT = "0-instant"
    EMERGENCY = "1-emergency"
    ANSWER = "2-answer"
    CARD = "3-card"
    DIGEST = "4-digest"


@dataclass(frozen=True, kw_only=True)
class OutboxRow:
    """An intent to do something on a network: what, in which order, until when.

    `about` names the subject (`tickets:42`), so that a reply to the message finds it. `once` is a random id that
    networks which can de-duplicate receive with every try. `begun`: see `bot.lists.Lists.begun`.
    """

    id: int
    order: Order
    about: str | None
    priority: Priority
    once: str
    created_at: datetime
    not_before: datetime
    expires_at: datetime | None = None
    attempts: int = 0
    begun: bool = False


@dataclass(frozen=True, kw_only=True)
class CardRow:
    """A message that stands for a subject in a chat, as it should look and as it was last shown.

    `remote` is None until it has been posted. `version_wanted` grows with every change.
    """

    id: int
    key: str
    to: Address
    wanted: OutgoingMessage
    version_wanted: int
    version_shown: int
    once: str
    not_before: datetime
    remote: str | None = None
    reply_to: str | None = None
    priority: Priority = Priority.CARD
    attempts: int = 0
    begun: bool = False


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A message of ours that is on the network: its subject and every button it ever carried."""

    chat: ChatRef
    remote: str
    about: str | None
    buttons: tuple[Button, ...]


@dataclass(frozen=True, kw_only=True)
class Departure:
    """A row or card that left, at that moment: where it stands now, as which message where it made one."""

    item: OutboxRow | CardRow
    chat: ChatRef
    remote: str | None
    at: datetime


# More rows of one chat and priority are not looked at before these have left.
PER_CHAT: Final = 100


class Outgoing(Protocol):
    """Outbox rows and cards: what a turn wants to happen. Written in the turn, read by the courier."""

    async def put(self, *rows: OutboxRow) -> None:
        """Keep intents; their ids are given by the database, in this order."""

    async def want(self, *cards: CardRow) -> None:
        """Bring the cards of these keys and addresses to these wanted states; makes those that there are not.

        A state equal to the wanted one changes nothing.
        """

    async def waiting(
        self, now: datetime, limit: int, *, elsewhere: Collection[tuple[str, str]] = ()
    ) -> Sequence[OutboxRow | CardRow]:
        """What is due to leave, by priority, then age; of each chat `PER_CHAT` of a priority at most.

        Expired rows are not among them, nor are those of the accounts (channel, bot) through which another process
        sends. Raises `bot.backlog.UnreadableRow` for one that cannot be read.
        """

    async def next_moment(self, now: datetime) -> datetime | None:
        """When the next row that waits for a later time becomes due."""

    async def sent(self, *left: Departure) -> None:
        """These left, in this order: mark them, and remember each message, its subject and buttons, under its id."""

    async def arrived(self, once: str, chat: ChatRef, remote: str, now: datetime) -> None:
        """What waits to leave under this key has left already, as that message, by an event that points at it.

        A card may show the words of an earlier state there. Nothing happens where nothing waits under the key.
        """

    async def later(self, item: OutboxRow | CardRow, retry_at: datetime, reason: str) -> None:
        """It did not leave: count the try and wait until then."""

    async def dead(self, item: OutboxRow | CardRow, reason: str, now: datetime) -> None:
        """It will not leave: keep it as a dead letter with its reason code."""

    async def expire(self, now: datetime) -> int:
        """Drop rows whose time has passed; answers how many."""


class SentMessages(Protocol):
    """Which of our messages is about what. No feature keeps a network's message id."""

    async def at(self, chat: ChatRef, remote: str) -> Sent | None:
        """The message of ours with that id in that chat."""

    async def latest_with_buttons(self, chat: ChatRef) -> Sent | None:
        """Our latest message with buttons in that chat: a plain "2" or a label answers it."""

    async def repost(self, key: str, address: Address) -> None:
        """Show the card of this key again at the next chance, as if it had never been shown in its last version."""

    async def take_down(self, key: str, address: Address) -> str | None:
        """Forget a card with its words; answers its message, "" if it has none, None if it stays as a list's line."""

    async def sweep(self, before: datetime) -> None:
        """Forget messages that were sent, and last changed, before that moment. A press on one finds an old button."""


# ---- people, places, groups ----


class People(Protocol):
    """Persons and their accounts, and what they are at which place."""

    async def get(self, person: PersonId) -> Person:
        """The person with this id."""

    async def by_account(self, account: Account) -> Person | None:
        """Whose account this is."""

    async def add(self, person: Person) -> Person:
        """Keep a new person (its id is ignored and given) with its accounts."""

    async def save(self, person: Person) -> None:
        """Keep changed words, accounts, home and language of a person."""

    async def named(self, name: str, *, community: PlaceId | None = None) -> Sequence[Person]:
        """Persons of the roster with exactly this name."""

    async def duties(self, person: PersonId) -> Sequence[Duty]:
        """What this person is, and where."""

    async def holders(self, role: Role, place: PlaceId | None) -> Sequence[Person]:
        """Who holds this role at exactly this place, in the roster's order."""

    async def set_duties(self, duties: Sequence[Duty], *, within: Sequence[PlaceId]) -> None:
        """The roster's truth: replace all duties held at these places by these."""


class Places(Protocol):
    """The tree of places."""

    async def get(self, place: PlaceId) -> Place:
        """The place with this id."""

    async def add(self, place: Place) -> Place:
        """Keep a new place; its id is ignored and given."""

    async def save(self, place: Place) -> None:
        """Keep a changed place."""

    async def of_kind(self, kind: PlaceKind, *, within: PlaceId | None = None) -> Sequence[Place]:
        """Places of a kind, not retired, by id; `within` a community, compound or grid, or everywhere."""

    async def find(self, name: str) -> Sequence[Place]:
        """Places not retired with this name or alias, exactly."""

    async def version(self) -> int | None:
        """Grows with every change of a place: lets a reader keep what it has read.

        None in a transaction that has changed one itself: nothing read there may be kept, for it may be rolled back.
        """


class Groups(Protocol):
    """Group chats that we are in."""

    async def get(self, chat: ChatRef) -> Group | None:
        """The group with this chat (threads count as their group)."""

    async def save(self, group: Group) -> None:
        """Keep a new or changed group."""

    async def bound_to(self, places: Sequence[PlaceId]) -> Sequence[Group]:
        """Groups bound to any of these places."""

    async def all(self) -> Sequence[Group]:
        """Every group."""

    async def move(self, old: ChatRef, new: ChatRef) -> None:
        """The chat goes on under another name: group, cards and rows follow. Doing it twice changes nothing."""


class Facts(Protocol):
    """Small facts of the deployment that must survive a restart, by key."""

    async def get(self, key: str) -> str | None:
        """The value, or None."""

    async def set(self, key: str, value: str) -> None:
        """Keep it."""
