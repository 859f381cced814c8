"""What understanding answers: frozen values that other layers may keep."""

from dataclasses import dataclass
from typing import Final, Literal

Category = Literal["environment", "dispute", "service", "facility", "safety"]
Urgency = Literal["emergency", "urgent", "normal"]
Danger = Literal["gas", "fire", "lift", "wire", "falling", "flood", "person", "health"]
ContactKind = Literal["phone", "id", "room"]

CATEGORIES: Final[tuple[Category, ...]] = ("environment", "dispute", "service", "facility", "safety")


@dataclass(frozen=True, kw_only=True)
class PlaceParts:
    """A place as the text names it: normalised strings ("三号楼" gives building "3"), or None where silent.

    Letters are upper case, Chinese numerals are digits, "-1" is the first floor below ground.
    """

    compound: str | None = None
    building: str | None = None
    unit: str | None = None
    floor: str | None = None
    room: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is named."""
        return not (self.compound or self.building or self.unit or self.floor or self.room)


@dataclass(frozen=True, kw_only=True)
class PlaceMatch:
    """A building of the roster that the text may mean, with a score from 0 to 1, and how it was found."""

    building_id: int
    building: str
    compound: str
    score: float
    why: str


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A span of the original text (`text[start:end]`) that nobody but the ticket's people may read."""

    kind: ContactKind
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Reading:
    """All that a line says.

    `danger` is set for emergencies alone. "person" (violence, suicide, somebody missing or not answering: the
    police) and "health" (somebody ill or hurt: the ambulance) are dangers to one person and never shown in a
    group; the others are dangers to all. `alternatives` are further categories that would also be right, best
    first. `why` names what spoke for the reading, as `kind:word`, strongest first.
    """

    is_call: bool
    confidence: float
    category: Category | None
    alternatives: tuple[Category, ...]
    urgency: Urgency
    danger: Danger | None
    place: PlaceParts
    contact_found: tuple[Contact, ...]
    why: tuple[str, ...]
