"""Telegram's limits on sending, when a test switches them on: overall, in one chat, in one group a minute."""

import math
from collections import deque
from dataclasses import dataclass, field
from typing import Final

from tests.servers.telegram.bots import Bot
from tests.servers.telegram.chats import Chat
from tests.servers.telegram.clock import Clock
from tests.servers.telegram.errors import too_many_requests

OVERALL: Final = (30, 1.0)
CHAT: Final = (3, 3.0)
GROUP: Final = (20, 60.0)


@dataclass(eq=False)
class Window:
    """At most `most` events within `seconds`; an event that is refused does not count."""

    most: int
    seconds: float
    times: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        """Seconds until there is room, 0 when there is."""
        while self.times and self.times[0] <= now - self.seconds:
            self.times.popleft()
        return 0.0 if len(self.times) < self.most else self.times[0] + self.seconds - now


class Limits:
    """Off until `on` is set. A chat takes 1 message/s on average with a burst of 3, a group 20 a minute.

    Edits count in buckets of their own, of the same size.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._windows: dict[tuple[int, int, bool, str], Window] = {}
        self.on = False

    def spend(self, bot: Bot, chat: Chat, *, edit: bool = False) -> None:
        """Count one send or edit; 429 with retry_after when a bucket is empty."""
        if not self.on:
            return
        now = self._clock.now()
        windows = [self._window(bot, 0, edit, "overall", OVERALL), self._window(bot, chat.id, edit, "chat", CHAT)]
        if chat.is_group:
            windows.append(self._window(bot, chat.id, edit, "minute", GROUP))
        wait = max(window.wait(now) for window in windows)
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        for window in windows:
            window.times.append(now)

    def _window(self, bot: Bot, chat_id: int, edit: bool, name: str, size: tuple[int, float]) -> Window:  # noqa: FBT001 - part of the key
        key = (bot.id, chat_id, edit, name)
        if key not in self._windows:
            self._windows[key] = Window(*size)
        return self._windows[key]
