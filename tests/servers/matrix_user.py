"""A resident or worker with a Matrix client such as Element: sees rooms, says things, reacts, joins when invited.

Built on matrix-nio with end-to-end encryption. Reads like a chat; knows nothing of the bot.
"""

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import nio
from nio.crypto.attachments import decrypt_attachment

from tests.servers.matrix_listening import MatrixError, MatrixListening, accepted
from tests.servers.matrix_timeline import Message


class MatrixUser:
    """One person on one device. Made by `Synapse.user`, closed by `close` (or `Synapse.close_users`)."""

    def __init__(self, homeserver: str, user_id: str, store: Path | None) -> None:
        self.id = user_id
        self._listening = MatrixListening(homeserver, user_id, store)
        self.client = self._listening.client

    async def signs_in(self, password: str) -> None:
        """Log in on a new device and start to listen."""
        await self._listening.begin(password)

    async def close(self) -> None:
        """Stop listening and close the connections. Closing twice does no harm."""
        await self._listening.end()

    @property
    def rooms(self) -> dict[str, str]:
        """The rooms this person is in: their ids and names."""
        return {room_id: str(room.display_name) for room_id, room in self.client.rooms.items()}

    @property
    def invitations(self) -> dict[str, str]:
        """Rooms to which this person is invited, and who asked."""
        return {room_id: str(room.inviter) for room_id, room in self.client.invited_rooms.items()}

    async def creates_room(
        self,
        name: str,
        *,
        encrypted: bool = False,
        invite: Sequence["MatrixUser | str"] = (),
        public: bool = False,
    ) -> str:
        """Open a group; `public=True` lets anyone join who knows its id. Returns the room's id."""
        made = await accepted(
            self.client.room_create(
                name=name,
                preset=nio.RoomPreset.public_chat if public else nio.RoomPreset.private_chat,
                invite=[person if isinstance(person, str) else person.id for person in invite],
                initial_state=[_ENCRYPTION] if encrypted else [],
            )
        )
        return await self._in_room(made.room_id)

    async def joins(self, room: str) -> str:
        await accepted(self.client.join(room))
        return await self._in_room(room)

    async def leaves(self, room: str) -> None:
        await accepted(self.client.room_leave(room))
        await self._until(lambda: room not in self.client.rooms, f"leave {room}", 10)

    async def invites(self, room: str, person: "MatrixUser | str") -> None:
        who = person if isinstance(person, str) else person.id
        await accepted(self.client.room_invite(room, who))

    async def turns_encryption_on(self, room: str) -> None:
        """As a room's owner does in the settings of Element; it can never be turned off again."""
        await accepted(self.client.room_put_state(room, _ENCRYPTION["type"], _ENCRYPTION["content"]))
        await self._until(lambda: self.client.rooms[room].encrypted, "see the room encrypted", 10)

    async def accepts_invitations(self, *, timeout: float = 10) -> list[str]:  # noqa: ASYNC109 - reads like a sentence
        """Wait until at least one invitation is there and join all of them. Returns the rooms' ids."""
        await self._until(lambda: bool(self.invitations), "be invited", timeout)
        return [await self.joins(room) for room in list(self.invitations)]

    async def private_room_with(self, person: "MatrixUser | str", *, timeout: float = 10) -> str:  # noqa: ASYNC109
        """The room of these two alone, joined when that person has invited this one. Returns its id."""
        other = person if isinstance(person, str) else person.id
        await self._until(lambda: self._found_room_with(other) is not None, f"have a room with {other}", timeout)
        room = self._found_room_with(other) or ""
        return await self.joins(room) if room in self.invitations else room

    def _found_room_with(self, other: str) -> str | None:
        for room_id, inviter in self.invitations.items():
            if inviter == other:
                return room_id
        pair = {self.id, other}
        return next((room_id for room_id, room in self.client.rooms.items() if set(room.users) == pair), None)

    async def says(
        self,
        room: str,
        words: str,
        *,
        reply_to: str | None = None,
        thread: str | None = None,
        mentions: Sequence[str] = (),
    ) -> str:
        """Send text, return its event id. `reply_to` and `thread` are event ids; with both it answers in the thread."""
        content: dict[str, Any] = {"msgtype": "m.text", "body": words, "m.mentions": {}}
        if mentions:
            content["m.mentions"] = {"user_ids": list(mentions)}
        if reply_to or thread:
            content["m.relates_to"] = _relation(reply_to, thread)
        return await self.sends(room, "m.room.message", content)

    async def edits(self, room: str, event_id: str, words: str) -> str:
        content = {
            "msgtype": "m.text",
            "body": f"* {words}",
            "m.mentions": {},
            "m.new_content": {"msgtype": "m.text", "body": words, "m.mentions": {}},
            "m.relates_to": {"rel_type": "m.replace", "event_id": event_id},
        }
        return await self.sends(room, "m.room.message", content)

    async def reacts(self, room: str, event_id: str, key: str) -> str:
        """React with an emoji and return the reaction's own event id, which `redacts` takes back."""
        relation = {"rel_type": "m.annotation", "event_id": event_id, "key": key}
        return await self.sends(room, "m.reaction", {"m.relates_to": relation})

    async def redacts(self, room: str, event_id: str) -> str:
        """Delete a message, or take a reaction back."""
        done = await accepted(self.client.room_redact(room, event_id))
        return str(done.event_id)

    async def sends_image(
        self, room: str, image: bytes, *, encrypted: bool | None = None, caption: str = "photo.png"
    ) -> str:
        """Upload and send a picture; it is encrypted when the room is, unless told otherwise."""
        encrypt = self.client.rooms[room].encrypted if encrypted is None else encrypted
        stored, keys = await self.client.upload(
            io.BytesIO(image), "image/png", "photo.png", encrypt=encrypt, filesize=len(image)
        )
        if isinstance(stored, nio.ErrorResponse):
            raise MatrixError(stored)
        content: dict[str, Any] = {"msgtype": "m.image", "body": caption, "filename": "photo.png"}
        content["info"] = {"mimetype": "image/png", "size": len(image)}
        if keys is None:
            content["url"] = stored.content_uri
        else:
            content["file"] = {**keys, "url": stored.content_uri}
        return await self.sends(room, "m.room.message", content)

    async def sends(self, room: str, kind: str, content: dict[str, Any]) -> str:
        """Send any event, encrypted when the room is, and return its id. Raises `MatrixError`."""
        sent = await accepted(self.client.room_send(room, kind, content, ignore_unverified_devices=True))
        return str(sent.event_id)

    async def downloads(self, message: Message) -> bytes:
        """The file of a picture or document message, decrypted and checked where it was encrypted."""
        block = message.content.get("file")
        uri = block["url"] if block else message.content["url"]
        found: bytes = (await accepted(self.client.download(uri))).body
        if block is None:
            return found
        opened: bytes = decrypt_attachment(found, block["key"]["k"], block["hashes"]["sha256"], block["iv"])
        return opened

    def reads(self, room: str) -> list[Message]:
        """All messages of the room, oldest first, as they look now."""
        return list(self._listening.timelines[room])

    async def sees(
        self,
        room: str,
        wanted: Callable[[Message], bool] = lambda _: True,
        *,
        timeout: float = 10,  # noqa: ASYNC109 - reads like a sentence
    ) -> Message:
        """Wait for a message of someone else that is `wanted`, and return the oldest such message as it looks then."""

        def first() -> Message | None:
            return next((m for m in self.reads(room) if m.sender != self.id and wanted(m)), None)

        try:
            await self._until(lambda: first() is not None, "see it", timeout)
        except AssertionError as late:
            late.add_note(f"{room} reads:\n{self._transcript(room)}")
            raise
        found = first()
        assert found is not None
        return found

    def _transcript(self, room: str) -> str:
        return "\n".join(f"  {m.sender} ({m.kind}): {m.body} {dict(m.reactions) or ''}" for m in self.reads(room))

    async def _until(self, come_true: Callable[[], bool], what: str, seconds: float) -> None:
        await self._listening.until(come_true, what, seconds)

    async def _in_room(self, room: str) -> str:
        await self._until(lambda: room in self.client.rooms, f"come into {room}", 10)
        return room


_ENCRYPTION: dict[str, Any] = {
    "type": "m.room.encryption",
    "state_key": "",
    "content": {"algorithm": "m.megolm.v1.aes-sha2"},
}


def _relation(reply_to: str | None, thread: str | None) -> dict[str, Any]:
    if thread is None:
        return {"m.in_reply_to": {"event_id": reply_to}}
    return {
        "rel_type": "m.thread",
        "event_id": thread,
        # Clients without threads show a message of a thread as a reply to its root.
        "is_falling_back": reply_to is None,
        "m.in_reply_to": {"event_id": reply_to or thread},
    }
