"""Invitations: whose are accepted, and joining for as long as it takes (case 43)."""

import asyncio
import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from adapters.matrix import fields
from adapters.matrix.errors import NETWORK_FAULTS, NOT_YET, NotThereYet, Refusal, accepted
from adapters.matrix.fields import Fields
from adapters.matrix.homeserver import Homeserver, unlike_any_other
from adapters.matrix.names import server
from adapters.matrix.pauses import Pace, Pauses
from adapters.matrix.privates import PrivateRooms
from adapters.matrix.rooms import Rooms

log = logging.getLogger(__name__)

# A sync that tells of nothing but invitations: the usual one shows each invitation once.
_ALL_INVITATIONS: Final = {
    "room": {
        "timeline": {"limit": 0},
        "state": {"types": []},
        "ephemeral": {"types": []},
        "account_data": {"types": []},
    },
    "presence": {"types": []},
    "account_data": {"types": []},
}


def is_allowed(inviter: str, allowed: Sequence[str]) -> bool:
    """May this person invite us? `*:example.org` lets a whole server, `@li:example.org` one person."""
    return inviter in allowed or f"*:{server(inviter)}" in allowed


class Invitations:
    """Answers them beside everything else: joining a room of another server may take minutes."""

    def __init__(
        self, home: Homeserver, rooms: Rooms, privates: PrivateRooms, allowed: Sequence[str], pace: Pace
    ) -> None:
        self._home = home
        self._rooms = rooms
        self._privates = privates
        self._allowed = allowed
        self._pace = pace
        self._followed: set[str] = set()
        self._answering: dict[str, asyncio.Task[None]] = {}

    async def look_for_all(self) -> None:
        """Answer whatever is open, also what an earlier process was told of. Raises `Refusal` and network faults."""
        answer = await self._home.ask(
            "GET", f"/sync?timeout={unlike_any_other()}&filter={quote(json.dumps(_ALL_INVITATIONS))}"
        )
        self.answer(fields.lenient(answer, "rooms", "invite"))

    def answer(self, invitations: Mapping[str, Any]) -> None:
        """Accept or decline each of a sync's `invite`."""
        for room_id, invitation in invitations.items():
            ours = self._our_member_event(invitation)
            inviter = ours.get("sender")
            if not isinstance(inviter, str):
                continue
            former = self._rooms.replaced_by(room_id)
            if former is not None:
                self._spawn(room_id, self._join(room_id, self._rooms.person_of(former)))
            elif is_allowed(inviter, self._allowed):
                is_direct = fields.flag(fields.lenient(ours, "content"), "is_direct")
                self._spawn(room_id, self._join(room_id, inviter if is_direct else None))
            else:
                log.info("matrix %s: declined an invitation by %s", self._home.user, inviter)
                self._spawn(room_id, self._decline(room_id))

    def follow_successions(self) -> None:
        """Rooms of ours that go on in others: go there, if they are open; else an invitation will be accepted."""
        for room_id, replacement in self._rooms.successions():
            if replacement not in self._followed and self._home.room(replacement) is None:
                self._followed.add(replacement)
                self._spawn(replacement, self._join(replacement, self._rooms.person_of(room_id)))

    async def close(self) -> None:
        """Stop answering; what is open is found again at the next start."""
        tasks = list(self._answering.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _our_member_event(self, invitation: Any) -> Fields:
        events = fields.lenient(invitation, "invite_state").get("events")
        for event in events if isinstance(events, list) else ():
            is_ours = isinstance(event, dict) and event.get("state_key") == self._home.user
            if is_ours and event.get("type") == "m.room.member":
                return dict(event)
        return {}

    def _spawn(self, room_id: str, work: Any) -> None:
        former = self._answering.get(room_id)
        if former is not None:
            former.cancel()
        task = asyncio.get_running_loop().create_task(work)
        self._answering[room_id] = task
        task.add_done_callback(lambda done: self._ended(room_id, done))

    def _ended(self, room_id: str, task: "asyncio.Task[None]") -> None:
        if self._answering.get(room_id) is task:
            del self._answering[room_id]
        if not task.cancelled() and (fault := task.exception()) is not None:
            log.error("matrix %s: an invitation: %s", self._home.user, type(fault).__name__)

    async def _join(self, room_id: str, person: str | None) -> None:
        """Until we are in, or the server says that we never will be."""
        pauses = Pauses(self._pace)
        while True:
            try:
                # The list first: after a crash in between we would take the room for a group.
                if person is not None:
                    await self._privates.note(person, room_id)
                accepted(await self._home.client.join(room_id))
            except Refusal as refusal:
                if not (refusal.is_fault or refusal.is_limit or refusal.is_signed_out):
                    log.info("matrix %s: cannot join %s: %s", self._home.user, room_id, refusal)
                    return
                await pauses.pause(at_least=refusal.retry_after or 0.0)
            except (NotThereYet, *NETWORK_FAULTS, *NOT_YET):
                await pauses.pause()
            else:
                return

    async def _decline(self, room_id: str) -> None:
        try:
            accepted(await self._home.client.room_leave(room_id))
            accepted(await self._home.client.room_forget(room_id))
        except (Refusal, NotThereYet, *NETWORK_FAULTS, *NOT_YET) as fault:
            # The next start finds it again.
            log.info("matrix %s: an invitation stays open: %s", self._home.user, type(fault).__name__)
