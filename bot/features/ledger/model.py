"""The ledger's columns and rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

# The header, in this order (DESIGN part 4, `huying export`).
COLUMNS: Final = (
    "number",
    "opened_at",
    "channel",
    "text",
    "community",
    "compound",
    "grid",
    "building",
    "category",
    "urgency",
    "state",
    "level",
    "assignee",
    "rating",
    "origin",
)


@dataclass(frozen=True, kw_only=True)
class LedgerRow:
    """One ticket. `text` is masked unless whoever asks may read all; `opened_at` is in the community's zone.

    `origin` says how the call came: online, phone, window, visit, volunteer, box, hotline, or found by a worker.
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
