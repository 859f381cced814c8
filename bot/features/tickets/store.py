"""What tickets remembers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.community import ChatRef, PersonId, Place, PlaceId
from bot.features.tickets.model import Entry, State, Ticket, TicketId
from bot.media import SentFile
from bot.messages import AttachmentKind


class Tickets(Protocol):
    """Tickets and their histories."""

    async def add(self, ticket: Ticket) -> Ticket:
        """Keep a new ticket; its number is given and never used again. Two of one message raise `Conflict`."""

    async def get(self, number: TicketId) -> Ticket | None:
        """The ticket with this number."""

    async def save(self, ticket: Ticket) -> Ticket:
        """Keep a changed ticket. Raises `Conflict` when it was changed since it was read."""

    async def of_message(self, chat: ChatRef, message: str) -> Ticket | None:
        """The ticket that this message made."""

    async def of_reporter(self, person: PersonId, limit: int) -> Sequence[Ticket]:
        """A person's calls, open ones first, then the newest."""

    async def tasks_of(self, person: PersonId, limit: int) -> Sequence[Ticket]:
        """Open tickets that this person is responsible for and must act on, the earliest due first."""

    async def joined_to(self, number: TicketId) -> Sequence[Ticket]:
        """The tickets that were merged into this one, by their numbers."""

    async def move(self, old: ChatRef, new: ChatRef) -> None:
        """A chat goes on under another name: its tickets follow, and the old ids of their messages are forgotten."""


class DueTickets(Protocol):
    """What time makes of tickets. None is left out behind others: each question answers with all of them."""

    async def due(self, states: Sequence[State], now: datetime) -> Sequence[TicketId]:
        """The numbers of tickets in these states whose `next_due` has come, the longest due first."""

    async def due_between(self, states: Sequence[State], now: datetime, end: datetime) -> Sequence[Ticket]:
        """Tickets in these states whose `next_due` comes after now, at `end` at the latest, the earliest first."""

    async def next_due(self, states: Sequence[State], now: datetime) -> datetime | None:
        """The earliest `next_due` after now among tickets in these states."""


@dataclass(frozen=True, kw_only=True)
class Sketch:
    """As much of an open ticket as likeness is judged by, beside its building and category."""

    id: TicketId
    opened_at: datetime
    private: bool
    words: str


class OpenTickets(Protocol):
    """What is open in one building."""

    async def opened_at(self, building: PlaceId, category: str, since: datetime, limit: int) -> Sequence[Sketch]:
        """Open tickets of this category that were opened since then, the oldest first."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A photo, voice, file or place that belongs to a ticket, by the network's own handle; `bot` is our account there.

    `message` is the network's id of what brought it, `album` of the album that it is a part of. `is_shown`: it is for
    everybody who may read of the ticket, not only for those who work on it.
    """

    ticket: TicketId
    kind: AttachmentKind
    channel: str
    bot: str
    reference: str
    by: PersonId
    at: datetime
    name: str = ""
    message: str = ""
    album: str = ""
    mime: str = ""
    size: int | None = None
    is_shown: bool = False


class Attachments(Protocol):
    """Photos, voices, files and places that belong to tickets."""

    async def add(self, kept: Kept) -> SentFile:
        """Keep it with its ticket, and have its content fetched."""

    async def of(self, ticket: TicketId) -> Sequence[SentFile]:
        """All that belong to this ticket, in the order in which they came."""

    async def wipe(self, channel: str, bot: str, message: str) -> bool:
        """Whoever sent this message has taken it back: forget what it brought. Was there anything?"""

    async def of_album(self, channel: str, bot: str, album: str, now: datetime) -> TicketId | None:
        """The ticket that another part of this album came with, an hour ago at most."""


class History(Protocol):
    """The append-only history of every ticket."""

    async def write(self, *entries: Entry) -> None:
        """Add lines, in this order."""

    async def of(self, ticket: TicketId) -> Sequence[Entry]:
        """All lines of a ticket, oldest first."""


class Counts(Protocol):
    """Tickets that a digest names, of one area: a community, compound, grid or building, or (None) everywhere."""

    async def to_rule(self, area: Place | None) -> Sequence[TicketId]:
        """Tickets that wait for a ruling on whether they are opened again, the earliest due first."""

    async def overdue(self, area: Place | None, now: datetime, limit: int) -> Sequence[Ticket]:
        """Open tickets past the deadline that runs now, the longest past first. What was moved up still counts."""

    async def unheeded(self, area: Place | None) -> Sequence[Ticket]:
        """Open tickets of which the top of the ladder was told, the longest late first."""

    async def due_between(self, area: Place | None, start: datetime, end: datetime) -> Sequence[Ticket]:
        """Open tickets whose deadline falls in the period, the earliest first."""

    async def alive(
        self, area: Place | None, start: datetime, end: datetime, after: TicketId, limit: int
    ) -> Sequence[Ticket]:
        """The next tickets after this number that were open at any time of the period, or opened shortly before it."""

    async def ledger(self, after: TicketId, limit: int) -> Sequence[Ticket]:
        """The next tickets after this number, oldest first."""

    async def standing(self, now: datetime) -> Sequence[tuple[State, int, int]]:
        """Open tickets everywhere by state: how many, and how many of them past the deadline that runs now."""
