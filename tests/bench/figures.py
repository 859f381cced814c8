"""A measured figure, its yardstick and its aim, as a line of a table."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What was measured. With a `yardstick` the aim is for the quotient of both, else for the value itself.

    `is_most`: the aim is the most that is good, not the least.
    """

    name: str
    value: float
    unit: str = ""
    yardstick: float | None = None
    against: str = ""
    aim: float | None = None
    is_most: bool = False

    @property
    def judged(self) -> float:
        """What the aim speaks of."""
        return self.value if self.yardstick is None else self.value / self.yardstick

    @property
    def is_met(self) -> bool:
        """Is it as good as it should be? A figure without an aim always is."""
        if self.aim is None:
            return True
        return self.judged <= self.aim if self.is_most else self.judged >= self.aim

    def cells(self) -> tuple[str, ...]:
        """Name, value, yardstick, quotient, aim, and whether it is met."""
        unit = f" {self.unit}" if self.unit else ""
        value, yardstick, quotient = f"{_plain(self.value)}{unit}", "", ""
        if self.yardstick is not None:
            yardstick = f"{_plain(self.yardstick)}{unit} ({self.against})"
            quotient = f"{self.judged:.2f}"
        if self.aim is None:
            return (self.name, value, yardstick, quotient, "", "")
        own_unit = unit if self.yardstick is None else ""
        aim = f"{'≤' if self.is_most else '≥'} {_plain(self.aim)}{own_unit}"
        return (self.name, value, yardstick, quotient, aim, "met" if self.is_met else "MISSED")


HEAD = ("figure", "measured", "beside", "quotient", "aim", "")


def table(figures: Iterable[Figure]) -> Iterator[str]:
    """The lines of a Markdown table."""
    yield f"| {' | '.join(HEAD)} |"
    yield f"|{'---|' * len(HEAD)}"
    for figure in figures:
        yield f"| {' | '.join(figure.cells())} |"


def _plain(number: float) -> str:
    """Three digits that mean something."""
    if number == 0 or abs(number) >= 100:
        return f"{number:,.0f}"
    return f"{number:.3g}"
