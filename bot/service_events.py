"""News of the kernel itself, published to the features like any other event."""

from dataclasses import dataclass

from bot.community import Account, ChatRef, Group, PersonId
from bot.media import SentFile, Unfit
from bot.ports import Reason
from bot.stores import CardRow, OutboxRow


@dataclass(frozen=True, kw_only=True)
class Undelivered:
    """Something for a person (`account`) or a group will never arrive there: who says it otherwise?"""

    item: OutboxRow | CardRow
    reason: Reason
    account: Account | None = None
    group: Group | None = None


@dataclass(frozen=True, kw_only=True)
class Reachable:
    """A person has opened a private chat with us, for the first time or again: what waits for them can be said now."""

    person: PersonId
    account: Account


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A chat goes on under another name; its group, cards and waiting rows have followed. Comes from either end.

    The network's ids of messages in the old chat mean nothing in the new one, or other messages.
    """

    old: ChatRef
    new: ChatRef


@dataclass(frozen=True, kw_only=True)
class MediaArrived:
    """A file that somebody sent has been fetched, checked and kept: it can be handed on."""

    file: SentFile


@dataclass(frozen=True, kw_only=True)
class MediaRefused:
    """A file that somebody sent will not be kept: who says so?"""

    file: SentFile
    why: Unfit
