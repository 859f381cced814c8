"""Taking in what a sync tells: all of it is kept, with the token, before the homeserver hears of it."""

import json
import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote

from adapters.matrix import fields
from adapters.matrix.fields import Fields
from adapters.matrix.gaps import missed
from adapters.matrix.line import Line
from adapters.matrix.notebook import Waiting
from adapters.matrix.pauses import Pauses
from adapters.matrix.rows import Rows
from adapters.matrix.stretch import begins_here, stretch_of
from bot.errors import StorageAway
from bot.ports import Raw, Reception

log = logging.getLogger(__name__)

SYNC_FILTER: Final = {
    "room": {
        "timeline": {"limit": 50},
        "ephemeral": {"types": []},
        "account_data": {"types": []},
        "state": {"not_types": ["m.room.avatar", "m.room.server_acl", "m.room.topic"]},
    },
    "presence": {"types": []},
    "account_data": {"types": []},
}


class Taking:
    """Takes in syncs for one account. `cursor` is the token up to which all is kept."""

    def __init__(self, line: Line, reception: Reception) -> None:
        self.cursor: str | None = None
        self._line = line
        self._home = line.home
        self._reception = reception
        self._rows = Rows(line.rooms, line.known, line.home.user)

    async def load(self) -> None:
        """Learn how far this account had received, however long the database is away."""
        pauses = Pauses(self._line.pace)
        while True:
            try:
                self.cursor = await self._reception.cursor(self._line.channel.name, self._line.channel.bot)
            except StorageAway:
                await pauses.pause()
            else:
                return

    async def take(self, answer: Any, rooms: Fields, *, look_at_all: bool) -> None:
        """Keep what nio has taken in; `rooms` are the sync's rooms as they came.

        `look_at_all`: a key may have come with an earlier sync that did not get this far. Raises `Refusal` and what
        the network raises; then the same may be taken again.
        """
        late = self._line.keys.late(None if look_at_all else answer.to_device_events)
        rows = [row for one, event in late if event for row in await self._rows.of(one.room, [event])]
        read = {**answer.rooms.leave, **answer.rooms.join}
        timelines = {room_id: room.timeline.events for room_id, room in read.items()}
        await self._finish(rows + await self._heard_in(rooms, timelines), answer.next_batch)
        self._line.keys.settled([one for one, _ in late])
        self._after(rooms)

    async def take_without_nio(self) -> None:
        """Get past a sync that nio fails at, so that one poisoned room cannot silence all the others.

        Keys that came with it are lost to us; their messages wait, and their senders are asked.
        """
        since = "" if self.cursor is None else f"&since={quote(self.cursor)}"
        answer = await self._home.ask("GET", f"/sync?filter={quote(json.dumps(SYNC_FILTER))}{since}")
        rooms = fields.lenient(answer, "rooms")
        await self._finish(await self._heard_in(rooms, {}), fields.required_words(answer, "next_batch"))
        self._after(rooms)

    async def tell_of_sealed(self) -> None:
        """Say once of each missing key that its messages cannot be read, when it has been missing for a while."""
        now, notebook = self._line.clock.now(), self._line.notebook
        late = now - timedelta(seconds=self._line.pace.sealed)
        sealed = [one for one, since in notebook.untold() if since <= late]
        if sealed:
            await self._keep([self._rows.of_sealed(one) for one in sealed], None)
            notebook.told([one.session for one in sealed], now)

    async def _heard_in(self, rooms: Fields, read: Mapping[str, Sequence[Any]]) -> list[Raw]:
        rows: list[Raw] = []
        # Rooms that we were removed from may hold words from before.
        for membership in ("leave", "join"):
            for room_id, room in fields.lenient(rooms, membership).items():
                rows += await self._heard(room_id, fields.lenient(room, "timeline"), read.get(room_id, ()))
        return rows

    async def _heard(self, room_id: str, timeline: Fields, read: Sequence[Any]) -> list[Raw]:
        """The rows of a room's timeline; what lies between the last sync and it is kept on the way."""
        stretch = stretch_of(self._home.client, room_id, timeline.get("events"), read)
        until = timeline.get("prev_batch")
        is_gap = fields.flag(timeline, "limited") and not begins_here(stretch.events, self._home.user)
        if is_gap and self.cursor is not None and isinstance(until, str):
            async for page in missed(self._home, room_id, self.cursor, until):
                self._wait_for_keys(page.waiting)
                await self._keep(await self._rows.of(room_id, page.events), None)
        self._wait_for_keys(stretch.waiting)
        return await self._rows.of(room_id, stretch.events)

    def _wait_for_keys(self, events: Sequence[Waiting]) -> None:
        others = [one for one in events if one.event.get("sender") != self._home.user]
        self._line.keys.keep(others, self._line.clock.now())

    async def _finish(self, rows: Sequence[Raw], cursor: str) -> None:
        if rows or cursor != self.cursor:
            await self._keep(rows, cursor)
        self.cursor = cursor

    async def _keep(self, rows: Sequence[Raw], cursor: str | None) -> None:
        """Have these kept, however long the database is away: a sync is decrypted only once."""
        pauses = Pauses(self._line.pace)
        while True:
            try:
                await self._reception.receive(self._line.channel, rows, cursor)
            except StorageAway:
                log.warning("matrix %s: the database is away; %d events wait", self._home.user, len(rows))
                await pauses.pause()
            else:
                return

    def _after(self, rooms: Fields) -> None:
        for room_id in fields.lenient(rooms, "leave"):
            self._line.rooms.forget(room_id)
        self._line.invitations.follow_successions()
