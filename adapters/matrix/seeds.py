"""Reactions of our own under a worker's private message, for a tap to join in.

Each is an event against the account's rate, so they leave only when nothing else has for a while, one at a time, and
the first that is refused ends it (case 60).
"""

import asyncio
import logging
from collections import deque
from dataclasses import dataclass
from typing import Final

from adapters.matrix.errors import NETWORK_FAULTS, NOT_YET, NotThereYet, Refusal, accepted
from adapters.matrix.homeserver import Homeserver
from adapters.matrix.render import Event

log = logging.getLogger(__name__)

_MOST: Final = 100


@dataclass(frozen=True, kw_only=True)
class Seed:
    """A reaction to put into a room."""

    room: str
    event: Event


class Seeds:
    """Those that wait. After a crash they are gone, which costs the worker a tap."""

    def __init__(self, home: Homeserver, idle: float) -> None:
        self._home = home
        self._idle = idle
        self._waiting: deque[Seed] = deque(maxlen=_MOST)
        self._task: asyncio.Task[None] | None = None
        self._is_busy = False

    def busy(self) -> None:
        """Something that matters is leaving."""
        self._is_busy = True

    def add(self, seed: Seed) -> None:
        """Put it there when there is time."""
        self._waiting.append(seed)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._sow())

    async def close(self) -> None:
        """Leave the rest."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _sow(self) -> None:
        while self._waiting:
            self._is_busy = False
            await asyncio.sleep(self._idle)
            if self._is_busy:
                continue
            seed = self._waiting.popleft()
            try:
                event = seed.event
                accepted(await self._home.client.room_send(seed.room, event.kind, event.content, event.transaction))
            except (Refusal, NotThereYet, *NETWORK_FAULTS, *NOT_YET) as fault:
                log.debug("matrix: reactions left out: %s", type(fault).__name__)
                self._waiting.clear()
