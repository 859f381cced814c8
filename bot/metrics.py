"""What is counted about the service, for whatever watches it: names, labels and numbers, not how they are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Labels = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One figure in all its kinds: a value for each set of labels. A counter only grows while the service runs."""

    name: str
    help: str
    values: Sequence[tuple[Labels, float]]
    is_counter: bool = False


def plain(name: str, help_: str, value: float) -> Metric:
    """A figure without kinds that may go up and down."""
    return Metric(name=name, help=help_, values=[({}, value)])
