"""Whether the homeserver can be reached and serves us."""

from datetime import datetime, timedelta

from adapters.http_date import seconds_ahead
from bot.ports import Clock


class Health:
    """Fed by every sync; read by `/readyz`."""

    def __init__(self, clock: Clock, lately: timedelta) -> None:
        self._clock = clock
        self._lately = lately
        self._answered: datetime | None = None
        # By how many seconds our clock is ahead of the homeserver's; None before the first answer.
        self.clock_ahead: float | None = None

    def answered(self, date: str | None) -> None:
        """The homeserver has served us just now, with an answer of that date."""
        self._answered = self._clock.now()
        ahead = seconds_ahead(date, self._answered)
        self.clock_ahead = self.clock_ahead if ahead is None else ahead

    def refused(self) -> None:
        """The homeserver does not let us in."""
        self._answered = None

    def is_good(self) -> bool:
        """Were we served lately?"""
        return self._answered is not None and self._clock.now() - self._answered < self._lately
