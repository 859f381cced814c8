"""Making a file that is about to leave: its feature says what is in it, a printer makes the pages."""

import base64
import contextlib
import logging
from dataclasses import replace

from bot.errors import Refused, StorageAway
from bot.files import Document, File, NoFile, OnShelf, Picture, Sheet
from bot.media import NotNow
from bot.orders import Order, Post
from bot.ports import Clock, Database, UnitOfWork
from bot.setup import Setup
from bot.turn import Turn

log = logging.getLogger(__name__)


class Workshop:
    """Makes files by their recipes."""

    def __init__(self, database: Database, setup: Setup, clock: Clock) -> None:
        self._database = database
        self._setup = setup
        self._clock = clock
        self._makers = {maker.name: maker for feature in setup.features for maker in feature.files}

    async def make(self, file: File) -> bytes:
        """What is in the file, as of now. Raises `NoFile`, `StorageAway`."""
        return (await self._made(file, None)).content

    async def fill(self, order: Order) -> Order:
        """The order, with the content of the file that its message brings. Raises as `make`."""
        if not isinstance(order, Post) or order.message.file is None:
            return order
        try:
            file = await self._made(order.message.file, (order.to.channel, order.to.bot))
        except NoFile as why:
            log.warning("a file cannot be made: %s", why)
            raise
        return replace(order, message=replace(order.message, file=file))

    async def _made(self, file: File, account: tuple[str, str] | None) -> File:
        made = await self._asked(file)
        if isinstance(made, OnShelf):
            handle = made.reference if account is not None and made.came_from == account else ""
            return replace(file, content=await self._from_shelf(made.digest), digest=made.digest, handle=handle)
        if isinstance(made, bytes):
            return replace(file, content=made)
        if self._setup.printer is None:
            raise NoFile("there is no printer here")
        if isinstance(made, Sheet):
            return replace(file, content=await self._setup.printer.table(made))
        if isinstance(made, Picture):
            return replace(file, content=await self._setup.printer.drawn(made))
        return replace(file, content=await self._setup.printer.pages(await self._with_photos(made)))

    async def _asked(self, file: File) -> Document | Picture | Sheet | OnShelf | bytes:
        maker = self._makers.get(file.made_by)
        if maker is None:
            raise NoFile(f"nobody makes {file.made_by}")

        async def read(uow: UnitOfWork) -> Document | Picture | Sheet | OnShelf | bytes:
            return await maker.make(Turn(uow, self._setup, self._clock.now()), file.value)

        try:
            return await self._database.read(read)
        except Refused as refusal:
            raise NoFile(f"{file.made_by} {file.value}: {refusal.key}") from None

    async def _with_photos(self, document: Document) -> Document:
        """The document with its photos; one that was wiped meanwhile is left out."""
        photos = []
        for photo in document.photos:
            with contextlib.suppress(NoFile):
                content = base64.b64encode(await self._from_shelf(photo.digest)).decode()
                photos.append(replace(photo, content=content))
        return replace(document, photos=tuple(photos))

    async def _from_shelf(self, digest: str) -> bytes:
        try:
            content = None if self._setup.shelf is None else await self._setup.shelf.get(digest)
        except NotNow as why:
            # Like a database that is away: it waits, and nothing was sent.
            raise StorageAway(str(why)) from why
        if content is None:
            raise NoFile(f"{digest[:8]} lies on the shelf no more")
        return content
