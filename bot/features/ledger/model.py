"""The ledger's columns and rows, and which tickets somebody wants. Values in, values out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from bot.community import Place


class LedgerRow(NamedTuple):
    """One ticket. `text` is masked unless whoever asks may read all; moments are in the community's zone.

    `origin` says how the call came: online, phone, window, visit, volunteer, box, hotline, or found by a worker.
    A tuple, because a million of them are written one after the other.
    """

    number: int
    opened_at: datetime
    channel: str
    text: str
    community: str
    compound: str
    grid: str
    building: str
    category: str
    urgency: str
    state: str
    level: str
    assignee: str
    rating: int | None
    origin: str
    answered_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    closing: str


# The header, in this order (DESIGN part 4, `huying export`).
COLUMNS: Final = LedgerRow._fields
# What those read who do not work in the community: no words, and nobody's name.
OPEN_COLUMNS: Final = tuple(name for name in COLUMNS if name not in {"text", "assignee"})


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which tickets: opened from `start` to before `end`, in an area, of a category; None is all of them."""

    start: datetime | None = None
    end: datetime | None = None
    area: Place | None = None
    category: str | None = None
    # Words unmasked, for those who may read them.
    private: bool = False
    columns: tuple[str, ...] = COLUMNS
