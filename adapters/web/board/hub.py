"""Open pages of the board, and which of them are told that something public has changed."""

import asyncio
import logging
from contextlib import suppress
from typing import Final

from bot.community import PlaceId
from bot.errors import StorageAway
from bot.features.board import views as board
from bot.service import Service

log = logging.getLogger(__name__)

LOOK_SECONDS: Final = 2.0
MOST_PAGES: Final = 1000
# A hall and a few neighbours behind one address, not one stranger who wants all of it.
MOST_OF_ONE: Final = 40


class BoardHub:
    """Looks at the histories while pages are open, once for all of them, and wakes those of the right communities."""

    def __init__(self, service: Service) -> None:
        self._service = service
        # Each open page with its community and the address that it is read from.
        self._pages: dict[asyncio.Event, tuple[PlaceId, str]] = {}
        self._opened = asyncio.Event()
        self.is_closed = False

    def is_full(self, address: str) -> bool:
        """Are as many pages open as one process may serve, or as one address may keep open?"""
        of_one = sum(other == address for _, other in self._pages.values())
        return len(self._pages) >= MOST_PAGES or of_one >= MOST_OF_ONE

    def open(self, community: PlaceId, address: str) -> asyncio.Event:
        """A page of this community is open there; the event is set whenever it should look again."""
        page = asyncio.Event()
        self._pages[page] = (community, address)
        self._opened.set()
        return page

    def leave(self, page: asyncio.Event) -> None:
        """The page is gone."""
        self._pages.pop(page, None)

    def close(self) -> None:
        """Every stream ends."""
        self.is_closed = True
        for page in self._pages:
            page.set()

    async def run(self) -> None:
        """Tell pages until cancelled."""
        line: int | None = None
        while True:
            if not self._pages:
                line = None
                self._opened.clear()
                await self._opened.wait()
            with suppress(StorageAway):
                line = await self._tell(line)
            await asyncio.sleep(LOOK_SECONDS)

    async def _tell(self, line: int | None) -> int | None:
        try:
            change = await self._service.ask(lambda turn: board.changed(turn, line))
        except StorageAway:
            raise
        except Exception:
            # Pages can still be read; without this loop they would only not move by themselves.
            log.exception("open pages of the board could not be told what changed")
            return line
        for page, (community, _) in self._pages.items():
            if community in change.communities:
                page.set()
        return change.line
