"""What waits and what has failed, as questions for those who look after the service.

Knows rows, networks and reasons. Refuses to know what anybody said: no answer here carries a person's words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.messages import Address
from bot.stores import CardRow, OutboxRow


@dataclass(frozen=True, kw_only=True)
class ParkedRow:
    """A received event whose turn failed.

    It is tried again at `retry_at`; None: it was tried often enough, and only a person brings it back. `reason` is
    the kind of the fault.
    """

    id: int
    channel: str
    bot: str
    received_at: datetime
    attempts: int
    retry_at: datetime | None
    reason: str


class Parked(Protocol):
    """Received events whose turns failed."""

    async def rows(self, limit: int) -> Sequence[ParkedRow]:
        """The parked rows, oldest first."""

    async def count(self) -> tuple[int, int]:
        """How many are still tried by themselves, and how many wait for a person."""

    async def retry(self, row: int | None) -> int:
        """Give this row, or (None) every parked one, a turn at the next chance; answers how many."""

    async def drop(self, row: int | None, now: datetime) -> int:
        """Wipe this row, or (None) every one that waits for a person.

        The key stays, so that the network's second delivery is no new event. Answers how many.
        """


class UnreadableRow(Exception):  # noqa: N818 - a fact about a row
    """What waits to leave cannot be read: this outbox row, or this card."""

    def __init__(self, number: int, *, is_card: bool) -> None:
        super().__init__(f"{'card' if is_card else 'row'} {number}")
        self.number = number
        self.is_card = is_card


@dataclass(frozen=True, kw_only=True)
class DeadLetter:
    """Something that never left.

    `reason` is a code of `bot.ports.Reason`, `fault` for a bug of ours, or `unreadable` for a row that we cannot read.
    """

    id: int
    to: Address
    about: str | None
    reason: str
    attempts: int
    died_at: datetime


class DeadLetters(Protocol):
    """What never left, for thirty days."""

    async def rows(self, limit: int) -> Sequence[DeadLetter]:
        """The dead letters, oldest first."""

    async def counts(self) -> Sequence[tuple[str, str, int]]:
        """How many there are, by channel and reason."""

    async def retry(self, letter: int | None, now: datetime) -> int:
        """Let this one, or (None) each, leave once more: a card in the state wanted now. Answers how many."""

    async def drop(self, letter: int | None) -> int:
        """Forget this one, or (None) all; answers how many."""

    async def bury(self, row: UnreadableRow, now: datetime) -> None:
        """This row cannot be read: it stops waiting and is kept as it is."""

    async def sweep(self, before: datetime) -> None:
        """Forget what died, or has waited for a lost chat, since before that moment."""


class LostChats(Protocol):
    """Chats that do not take our words: we were removed, muted or blocked, or never let in.

    One dead letter tells of each. What else is wanted there waits, and costs nothing, until the chat takes words again.
    """

    async def keep(self, item: OutboxRow | CardRow, reason: str, now: datetime) -> None:
        """The chat refused this: keep it as the dead letter of its chat, or beside the one that there is."""

    async def addresses(self) -> Sequence[Address]:
        """Where they are, threads left out."""

    async def found(self, address: Address, now: datetime) -> int:
        """The chat takes words again: what waits for it leaves now, its dead letter too. Answers how much there was."""


@dataclass(frozen=True, kw_only=True)
class Queue:
    """What waits to leave through one of our accounts, cards that are behind included.

    `oldest` is since when the oldest of them could have left: None when each waits for a later time by its own plan.
    """

    channel: str
    bot: str
    waiting: int
    oldest: datetime | None


class Queues(Protocol):
    """What waits to leave."""

    async def all(self, now: datetime) -> Sequence[Queue]:
        """The accounts for which anything waits."""
