"""From a stretch of a timeline to inbox rows: each event in its envelope, with what it points at looked up."""

import json
import logging
from collections.abc import Iterable
from typing import Any

from adapters.matrix.envelope import SEALED, Envelope
from adapters.matrix.errors import NETWORK_FAULTS, NOT_YET, NotThereYet, Refusal
from adapters.matrix.fields import Fields
from adapters.matrix.known import KnownEvents
from adapters.matrix.membership import actor_of
from adapters.matrix.notebook import Waiting
from adapters.matrix.rooms import Rooms
from adapters.matrix.stretch import may_concern_us, while_inside
from bot.errors import Unreadable
from bot.ports import Raw

log = logging.getLogger(__name__)


class Rows:
    """Makes the rows of one account."""

    def __init__(self, rooms: Rooms, known: KnownEvents, me: str) -> None:
        self._rooms = rooms
        self._known = known
        self._me = me

    async def of(self, room_id: str, events: Iterable[Fields]) -> list[Raw]:
        """The rows of these events, oldest first. Raises `Refusal` when the homeserver is at fault; network faults."""
        return [row for event in while_inside(list(events), self._me) if (row := await self._safe_row(room_id, event))]

    def of_sealed(self, waiting: Waiting) -> Raw:
        """That this message cannot be read: its key has not come."""
        event: dict[str, Any] = {
            key: waiting.event[key] for key in ("event_id", "sender", "origin_server_ts") if key in waiting.event
        }
        envelope = Envelope(
            me=self._rooms.me(waiting.room),
            setting=self._rooms.setting(waiting.room, str(event.get("sender", ""))),
            about=None,
            event={"type": SEALED, **event},
        )
        return Raw(key=f"sealed:{waiting.session}", lane=waiting.room, payload=envelope.seal())

    async def _safe_row(self, room_id: str, event: Fields) -> Raw | None:
        try:
            return await self._row(room_id, event)
        except (Refusal, NotThereYet, *NETWORK_FAULTS, *NOT_YET):
            raise
        except Exception as bug:  # noqa: BLE001 - one event that we fail at must not hold up all the others
            log.error("matrix %s: an event in %s: %s", self._me, room_id, type(bug).__name__)  # noqa: TRY400
            # What an exception says may hold what people said. Without an envelope the row waits for the admin.
            return Raw(key=str(event.get("event_id")), lane=room_id, payload=json.dumps(event))

    async def _row(self, room_id: str, event: Fields) -> Raw | None:
        self._known.learn(room_id, event)
        is_private = self._rooms.is_private(room_id)
        if not may_concern_us(event, self._me, is_private=is_private):
            return None
        if is_private and event["type"] == "m.room.message":
            self._rooms.spoken_in(room_id)
        envelope = Envelope(
            me=self._rooms.me(room_id),
            setting=self._rooms.setting(room_id, _actor(event, self._me)),
            about=await self._known.about(room_id, event),
            event=event,
        )
        return Raw(key=event["event_id"], lane=room_id, payload=envelope.seal())


def _actor(event: Fields, me: str) -> str:
    try:
        return actor_of(event, me)
    except Unreadable:
        return ""
