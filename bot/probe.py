"""Can the database be written? One that is locked, or whose disk is full, can often still be read."""

import asyncio
from typing import Final

from bot.errors import Conflict, StorageAway
from bot.ports import Clock, Database, UnitOfWork
from bot.stores import Facts

PROBED: Final = "probed_at"
# A database that takes longer for one small row keeps residents waiting too.
PATIENCE_SECONDS: Final = 2.0


class Probe:
    """Tries it with a row of its own, one try at a time, so that many questions are no burden."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._trying: asyncio.Task[bool] | None = None

    async def is_good(self) -> bool:
        """Was a row written within two seconds?"""
        if self._trying is None or self._trying.done():
            self._trying = asyncio.create_task(self._try())
        done, _ = await asyncio.wait({self._trying}, timeout=PATIENCE_SECONDS)
        return bool(done) and self._trying.result()

    async def _try(self) -> bool:
        now = self._clock.now().isoformat()

        async def work(uow: UnitOfWork) -> None:
            await uow.store(Facts).set(PROBED, now)

        try:
            await self._database.write(work)
        except StorageAway:
            return False
        except Conflict:
            # Another process wrote the same row at this moment.
            return True
        return True
