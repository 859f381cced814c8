"""The definitions, and the values that they give. Values in, values out; nothing here waits or remembers.

The SQL of each stands under the same name in `storage/figures.py`, its words under `figure.<name>` in the texts, and
both together in docs/figures.md.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo


class Unit(StrEnum):
    """What kind of number it is."""

    COUNT = "count"  # `part` alone
    SHARE = "share"  # `part` of `whole`
    AVERAGE = "average"  # `part` divided by `whole`


class Moment(StrEnum):
    """When it can be known."""

    PERIOD = "period"  # counts what happened in a period; can be computed at any time
    STANDING = "standing"  # counts how things stand at the end of the period; from the history for any moment
    NOW = "now"  # counts how things stand, and that only now


@dataclass(frozen=True, kw_only=True)
class Definition:
    """One figure by its name."""

    name: str
    unit: Unit
    moment: Moment = Moment.PERIOD


def _count(name: str, moment: Moment = Moment.PERIOD) -> Definition:
    return Definition(name=name, unit=Unit.COUNT, moment=moment)


def _share(name: str) -> Definition:
    return Definition(name=name, unit=Unit.SHARE)


def _average(name: str) -> Definition:
    return Definition(name=name, unit=Unit.AVERAGE)


DEFINITIONS: Final[dict[str, Definition]] = {
    one.name: one
    for one in (
        _count("opened"),
        _count("resolved"),
        _count("open", Moment.STANDING),
        _count("overdue", Moment.NOW),
        _share("response"),
        _share("resolution"),
        _share("silent"),
        _share("satisfaction"),
        _share("asked"),
        _share("grid"),
        _share("disputed"),
        _average("hops"),
        _share("visits"),
        _share("reports"),
        _average("scores"),
    )
}
# The three rates of DESIGN part 3, in their order.
RATES: Final = ("response", "resolution", "satisfaction")


class By(StrEnum):
    """Into what a figure may be broken down: columns of its tickets, or the department that was called."""

    CATEGORY = "category"
    URGENCY = "urgency"
    LEVEL = "level"
    ORIGIN = "origin"
    COMMUNITY = "community"
    GRID = "grid"
    BUILDING = "building"
    ASSIGNEE = "assignee"
    DEPARTMENT = "department"  # of `reports` and `scores` alone


@dataclass(frozen=True, kw_only=True)
class Value:
    """What was counted. A count is its `part` alone; of the others a `whole` of 0 says that there is none."""

    part: int = 0
    whole: int = 0

    def __add__(self, other: "Value") -> "Value":
        return Value(part=self.part + other.part, whole=self.whole + other.whole)

    @property
    def quotient(self) -> float | None:
        """The share or average; None where there is none."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, kw_only=True)
class Period:
    """From `start` to before `end`."""

    start: datetime
    end: datetime

    @classmethod
    def of_days(cls, first: date, days: int, zone: ZoneInfo) -> "Period":
        """So many calendar days of a zone, from the first one's midnight on."""
        last = first + timedelta(days=days)
        return cls(
            start=datetime.combine(first, time(0), tzinfo=zone), end=datetime.combine(last, time(0), tzinfo=zone)
        )

    def earlier(self, **by: float) -> "Period":
        """As long a period, so much earlier."""
        ago = timedelta(**by)
        return Period(start=self.start - ago, end=self.end - ago)


def definition(name: str) -> Definition:
    """The definition with this name. A name that nobody defined is a bug."""
    return DEFINITIONS[name]
