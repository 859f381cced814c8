"""Which requests somebody asks for, and what a state of ours is to the standard. Values in, values out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.community import PlaceId
from bot.understanding import Category

# GeoReport v2, "GET Service Requests": no longer a span than this, and the latest one where none is named.
LONGEST_SPAN: Final = timedelta(days=90)
# The five categories, which are the codes of our services.
SERVICES: Final[tuple[Category, ...]] = ("environment", "dispute", "service", "facility", "safety")


class Status(StrEnum):
    """All that the standard knows of how far a request is. `closed` never means fixed: `extended_status` says how."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Which requests of a community are wanted, the newest first. `numbers` given: these, and nothing else counts."""

    community: PlaceId
    numbers: Sequence[int] = ()
    services: Sequence[str] = ()
    status: Status | None = None
    since: datetime | None = None
    until: datetime | None = None
    skip: int = 0
    limit: int = 50


def span(since: datetime | None, until: datetime | None, now: datetime) -> tuple[datetime, datetime] | None:
    """The time that is asked about; None: it is longer than the standard allows."""
    if since is None:
        until = until or now
        return until - LONGEST_SPAN, until
    until = until or since + LONGEST_SPAN
    return None if until - since > LONGEST_SPAN else (since, until)
