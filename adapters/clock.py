"""The real time."""

import time
from datetime import UTC, datetime


class SystemClock:
    """Implements `bot.ports.Clock`."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        return datetime.now(UTC)


def elapsed() -> float:
    """Seconds since some moment in the past. They go on while this process is stopped, and while the machine sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class MovableClock:
    """A clock that stands still until it is moved: a played day takes no day."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """The moment it was moved to."""
        return self._at

    def move_to(self, at: datetime) -> None:
        """Go on; never back."""
        self._at = max(self._at, at)
