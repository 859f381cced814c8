"""Writes down what came of each send. Whatever is ready at the same time shares one transaction.

A mark is never given up for want of a database: it waits. What cannot be written by a bug stays unmarked, and so is
sent again after the next start at the earliest, never in a loop.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.backlog import LostChats
from bot.errors import Conflict, StorageAway
from bot.folding import is_list
from bot.lanes import Item, address_of, key_of
from bot.leases import LeaseLost, SoleTenure, Tenure, lease_of, leased
from bot.lists import Lists
from bot.ports import Database, UnitOfWork
from bot.stores import CardRow, Departure, Outgoing
from bot.verdicts import CHAT_IS_LOST, Left, Lost, Waits

log = logging.getLogger(__name__)

_AT_ONCE: Final = 200
AWAY_SECONDS: Final = 1.0


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What to remember of one row."""

    item: Item
    verdict: Left | Waits | Lost
    at: datetime


class Marks:
    """The marks that wait to be written. `written` is called with each once it is durable."""

    def __init__(self, database: Database, written: Callable[[Mark], None], tenure: Tenure | None = None) -> None:
        self._database = database
        self._tenure = tenure or SoleTenure()
        self._written = written
        self._waiting: list[Mark] = []
        self.is_away = False

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, mark: Mark) -> None:
        """Write this with the next transaction."""
        self._waiting.append(mark)

    async def write(self) -> None:
        """Write until none is left. To be run by one task at a time."""
        while self._waiting:
            batch, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
            await self._write_out(batch)

    async def _write_out(self, batch: Sequence[Mark]) -> None:
        while True:
            try:
                await self._commit(batch)
            except LeaseLost:
                # As after a crash: whoever carries on does not know of these, and sends them again.
                log.warning("%d marks are left out: another process carries on", len(batch))
                return
            except (StorageAway, Conflict):
                self.is_away = True
                await asyncio.sleep(AWAY_SECONDS)
            except Exception as error:
                # The database has answered, so what waits to be sent may be marked.
                self.is_away = False
                if len(batch) == 1:
                    log.exception("mark not written card=%s id=%s", *key_of(batch[0].item))
                    return
                log.warning("one of %d marks cannot be written: %s", len(batch), type(error).__name__)
                await self._write_each(batch)
                return
            else:
                self.is_away = False
                for mark in batch:
                    self._written(mark)
                return

    async def _write_each(self, batch: Sequence[Mark]) -> None:
        """One of them cannot be written by a bug; the others shall be."""
        for mark in batch:
            await self._write_out([mark])

    async def _commit(self, batch: Sequence[Mark]) -> None:
        async def work(uow: UnitOfWork) -> None:
            outgoing = uow.store(Outgoing)
            left = [one for one in map(_departure, batch) if one is not None]
            if left:
                await outgoing.sent(*left)
            for mark in batch:
                await _keep(uow, mark)

        accounts = {address_of(mark.item) for mark in batch}
        leases = {lease_of(account.channel, account.bot) for account in accounts}
        await self._database.write(leased(self._tenure, leases, work))


def _departure(mark: Mark) -> Departure | None:
    if not isinstance(mark.verdict, Left):
        return None
    return Departure(item=mark.item, chat=mark.verdict.chat, remote=mark.verdict.remote, at=mark.at)


async def _keep(uow: UnitOfWork, mark: Mark) -> None:
    match mark.verdict:
        case Waits(until=until, reason=reason):
            await uow.store(Outgoing).later(mark.item, until, reason)
        case Lost(reason=reason) if reason in CHAT_IS_LOST:
            await uow.store(LostChats).keep(mark.item, reason, mark.at)
        case Lost(reason=reason):
            if not await _undone(uow, mark, reason):
                await uow.store(Outgoing).dead(mark.item, reason, mark.at)


async def _undone(uow: UnitOfWork, mark: Mark, reason: str) -> bool:
    """A list that a network does not take is said line by line, so that one bad line costs itself alone."""
    item = mark.item
    is_a_list = isinstance(item, CardRow) and is_list(item.key)
    return is_a_list and isinstance(item, CardRow) and await uow.store(Lists).undo(item, reason, mark.at) > 0
