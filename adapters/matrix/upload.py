"""Putting a file on the homeserver, encrypted where its room is."""

from typing import Any

import nio

from adapters.matrix.errors import accepted
from adapters.matrix.render import Stored
from bot.files import File


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
