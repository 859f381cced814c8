"""Making a file that is about to leave: its feature says what is in it, a printer makes the pages."""

import logging
from dataclasses import replace

from bot.errors import Refused
from bot.files import Document, File, NoFile
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
        maker = self._makers.get(file.made_by)
        if maker is None:
            raise NoFile(f"nobody makes {file.made_by}")

        async def read(uow: UnitOfWork) -> Document | bytes:
            return await maker.make(Turn(uow, self._setup, self._clock.now()), file.value)

        try:
            made = await self._database.read(read)
        except Refused as refusal:
            raise NoFile(f"{file.made_by} {file.value}: {refusal.key}") from None
        if isinstance(made, bytes):
            return made
        if self._setup.printer is None:
            raise NoFile("there is no printer here")
        return await self._setup.printer.pages(made)

    async def fill(self, order: Order) -> Order:
        """The order, with the content of the file that its message brings. Raises as `make`."""
        if not isinstance(order, Post) or order.message.file is None:
            return order
        try:
            file = replace(order.message.file, content=await self.make(order.message.file))
        except NoFile as why:
            log.warning("a file cannot be made: %s", why)
            raise
        return replace(order, message=replace(order.message, file=file))
