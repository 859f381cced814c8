"""What people send besides words: photos, voice, video, files, places, albums."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from tests.servers.telegram import entities
from tests.servers.telegram.bots import Bot
from tests.servers.telegram.chats import Chat
from tests.servers.telegram.media import StoredFile
from tests.servers.telegram.messages import Message
from tests.servers.telegram.talking import Manner, Talker

Json = dict[str, Any]

PICTURE: Final = b"\xff\xd8\xff\xe0 a picture for tests \xff\xd9"


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A file to send. `size` may be claimed without having the bytes; `duration` counts seconds."""

    content: bytes = PICTURE
    name: str | None = None
    size: int | None = None
    duration: int = 3


@dataclass(eq=False, kw_only=True)
class Sender(Talker):
    """The part of a person that sends media. Each verb takes Attached, or a file that was sent before."""

    async def sends_photo(
        self, where: Chat | Bot, file: Attached | StoredFile | None = None, *, caption: str = "", **manner: Any
    ) -> Message:
        return self._sends("photo", where, file, caption, **manner)

    async def sends_voice(
        self, where: Chat | Bot, file: Attached | StoredFile | None = None, *, caption: str = "", **manner: Any
    ) -> Message:
        return self._sends("voice", where, file, caption, **manner)

    async def sends_video(
        self, where: Chat | Bot, file: Attached | StoredFile | None = None, *, caption: str = "", **manner: Any
    ) -> Message:
        return self._sends("video", where, file, caption, **manner)

    async def sends_document(
        self, where: Chat | Bot, file: Attached | StoredFile | None = None, *, caption: str = "", **manner: Any
    ) -> Message:
        return self._sends("document", where, file or Attached(name="report.pdf"), caption, **manner)

    async def sends_location(self, where: Chat | Bot, latitude: float, longitude: float, **manner: Any) -> Message:
        spot = {"location": {"latitude": latitude, "longitude": longitude}}
        return self.posts(where, Manner(**manner), media=spot)

    async def sends_contact(self, where: Chat | Bot, phone_number: str, **manner: Any) -> Message:
        card = {"contact": {"phone_number": phone_number, "first_name": self.first_name, "user_id": self.id}}
        return self.posts(where, Manner(**manner), media=card)

    async def sends_sticker(self, where: Chat | Bot, emoji: str = "👍", **manner: Any) -> Message:
        number = self.world.number()
        ids = {"file_id": f"CAACsticker{number}", "file_unique_id": f"AgADs{number}"}
        look = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self.posts(where, Manner(**manner), media={"sticker": ids | look | {"emoji": emoji}})

    async def sends_album(
        self, where: Chat | Bot, captions: Sequence[str] = ("", ""), *, kind: str = "photo", **manner: Any
    ) -> list[Message]:
        """One message for each caption, tied together by one media_group_id."""
        album = self.album_id()
        return [self.sends_album_part(where, album, caption, kind=kind, **manner) for caption in captions]

    def album_id(self) -> str:
        return str(13_000_000_000_000_000 + self.world.number())

    def sends_album_part(
        self, where: Chat | Bot, album: str, caption: str = "", *, kind: str = "photo", **manner: Any
    ) -> Message:
        """A single part, for albums whose parts come late."""
        extras = manner.pop("extras", {}) | {"media_group_id": album}
        return self._sends(kind, where, None, caption, extras=extras, **manner)

    def _sends(
        self, kind: str, where: Chat | Bot, file: Attached | StoredFile | None, caption: str, **manner: Any
    ) -> Message:
        duration = 3
        if not isinstance(file, StoredFile):
            given = file or Attached()
            duration = given.duration
            file = self.world.files.store(kind, given.content, name=given.name, size=given.size)
        shown = self.world.files.shown(file, duration=duration)
        marked = entities.find(caption)
        return self.posts(where, Manner(**manner), text=caption, entities=marked, media=shown)
