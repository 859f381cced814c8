"""News about tickets, published in the turn that made it."""

from dataclasses import dataclass
from datetime import datetime

from bot.community import PersonId
from bot.features.tickets.model import Step, Ticket, TicketId, WaitsOn


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
class TicketMisheard:
    """What we heard in a group and took for a call was none. It is withdrawn; `TicketClosed` came before."""

    ticket: Ticket


@dataclass(frozen=True, kw_only=True)
class ReopenRequested:
    """A resident says that it is not fixed; somebody must rule on it."""

    ticket: Ticket
    words: str


@dataclass(frozen=True, kw_only=True)
class StepUndone:
    """Whoever took this step, at that moment, has taken it back: it counts as never taken."""

    ticket: Ticket
    step: Step
    taken_at: datetime


@dataclass(frozen=True, kw_only=True)
class TicketRemarked:
    """The caller, or a neighbour under its card, added something."""

    ticket: Ticket
    words: str


@dataclass(frozen=True, kw_only=True)
class TicketShown:
    """A ticket changed and its messages were drawn anew: who shows it elsewhere draws too."""

    ticket: Ticket


@dataclass(frozen=True, kw_only=True)
class TicketWaits:
    """It waits for somebody, until then at the latest; the time to solve it stands still."""

    ticket: Ticket
    on: WaitsOn
    words: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class TicketWentOn:
    """What it waited for has come (`words`), or its time was over (the turn has no actor)."""

    ticket: Ticket
    words: str


@dataclass(frozen=True, kw_only=True)
class TicketMerged:
    """It follows another ticket from now on."""

    ticket: Ticket
    into: Ticket


@dataclass(frozen=True, kw_only=True)
class TicketSplit:
    """It is a ticket of its own again; until now it followed `before`."""

    ticket: Ticket
    before: TicketId


@dataclass(frozen=True, kw_only=True)
class TicketDeclined:
    """It belongs to `owner`, who is outside the roster and has been told. `TicketClosed` follows."""

    ticket: Ticket
    owner: str
    words: str


@dataclass(frozen=True, kw_only=True)
class LevelRaised:
    """A higher level holds it now."""

    ticket: Ticket
    before: str
    words: str


@dataclass(frozen=True, kw_only=True)
class TicketCorrected:
    """Category, urgency or place were put right. If it has another owner by that, `TicketAssigned` follows."""

    ticket: Ticket
    before: Ticket


@dataclass(frozen=True, kw_only=True)
class TicketNoted:
    """Somebody who works on it wrote a note, which is not for residents."""

    ticket: Ticket
    words: str
