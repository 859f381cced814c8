"""Whether the homeserver can be reached and serves us."""

from datetime import datetime, timedelta

from bot.ports import Clock


class Health:
    """Fed by every sync; read by `/readyz`."""

    def __init__(self, clock: Clock, lately: timedelta) -> None:
        self._clock = clock
        self._lately = lately
        self._answered: datetime | None = None

    def answered(self) -> None:
        """The homeserver has served us just now."""
        self._answered = self._clock.now()

    def refused(self) -> None:
        """The homeserver does not let us in."""
        self._answered = None

    def is_good(self) -> bool:
        """Were we served lately?"""
        return self._answered is not None and self._clock.now() - self._answered < self._lately
