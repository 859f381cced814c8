"""How far our clock is from that of a server, by the date that every HTTP answer carries."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache


def seconds_ahead(date: str | None, now: datetime) -> float | None:
    """By how many seconds `now` is ahead of the answer's `Date`, to the second; None when it has none."""
    theirs = None if date is None else _moment(date)
    return None if theirs is None else (now - theirs).total_seconds()


# Hundreds of answers within a second carry the same date.
@lru_cache(8)
def _moment(date: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(date)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
