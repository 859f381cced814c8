"""How far our clock is from that of a server, by the date that every HTTP answer carries."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def seconds_ahead(date: str | None, now: datetime) -> float | None:
    """By how many seconds `now` is ahead of the answer's `Date`, to the second; None when it has none."""
    if date is None:
        return None
    try:
        theirs = parsedate_to_datetime(date)
    except ValueError:
        return None
    return (now - (theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC))).total_seconds()
