"""What the door is given: frozen answers, without a name, a phone, a floor or a room."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.community import PlaceId
from bot.features.open311.model import Status


@dataclass(frozen=True, kw_only=True)
class Named:
    """A place by its name: a community, which is a jurisdiction, or a building."""

    id: PlaceId
    name: str


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A service: one of the five categories. `code` is the ledger's."""

    code: str
    name: str
    description: str


@dataclass(frozen=True, kw_only=True)
class Defined:
    """A service with the buildings that a call may name."""

    code: str
    buildings: Sequence[Named]


@dataclass(frozen=True, kw_only=True)
class Request:
    """A public ticket. Moments are the community's; `state` and `closing` are the ledger's codes."""

    number: int
    status: Status
    state: str
    closing: str | None
    notes: str
    service: Offered | None
    words: str
    community: Named
    place: str
    building: PlaceId | None
    requested_at: datetime
    updated_at: datetime
    expected_at: datetime | None
