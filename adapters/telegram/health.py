"""Whether Telegram can be reached and serves us."""

from datetime import datetime, timedelta

from adapters.http_date import seconds_ahead
from bot.ports import Clock


class Health:
    """Fed by every call; read by `/readyz`."""

    def __init__(self, clock: Clock, lately: timedelta) -> None:
        self._clock = clock
        self._lately = lately
        self._answered: datetime | None = None
        self._refused = False
        # By how many seconds our clock is ahead of Telegram's; None before the first answer.
        self.clock_ahead: float | None = None

    def dated(self, date: str | None) -> None:
        """An answer carries this date."""
        ahead = seconds_ahead(date, self._clock.now())
        self.clock_ahead = self.clock_ahead if ahead is None else ahead

    def answered(self) -> None:
        """A call went through."""
        self._answered = self._clock.now()

    def refused(self) -> None:
        """Telegram does not serve us: another receiver has our place, or the token is not accepted any more."""
        self._refused = True

    def received(self) -> None:
        """Receiving works."""
        self.answered()
        self._refused = False

    def is_good(self) -> bool:
        """Was there an answer lately, and is nothing known that keeps us from receiving?"""
        if self._refused or self._answered is None:
            return False
        return self._clock.now() - self._answered < self._lately
