"""What the board's pages are given: frozen answers, without a name, a phone, a floor or a room."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.community import PlaceId


@dataclass(frozen=True, kw_only=True)
class Named:
    """A place by its name, to choose it."""

    id: PlaceId
    name: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """A ticket in a list. `ended_at` None: it is not over. `state` is the ledger's code."""

    number: int
    words: str
    place: str
    category: str | None
    urgency: str
    state: str
    opened_at: datetime
    ended_at: datetime | None
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class Told:
    """A public step: when, what (a code of `board.step`), and the words that the group read."""

    at: datetime
    what: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Story:
    """One ticket with its public steps. `leads`: the public ticket that it follows."""

    line: Line
    community: Named
    steps: Sequence[Told]
    leads: int | None


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A page of a list. `goes_on`: the number before which there is more."""

    lines: Sequence[Line]
    goes_on: int | None


@dataclass(frozen=True, kw_only=True)
class Change:
    """What has changed since a line of history: in which communities something public did."""

    line: int
    communities: frozenset[PlaceId]
