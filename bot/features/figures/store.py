"""What figures asks and remembers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.community import Place, PlaceId
from bot.features.figures.model import By, Period, Value


class FigureCounts(Protocol):
    """The definitions, counted over one area: any node of the tree of places, or (None) everywhere.

    `now` decides whether a figure that stands is read as things stand or from the history.
    """

    async def count(
        self, names: Sequence[str], area: Place | None, period: Period, now: datetime
    ) -> Mapping[str, Value]:
        """Each figure by its name."""

    async def outside(self, names: Sequence[str], period: Period, now: datetime) -> Mapping[str, Value]:
        """The same of what belongs to no community."""

    async def breakdown(self, name: str, area: Place | None, period: Period, by: By) -> Mapping[str, Value]:
        """One figure for each value of that column, as text; the empty text where there is none."""

    async def which(self, name: str, area: Place | None, period: Period, limit: int, now: datetime) -> Sequence[int]:
        """The numbers of the tickets between numerator and denominator; of a count and an average what adds to it."""

    async def first_opened(self, community: PlaceId | None) -> datetime | None:
        """When the first ticket of this community (None: outside all of them) was opened."""


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """One figure of one whole day of one community (None: of what belongs to none)."""

    community: PlaceId | None
    day: date
    name: str
    value: Value


class Snapshots(Protocol):
    """Figures of days that are over, kept so that nobody counts them again."""

    async def last_days(self) -> Mapping[PlaceId | None, date]:
        """Up to which day each community has its snapshots."""

    async def keep(self, community: PlaceId | None, day: date, values: Mapping[str, Value]) -> None:
        """The figures of a day that is over. A second time changes nothing."""

    async def between(
        self, names: Sequence[str], communities: Sequence[PlaceId | None], first: date, last: date
    ) -> Sequence[Snapshot]:
        """What is kept of these communities and figures from the first to the last day, both included."""
