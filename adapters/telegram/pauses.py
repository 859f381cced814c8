"""Growing pauses between tries, with chance in them, so that many bots do not come back in the same second."""

import asyncio
import random
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Pace:
    """Seconds. `poll` is how long Telegram holds an empty answer back; pauses grow from `first` to `longest`."""

    poll: int = 50
    first: float = 1.0
    longest: float = 30.0
    # How often a webhook that is set is looked at.
    look: float = 60.0
    # How long a start waits for a Telegram that keeps silent.
    start: float = 8.0


class Pauses:
    """Each pause is up to twice as long as the one before, until a success."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._next = pace.first

    def succeeded(self) -> None:
        """Begin with the shortest pause again."""
        self._next = self._pace.first

    async def pause(self, at_least: float = 0.0) -> None:
        """Wait, at least that many seconds."""
        length, self._next = self._next, min(2 * self._next, self._pace.longest)
        await asyncio.sleep(max(at_least, length * random.uniform(0.5, 1.0)))  # noqa: S311 - no secret
