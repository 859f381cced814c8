"""The server's Unix clock. It runs with the machine's until a test moves or stops it."""

import time
from datetime import datetime


class Clock:
    """Dates of messages, the 24 hours of updates and the limits all read this clock."""

    def __init__(self) -> None:
        self._shift = 0.0
        self._stopped_at: float | None = None

    def now(self) -> float:
        """Seconds since 1970 as the server believes them."""
        return self._stopped_at if self._stopped_at is not None else time.time() + self._shift

    def set(self, moment: datetime | float) -> None:
        """Jump to a moment; a stopped clock stays stopped, a running one runs on from there."""
        seconds = moment.timestamp() if isinstance(moment, datetime) else float(moment)
        if self._stopped_at is not None:
            self._stopped_at = seconds
        else:
            self._shift = seconds - time.time()

    def advance(self, seconds: float) -> None:
        self.set(self.now() + seconds)

    def stop(self) -> None:
        self._stopped_at = self.now()

    def run(self) -> None:
        moment, self._stopped_at = self.now(), None
        self.set(moment)
