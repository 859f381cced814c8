"""What is kept of a person, counted."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of what is kept."""

    CALLS = "calls"
    SAID = "said"
    TALKS = "talks"
    WAITING = "waiting"


@dataclass(frozen=True, kw_only=True)
class Holding:
    """So many rows of a kind."""

    kind: Kind
    count: int
