"""Private rooms: the one room of a person and us, found or opened, never opened twice (case 60)."""

import asyncio
from collections import defaultdict
from http import HTTPStatus
from typing import Any, Final

import nio

from adapters.matrix import fields
from adapters.matrix.errors import NETWORK_FAULTS, NotThereYet, Refusal, accepted
from adapters.matrix.homeserver import Homeserver, path_of
from adapters.matrix.pauses import Pace
from adapters.matrix.rooms import Rooms

_ENCRYPTION: Final = {
    "type": "m.room.encryption",
    "state_key": "",
    "content": {"algorithm": "m.megolm.v1.aes-sha2"},
}


class PersonLeft(Exception):  # noqa: N818 - what the person wants
    """The person left the private room, or declined it: our private messages are not wanted."""


class PrivateRooms:
    """Finds the way to a person. The list `m.direct` of the account says whose room is whose, also after a restart."""

    def __init__(self, home: Homeserver, rooms: Rooms, pace: Pace, *, encrypt: bool) -> None:
        self._home = home
        self._rooms = rooms
        self._pace = pace
        self._encrypt = encrypt
        self._opening: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._writing = asyncio.Lock()
        # Rooms that may have been made although no answer came, with the number of the last sync before it.
        self._in_doubt: dict[str, int] = {}

    async def load(self) -> None:
        """Read the list. Raises `Refusal` and what the network raises."""
        self._rooms.list_direct(await self._read())

    async def room_for(self, user: str) -> str:
        """The room to write to this person, opened if there is none.

        Raises `PersonLeft`, `NotThereYet` when the room is there soon, `Refusal`, and what the network raises.
        """
        async with self._opening[user]:
            known = self._rooms.with_person(user)
            if known is not None:
                await self.note(user, known)
                return known
            if self._rooms.is_left_by(user):
                raise PersonLeft
            return await self._open(user)

    async def note(self, user: str, room_id: str) -> None:
        """This is that person's private room. Raises as `load`."""
        if self._rooms.is_direct(room_id, user):
            return
        async with self._writing:
            # People's clients write the list too.
            direct = await self._read()
            rooms = [*(one for one in direct.get(user, ()) if one != room_id), room_id]
            direct[user] = rooms
            await self._home.ask("PUT", self._list_path, direct)
            self._rooms.list_direct(direct)

    async def _open(self, user: str) -> str:
        if user in self._in_doubt and self._home.syncs < self._in_doubt[user] + 2:
            raise NotThereYet("a room may have been made; a sync will tell")
        try:
            made = accepted(
                await self._home.client.room_create(
                    is_direct=True,
                    preset=nio.RoomPreset.trusted_private_chat,
                    invite=[user],
                    initial_state=[_ENCRYPTION] if self._encrypt else [],
                )
            )
        except NETWORK_FAULTS:
            self._in_doubt[user] = self._home.syncs
            raise
        self._in_doubt.pop(user, None)
        room_id = str(made.room_id)
        await self.note(user, room_id)
        await self._until_seen(room_id, user)
        return room_id

    async def _until_seen(self, room_id: str, user: str) -> None:
        """Wait for the sync that tells of it and of the person in it.

        nio sends only to rooms that it knows, and encrypts only for those whom it sees there; a sync may come between
        the making of the room and the invitation.
        """
        try:
            async with asyncio.timeout(self._pace.appear):
                while not self._rooms.has(room_id, user):
                    await self._home.next_sync()
        except TimeoutError:
            raise NotThereYet("the new room has not been told of yet") from None

    async def _read(self) -> dict[str, list[str]]:
        try:
            found = await self._home.ask("GET", self._list_path)
        except Refusal as refusal:
            if refusal.status == HTTPStatus.NOT_FOUND and not refusal.is_fault:
                return {}
            raise
        return {user: _texts(rooms) for user, rooms in found.items()}

    @property
    def _list_path(self) -> str:
        return path_of("user", self._home.user, "account_data", "m.direct")


def _texts(value: Any) -> list[str]:
    return [fields.clean(one) for one in value if isinstance(one, str)] if isinstance(value, list) else []
