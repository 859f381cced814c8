"""The queue of one bot's updates, with the true meaning of `offset`: it stays until a later offset confirms it."""

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from tests.servers.telegram.clock import Clock

Json = dict[str, Any]

ENCODE: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
KEPT_SECONDS: Final = 24 * 3600
# The real queue answers an offset further in the future than this as if none had been given.
FUTURE_OFFSET: Final = 10
ONLY_WHEN_ASKED: Final = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(eq=False, kw_only=True, slots=True)
class Update:
    """One thing that a bot shall hear; the two stamps are of time.perf_counter."""

    id: int
    kind: str
    body: str
    chat: int
    expires: float
    created: float = field(default_factory=time.perf_counter)
    fetched: float | None = None
    fetches: int = 0

    @property
    def text(self) -> str:
        return f'{{"update_id":{self.id},"{self.kind}":{self.body}}}'


class UpdateQueue:
    """What waits for a bot. Ids go up by one unless a test makes them jump."""

    def __init__(self, clock: Clock, first_id: int) -> None:
        self._clock = clock
        self._waiting: deque[Update] = deque()
        self.next_id = first_id
        self.allowed: frozenset[str] | None = None
        self.arrived = asyncio.Event()
        self.listener: Callable[[Update], None] | None = None
        self.history: list[Update] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def hears(self, kind: str) -> bool:
        return kind not in ONLY_WHEN_ASKED if self.allowed is None else kind in self.allowed

    def allow(self, kinds: list[str] | None) -> None:
        """Remember allowed_updates: None keeps the former choice, an empty list asks for the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def add(self, kind: str, body: Json, chat: int = 0) -> Update | None:
        """Queue an update, or nothing when the bot did not ask for its kind."""
        if not self.hears(kind):
            return None
        return self.add_raw(kind, ENCODE(body), chat)

    def put(self, update: Update) -> None:
        """Queue a ready update; also the way to send the same id or a broken body once more."""
        self.next_id = max(self.next_id, update.id + 1)
        self._waiting.append(update)
        self.history.append(update)
        self.arrived.set()
        if self.listener is not None:
            self.listener(update)

    def add_again(self, update: Update) -> None:
        """Queue the same words under a new id."""
        self.put(Update(id=self.next_id, kind=update.kind, body=update.body, chat=update.chat, expires=update.expires))

    def add_raw(self, kind: str, body: str, chat: int = 0) -> Update:
        """Queue an update of an unknown kind, or one whose body no client can parse (it must be JSON all the same)."""
        update = Update(id=self.next_id, kind=kind, body=body, chat=chat, expires=self._clock.now() + KEPT_SECONDS)
        self.put(update)
        return update

    def take(self, offset: int, limit: int) -> list[Update]:
        """Forget what an offset confirms, then return up to `limit` of the rest, oldest first."""
        self.drop_expired()
        if offset < 0:
            offset += self.next_id
        if offset <= self.next_id + FUTURE_OFFSET:
            while self._waiting and self._waiting[0].id < offset:
                self._waiting.popleft()
        return self._fetched(limit)

    def _fetched(self, limit: int) -> list[Update]:
        updates = list(islice(self._waiting, limit))
        for update in updates:
            self.mark_fetched(update)
        return updates

    def mark_fetched(self, update: Update) -> None:
        update.fetched = update.fetched or time.perf_counter()
        update.fetches += 1

    def drop_expired(self) -> None:
        now = self._clock.now()
        while self._waiting and self._waiting[0].expires <= now:
            self._waiting.popleft()

    def drop(self, update: Update) -> None:
        """Take out one update that a webhook has accepted."""
        if update in self._waiting:
            self._waiting.remove(update)

    def drop_all(self) -> None:
        self._waiting.clear()

    def waiting(self) -> list[Update]:
        self.drop_expired()
        return list(self._waiting)
