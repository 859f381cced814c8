"""Putting a file on the homeserver, encrypted where its room is."""

from typing import Any

import nio

from adapters.matrix.errors import Refusal, accepted
from adapters.matrix.homeserver import Homeserver
from adapters.matrix.render import Stored
from bot.files import File


class Limit:
    """How large a file the homeserver takes (case 50); asked once."""

    def __init__(self, home: Homeserver) -> None:
        self._home = home
        self._asked = False
        self._bytes: int | None = None

    async def takes(self, size: int) -> bool:
        """Does it take a file of so many bytes? Raises what the network raises."""
        if not self._asked:
            self._bytes = await self._told()
            self._asked = True
        return self._bytes is None or size <= self._bytes

    async def _told(self) -> int | None:
        try:
            answer = await self._home.ask("GET", "/media/config", version="v1")
        except Refusal as refusal:
            if refusal.is_fault or refusal.is_limit or refusal.is_signed_out:
                raise
            # An older homeserver: it will say so when the file comes.
            return None
        size = answer.get("m.upload.size")
        return size if isinstance(size, int) else None


async def stored_at(client: nio.AsyncClient, file: File, *, encrypted: bool) -> Stored:
    """The file, uploaded. Raises `Refusal`, and what nio and the network raise.

    In an encrypted room the homeserver is told neither name nor kind, and keeps what it cannot read.
    """

    def content(_limits: int, _timeouts: int) -> bytes:
        return file.content

    answer, keys = await client.upload(
        content,
        content_type="application/octet-stream" if encrypted else file.mime,
        filename=None if encrypted else file.name,
        encrypt=encrypted,
        filesize=len(file.content),
    )
    address = str(accepted(answer).content_uri)
    location: dict[str, Any] = {"url": address} if keys is None else {"file": {**keys, "url": address}}
    return Stored(name=file.name, mime=file.mime, size=len(file.content), location=location, kind=file.kind)
