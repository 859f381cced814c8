"""The rooms that we are in: names, people, rights, and which of them are private."""

from collections.abc import Mapping
from typing import Any, Final

import nio

from adapters.matrix import fields
from adapters.matrix.envelope import Setting
from adapters.matrix.fields import Fields
from adapters.matrix.homeserver import Homeserver
from adapters.matrix.names import Me, localpart

# In Matrix's rooms moderators have 50 and administrators 100 by custom.
_MODERATOR: Final = 50
# From this version on those who made a room have every right and do not stand in the list.
_ENDLESS_RIGHTS: Final = 12
_PAIR: Final = 2


class Rooms:
    """What the syncs told of the rooms.

    A private room is one that was made for two and has no third: by the list `m.direct`, or because we opened it.
    """

    def __init__(self, home: Homeserver) -> None:
        self._home = home
        self._creators: dict[str, frozenset[str]] = {}
        self._ours: set[str] = set()
        # Every private room of a person, the newest last; whose each is; and where each person wrote last.
        self._direct: dict[str, list[str]] = {}
        self._person_of: dict[str, str] = {}
        self._spoken_in: dict[str, str] = {}

    def learn(self, rooms: Mapping[str, Any]) -> None:
        """Take in who made the rooms of a sync's `join`; nio does not keep it."""
        for room_id, room in rooms.items():
            for place in ("state", "timeline"):
                events = fields.lenient(room, place).get("events")
                for event in events if isinstance(events, list) else ():
                    if isinstance(event, dict) and event.get("type") == "m.room.create" and "state_key" in event:
                        self._learn_creators(room_id, event)

    def _learn_creators(self, room_id: str, event: Fields) -> None:
        content, creator = fields.lenient(event, "content"), event.get("sender")
        if creator == self._home.user:
            self._ours.add(room_id)
        version, more = content.get("room_version"), content.get("additional_creators")
        if isinstance(version, str) and version.isdigit() and int(version) >= _ENDLESS_RIGHTS:
            others = [one for one in more if isinstance(one, str)] if isinstance(more, list) else []
            self._creators[room_id] = frozenset([*others, str(creator)])

    def setting(self, room_id: str, actor: str) -> Setting:
        """The room as it is now, and this person in it."""
        room = self._home.room(room_id)
        return Setting(
            room=room_id,
            title="" if room is None else fields.clean(room.named_room_name() or ""),
            is_private=self.is_private(room_id),
            is_encrypted=room is not None and bool(room.encrypted),
            actor_name=self.name_of(room_id, actor),
            actor_is_admin=self._is_admin(room_id, room, actor),
        )

    def me(self, room_id: str) -> Me:
        """Ourselves, by the name that people see in that room."""
        user = self._home.user
        return Me(id=user, name=self.name_of(room_id, user) or localpart(user))

    def name_of(self, room_id: str, user: str) -> str | None:
        """Somebody's display name there."""
        room = self._home.room(room_id)
        member = room.users.get(user) if room is not None else None
        name = member.display_name if member is not None else None
        return fields.clean(name) if isinstance(name, str) else None

    def is_private(self, room_id: str) -> bool:
        """Is this the room of one person and us?"""
        room = self._home.room(room_id)
        if room is not None and len(room.users) > _PAIR:
            return False
        return room_id in self._ours or room_id in self._person_of

    def list_direct(self, direct: Mapping[str, list[str]]) -> None:
        """This is the list of private rooms by person now."""
        self._direct = {user: list(rooms) for user, rooms in direct.items()}
        self._person_of = {room_id: user for user, rooms in direct.items() for room_id in rooms}

    def is_direct(self, room_id: str, user: str) -> bool:
        """Does the list name it as this person's?"""
        return room_id in self._direct.get(user, ())

    def person_of(self, room_id: str) -> str | None:
        """Whose private room it is."""
        return self._person_of.get(room_id)

    def spoken_in(self, room_id: str) -> None:
        """The person writes there: it is the room that we answer in."""
        person = self._person_of.get(room_id)
        if person is not None:
            self._spoken_in[person] = room_id

    def with_person(self, user: str) -> str | None:
        """The room of this person and us alone; the person is there, or invited.

        One that we opened and that is not in the list was made just before a crash.
        """
        listed = [room_id for room_id in self._direct.get(user, ()) if self._is_pair(room_id, user)]
        if listed:
            latest = self._spoken_in.get(user)
            return latest if latest in listed else listed[-1]
        return next((room_id for room_id in self._ours if self._is_pair(room_id, user)), None)

    def has(self, room_id: str, user: str) -> bool:
        """Have the syncs told that this person is in the room, or invited?"""
        room = self._home.room(room_id)
        return room is not None and user in room.users

    def is_left_by(self, user: str) -> bool:
        """Are we still in a private room of this person, alone?"""
        return any(self._is_empty(room_id) for room_id in self._direct.get(user, ()))

    def replaced_by(self, room_id: str) -> str | None:
        """The room of ours that goes on in that one, if any."""
        return next((former for former, replacement in self.successions() if replacement == room_id), None)

    def successions(self) -> list[tuple[str, str]]:
        """Rooms of ours that go on in others, and in which."""
        rooms = self._home.client.rooms.items()
        return [(room_id, room.replacement_room) for room_id, room in rooms if room.replacement_room]

    def forget(self, room_id: str) -> None:
        """We are not in that room any more; nio would keep it."""
        self._home.client.rooms.pop(room_id, None)
        self._home.client.invited_rooms.pop(room_id, None)

    def _is_pair(self, room_id: str, user: str) -> bool:
        room = self._home.room(room_id)
        return room is not None and set(room.users) == {user, self._home.user}

    def _is_empty(self, room_id: str) -> bool:
        room = self._home.room(room_id)
        return room is not None and set(room.users) <= {self._home.user}

    def _is_admin(self, room_id: str, room: nio.MatrixRoom | None, user: str) -> bool:
        if user in self._creators.get(room_id, ()):
            return True
        if room is None:
            return False
        levels = room.power_levels
        level = levels.users.get(user, levels.defaults.users_default)
        return isinstance(level, int) and level >= _MODERATOR
