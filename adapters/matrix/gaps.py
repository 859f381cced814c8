"""Messages that a sync left out, because there were too many at once (case 33)."""

from collections.abc import AsyncIterator
from typing import Final

import nio

from adapters.matrix.errors import Refusal, accepted
from adapters.matrix.homeserver import Homeserver
from adapters.matrix.stretch import Stretch, stretch_of

_PAGE: Final = 1000


async def missed(home: Homeserver, room_id: str, since: str, until: str) -> AsyncIterator[Stretch]:
    """The stretches between two points of a room's timeline, oldest first.

    Raises `Refusal` when the homeserver is at fault, and what the network raises; a room that we may not read any
    more has none.
    """
    start: str | None = since
    while start is not None:
        try:
            page = accepted(
                await home.client.room_messages(
                    room_id, start=start, end=until, direction=nio.MessageDirection.front, limit=_PAGE
                )
            )
        except Refusal as refusal:
            if refusal.is_fault or refusal.is_limit or refusal.is_signed_out:
                raise
            return
        raw = await page.transport_response.json()
        if not page.chunk:
            return
        yield stretch_of(home.client, room_id, raw.get("chunk"), page.chunk)
        start = page.end if page.end != start else None
