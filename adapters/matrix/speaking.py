"""Putting one event into a room: encrypted where it must be, one at a time, and never twice."""

import asyncio
from collections import defaultdict
from datetime import timedelta
from http import HTTPStatus
from typing import Final

import nio

from adapters.matrix.errors import NotThereYet, Refusal, accepted
from adapters.matrix.line import Line
from adapters.matrix.render import ONCE, Event

# Homeservers remember transaction ids for a day (Synapse: 24 hours).
_TRUSTED: Final = timedelta(hours=20)
# How far back a message is looked for that may have been sent longer ago.
_PAGES: Final = 5
_PAGE: Final = 100


class NotInside(Exception):  # noqa: N818 - a fact
    """We are not in that room."""


class Speaking:
    """Sends for one account."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._home = line.home
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def say(self, room_id: str, event: Event) -> str:
        """Send a message and return its id. Those for one room leave in the order of the calls.

        Raises `NotInside`, `NotThereYet`, `Refusal`, and what nio and the network raise.
        """
        # Sent side by side, encrypted messages arrive in another order.
        async with self._turns[room_id]:
            room = await self.room(room_id)
            await self._be_safe(room)
            since = self._line.notebook.tried_since(event.transaction, self._line.clock.now())
            is_old = self._line.clock.now() - since > _TRUSTED
            message = (await self._sent_earlier(room_id, event) if is_old else None) or await self.put(room_id, event)
            self._line.notebook.arrived(event.transaction)
            return message

    async def put(self, room_id: str, event: Event) -> str:
        """Send an event that needs no order, such as a reaction. Raises as `say`."""
        await self.room(room_id)
        sent = await self._home.client.room_send(
            room_id, event.kind, event.content, event.transaction, ignore_unverified_devices=True
        )
        return str(accepted(sent).event_id)

    async def room(self, room_id: str) -> nio.MatrixRoom:
        """The room, if we are in it. Raises as `say`."""
        if not self._home.is_synced:
            raise NotThereYet("the rooms are not known yet")
        room = self._home.room(room_id)
        if room is not None:
            return room
        if await self.is_inside(room_id):
            raise NotThereYet("no sync has told of the room yet")
        raise NotInside

    async def is_inside(self, room_id: str) -> bool:
        """Are we in that room, by the homeserver's word? Raises `Refusal` when it gives none; network faults."""
        try:
            member = accepted(await self._home.client.room_get_state_event(room_id, "m.room.member", self._home.user))
        except Refusal as refusal:
            if refusal.is_fault or refusal.is_limit or refusal.is_signed_out:
                raise
            return False
        return bool(member.content.get("membership") == "join")

    async def _be_safe(self, room: nio.MatrixRoom) -> None:
        """Never send in the clear into a room that has become encrypted, nor without the keys of those in it."""
        client = self._home.client
        if room.encrypted:
            if client.should_query_keys:
                accepted(await client.keys_query())
            return
        # What a sync would tell may still be on its way, so the homeserver is asked each time (case 41; 2 ms).
        if await self._is_encrypted(room.room_id):
            raise NotThereYet("the room has become encrypted")

    async def _is_encrypted(self, room_id: str) -> bool:
        try:
            accepted(await self._home.client.room_get_state_event(room_id, "m.room.encryption"))
        except Refusal as refusal:
            if refusal.status == HTTPStatus.NOT_FOUND and not refusal.is_fault:
                return False
            raise
        return True

    async def _sent_earlier(self, room_id: str, event: Event) -> str | None:
        """The message of an earlier try, which the homeserver may have forgotten to be the same."""
        start: str | None = None
        for _ in range(_PAGES):
            page = accepted(await self._home.client.room_messages(room_id, start=start, limit=_PAGE))
            for found in page.chunk:
                content = found.source.get("content")
                ours = found.source.get("sender") == self._home.user and isinstance(content, dict)
                if ours and content.get(ONCE) == event.transaction:
                    return str(found.event_id)
            start = page.end
            if not page.chunk or start is None:
                break
        return None
