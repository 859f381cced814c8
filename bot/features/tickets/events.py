"""News about tickets, published in the turn that made it."""

from dataclasses import dataclass

from bot.community import PersonId
from bot.features.tickets.model import Ticket


@dataclass(frozen=True, kw_only=True)
class TicketOpened:
    """A call became a ticket."""

    ticket: Ticket


@dataclass(frozen=True, kw_only=True)
class TicketAssigned:
    """Somebody is responsible now, for the first time or instead of `before`."""

    ticket: Ticket
    before: PersonId | None = None


@dataclass(frozen=True, kw_only=True)
class TicketReopened:
    """It is open again, in the hands that `TicketAssigned` has just told."""

    ticket: Ticket


@dataclass(frozen=True, kw_only=True)
class TicketAccepted:
    """Somebody took it on, perhaps instead of `before`, to whom it had been given."""

    ticket: Ticket
    before: PersonId | None = None


@dataclass(frozen=True, kw_only=True)
class TicketProgressed:
    """A step that the group may read."""

    ticket: Ticket
    words: str


@dataclass(frozen=True, kw_only=True)
class TicketResolved:
    """The worker says that it is done."""

    ticket: Ticket
    words: str


@dataclass(frozen=True, kw_only=True)
class TicketClosed:
    """It is over; `ticket.closing` says how."""

    ticket: Ticket


@dataclass(frozen=True, kw_only=True)
class ReopenRequested:
    """A resident says that it is not fixed; somebody must rule on it."""

    ticket: Ticket
    words: str


@dataclass(frozen=True, kw_only=True)
class TicketRemarked:
    """The caller, or a neighbour under its card, added something."""

    ticket: Ticket
    words: str


@dataclass(frozen=True, kw_only=True)
class TicketShown:
    """A ticket changed and its messages were drawn anew: who shows it elsewhere draws too."""

    ticket: Ticket
