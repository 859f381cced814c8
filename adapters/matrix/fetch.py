"""Getting a file that somebody sent: from the homeserver, decrypted and checked where it is encrypted (case 50)."""

import asyncio
import json
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

from nio.crypto.attachments import decrypt_attachment
from nio.exceptions import EncryptionError

from adapters.matrix.errors import NETWORK_FAULTS, NOT_YET, NotThereYet
from adapters.matrix.homeserver import Homeserver, path_of
from adapters.reading import read_most
from bot.media import NotKept, NotNow, Unfit

# Where files lie since version 1.11, for those who are signed in; and where older homeservers keep them.
_PATHS: Final = ("/_matrix/client/v1/media/download", "/_matrix/media/v3/download")
_MISSING: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED})
_SECONDS: Final = 100.0


async def fetched(home: Homeserver, reference: str, most: int) -> bytes:
    """The file behind its handle. Raises `NotKept`, `NotNow`."""
    block: dict[str, Any] = json.loads(reference) if reference.startswith("{") else {"url": reference}
    content = await _downloaded(home, str(block["url"]), most)
    if "key" not in block:
        return content
    try:
        return await asyncio.to_thread(decrypt_attachment, content, block["key"], block["sha256"], block["iv"])
    except (EncryptionError, ValueError):
        raise NotKept(Unfit.DAMAGED) from None


async def _downloaded(home: Homeserver, address: str, most: int) -> bytes:
    parts = urlsplit(address)
    try:
        for path in _PATHS:
            status, content = await _asked(home, path + path_of(parts.netloc, parts.path.lstrip("/")), most)
            if status == HTTPStatus.OK:
                return content
            if status not in _MISSING:
                break
    except (NotThereYet, *NETWORK_FAULTS, *NOT_YET) as fault:
        raise NotNow(type(fault).__name__) from None
    if status in _MISSING:
        raise NotKept(Unfit.GONE)
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        raise NotKept(Unfit.LARGE)
    raise NotNow(f"the homeserver answered {status}")


async def _asked(home: Homeserver, path: str, most: int) -> tuple[int, bytes]:
    client = home.client
    headers = {"Authorization": f"Bearer {client.access_token}"}
    async with await client.send("GET", path, None, headers, timeout=_SECONDS) as answer:
        return answer.status, await read_most(answer.content, most)
