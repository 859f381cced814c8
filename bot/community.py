"""Nouns that every feature shares: people and their accounts, roles, places, groups."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

PersonId = NewType("PersonId", int)
PlaceId = NewType("PlaceId", int)


@dataclass(frozen=True, order=True)
class Account:
    """One account of a person on one network, written `telegram:1001` or `matrix:@wang:example.org`."""

    channel: str
    id: str

    def __str__(self) -> str:
        return f"{self.channel}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Account":
        """Read the written form.

        Raises:
            ValueError: there is no channel in front, or nothing behind it.
        """
        channel, colon, account = text.strip().partition(":")
        if not (colon and channel and account):
            message = f"{text!r} is no account; write it like telegram:1001 or matrix:@wang:example.org"
            raise ValueError(message)
        return cls(channel, account)


@dataclass(frozen=True, order=True)
class ChatRef:
    """A chat as one of our own accounts sees it.

    `bot` is our account on that network, `chat` the network's own name for the chat, `thread` a topic or thread in it.
    """

    channel: str
    bot: str
    chat: str
    thread: str | None = None

    @property
    def whole(self) -> "ChatRef":
        """The chat without its thread: what is bound to a place, and what the network's limits count."""
        return ChatRef(self.channel, self.bot, self.chat)


class Role(StrEnum):
    """What a person is at a place. The values are the roster's words."""

    WORKER = "worker"
    BACKUP = "backup"
    ASSISTANT = "assistant"
    GRID_LEAD = "grid_lead"
    BUILDING_LEAD = "building_lead"
    STAFF = "staff"
    SECRETARY = "secretary"
    STREET = "street"
    DISTRICT = "district"
    DEPARTMENT = "department"
    PROPERTY = "property"
    OWNERS = "owners"
    ADMIN = "admin"
    EXPERT = "expert"
    MERCHANT = "merchant"


class PlaceKind(StrEnum):
    """Levels of the tree of places. Units, floors and rooms are words on a ticket, not nodes."""

    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    COMPOUND = "compound"
    GRID = "grid"
    BUILDING = "building"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A node of the tree. A building names its community and, where known, its compound and its grid."""

    id: PlaceId
    kind: PlaceKind
    name: str
    parent: PlaceId | None = None
    community: PlaceId | None = None
    compound: PlaceId | None = None
    grid: PlaceId | None = None
    aliases: tuple[str, ...] = ()
    retired: bool = False


@dataclass(frozen=True, kw_only=True)
class Home:
    """Where a person lives, as that person told us. Unit and room are private."""

    building: PlaceId
    unit: str | None = None
    room: str | None = None


@dataclass(frozen=True, kw_only=True)
class Person:
    """Anyone who ever spoke to the bot or stands in the roster.

    `name` is the roster's where there is one, else the name the network shows. `accounts` are in the order of their
    linking; the first that can be reached in private is where the person is written to. `met_by` pairs an account with
    that of ours through which it is in touch with us: where it wrote to us in private, else whose group it spoke in.
    """

    id: PersonId
    name: str
    accounts: tuple[Account, ...] = ()
    reachable: frozenset[Account] = field(default_factory=frozenset)
    met_by: frozenset[tuple[Account, str]] = field(default_factory=frozenset)
    language: str | None = None
    home: Home | None = None
    phone: str | None = None
    in_roster: bool = False

    @property
    def private(self) -> Account | None:
        """The account to write to: one that has opened a private chat with us, else the first."""
        known = [account for account in self.accounts if account in self.reachable]
        return next(iter(known or self.accounts), None)

    def bot_for(self, account: Account) -> str | None:
        """Our account that this one is in touch with."""
        return dict(self.met_by).get(account)

    def met_through(self, account: Account, bot: str) -> "Person":
        """In touch with that account of ours from now on, and with no other one."""
        others = frozenset(pair for pair in self.met_by if pair[0] != account)
        return replace(self, met_by=others | {(account, bot)})


@dataclass(frozen=True, kw_only=True)
class Duty:
    """A role that a person holds, at a place or (place None) everywhere."""

    person: PersonId
    role: Role
    place: PlaceId | None = None


@dataclass(frozen=True, kw_only=True)
class Group:
    """A group chat that the bot is in. Unbound while `place` is None."""

    chat: ChatRef
    title: str
    place: PlaceId | None = None
    language: str | None = None
    # None: the network does not say. False: a bound but deaf group is an alarm.
    hears: bool | None = None
    quiet_until: datetime | None = None
    # Set when we were removed or silenced there; nothing is sent until we are back.
    suspended: bool = False
    encrypted: bool = False
