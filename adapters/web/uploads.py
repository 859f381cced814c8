"""A file that a visitor sends: looked into and cleaned before anything is kept of it.

What it is decides its content, never its name. It lies on the shelf from then on, and goes within a quarter of an hour
where it becomes no ticket's.
"""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import BodyPartReader, web

from adapters.web.channel import WebChannel
from adapters.web.entrance import Turned
from bot.media import Content, NotKept, NotNow, SentFiles
from bot.media_kinds import ending_of, looked_into
from bot.messages import Attachment

# The field of the form that holds the file; the others are short.
FIELD: Final = "file"
_LONGEST_FIELD: Final = 64 * 1024
_MOST_FIELDS: Final = 20


@dataclass(frozen=True, kw_only=True)
class Form:
    """A form with a file: its fields, and the file's content (empty where none was chosen)."""

    fields: Mapping[str, Any]
    content: bytes = b""


class Uploads:
    """Takes files of the size that the channel takes."""

    def __init__(self, channel: WebChannel) -> None:
        self._channel = channel

    async def read(self, request: web.Request) -> Form:
        """The form of a request. Raises `Turned`."""
        fields: dict[str, str] = {}
        content = b""
        try:
            async for part in await request.multipart():
                if not isinstance(part, BodyPartReader) or len(fields) > _MOST_FIELDS:
                    raise Turned("trouble.unreadable", 400)
                if part.name == FIELD:
                    content = await _read(part, self._channel.most, "trouble.too_large")
                else:
                    fields[part.name or ""] = (await _read(part, _LONGEST_FIELD, "trouble.too_long")).decode()
        except ValueError as trouble:
            raise Turned("trouble.unreadable", 400) from trouble
        return Form(fields=fields, content=content)

    async def keep(self, raw: bytes) -> Attachment:
        """Look into it and lay it on the shelf. Raises `Turned`, `StorageAway`."""
        shelf = self._channel.shelf
        try:
            kind, clean = await asyncio.to_thread(looked_into, raw)
        except NotKept as refusal:
            raise Turned("trouble.kind", 415) from refusal
        if shelf is None:
            raise Turned("trouble.away", 503)
        content = Content(digest=hashlib.sha256(clean).hexdigest(), kind=kind.shown_as, mime=kind.mime, size=len(clean))
        now = self._channel.clock.now()
        await self._channel.database.write(lambda uow: uow.store(SentFiles).put_down(content, now))
        try:
            await shelf.put(content.digest, clean)
        except NotNow as why:
            raise Turned("trouble.away", 503) from why
        name = f"{content.digest[:8]}.{ending_of(content.mime)}"
        return Attachment(kind=content.kind, remote_id=content.digest, name=name, mime=content.mime, size=content.size)


async def _read(part: BodyPartReader, most: int, key: str) -> bytes:
    content = bytearray()
    while piece := await part.read_chunk():
        content += piece
        if len(content) > most:
            raise Turned(key, 413)
    return bytes(content)
