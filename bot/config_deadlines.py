"""How soon a ticket is taken on and solved: by urgency, and differently for a category where the operator says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from bot.config_reading import Spot, leaf, table, tables
from bot.config_values import Length, choice
from bot.hours import Span

CATEGORIES: Final = ("environment", "dispute", "service", "facility", "safety")
URGENCIES: Final = ("emergency", "urgent", "normal")


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """How soon somebody takes a ticket on, and how soon it is solved; both count from its opening."""

    accept: Length
    resolve: Length


_EMERGENCY: Final = Deadline(accept=Span.parse("10m"), resolve=Span.parse("24h"))
_URGENT: Final = Deadline(accept=Span.parse("2h"), resolve=Span.parse("3d"))
_NORMAL: Final = Deadline(accept=Span.parse("1wd"), resolve=Span.parse("5wd"))


@dataclass(frozen=True, kw_only=True)
class SpecialDeadline:
    """What one category has instead at one urgency; a length that is None is the urgency's own."""

    category: Annotated[str, leaf(choice(*CATEGORIES))] = ""
    urgency: Annotated[str, leaf(choice(*URGENCIES))] = "normal"
    accept: Length | None = None
    resolve: Length | None = None


def _special(values: object, spot: Spot, default: object) -> Any:
    found = tables(SpecialDeadline())(values, spot, default)
    if any(not special.category for special in found):
        spot.wrong(f"names no category, add one of: {', '.join(CATEGORIES)}")
    named = [(special.category, special.urgency) for special in found]
    if len(set(named)) < len(named):
        spot.wrong("names one category twice at the same urgency")
    return found


@dataclass(frozen=True, kw_only=True)
class Deadlines:
    """By urgency; `special` ones come first."""

    emergency: Annotated[Deadline, table] = _EMERGENCY
    urgent: Annotated[Deadline, table] = _URGENT
    normal: Annotated[Deadline, table] = _NORMAL
    special: Annotated[tuple[SpecialDeadline, ...], _special] = ()

    @property
    def by_urgency(self) -> Mapping[str, Deadline]:
        """The deadlines of each urgency."""
        return {"emergency": self.emergency, "urgent": self.urgent, "normal": self.normal}

    @property
    def by_category(self) -> Mapping[tuple[str, str], Deadline]:
        """The whole deadlines of each category and urgency that has its own."""
        return {
            (special.category, special.urgency): Deadline(
                accept=special.accept or self.by_urgency[special.urgency].accept,
                resolve=special.resolve or self.by_urgency[special.urgency].resolve,
            )
            for special in self.special
        }
