"""How long we wait for what, and growing pauses between tries, with chance in them."""

import asyncio
import random
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Pace:
    """Seconds. Pauses between tries grow from `first` to `longest`."""

    first: float = 1.0
    longest: float = 60.0
    # How long the homeserver holds an empty answer of a sync back.
    poll: float = 30.0
    # How long it may take to answer anything else, and the first sync, which tells of every room.
    answer: float = 30.0
    first_sync: float = 300.0
    # How long a start waits for a silent homeserver.
    start: float = 10.0
    # Homeservers allow few sign-ins (Synapse: five, then one in five minutes): how long after one that was refused.
    barred: float = 330.0
    # How long a room that we opened may take until a sync shows it.
    appear: float = 10.0
    # How long a key may be late until its room is told, and how long a sync waits meanwhile.
    sealed: float = 25.0
    sealed_poll: float = 5.0
    # Signs that nobody waits for leave when nothing else has left for so long.
    idle: float = 2.0


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
