"""Makes a list of a pile, in a transaction of its own: it is durable before anything of it is sent."""

import asyncio
import logging
from datetime import datetime
from enum import Enum, auto
from functools import partial
from typing import Final

from bot.errors import Conflict, StorageAway
from bot.flights import Flight, Fold
from bot.folding import may_ever_fold
from bot.lanes import Item
from bot.leases import Tenure, lease_of, leased
from bot.lists import Lists
from bot.ports import Database, UnitOfWork

log = logging.getLogger(__name__)

_AWAY_SECONDS: Final = 1.0


class Made(Enum):
    """How it ended."""

    LIST = auto()  # the list waits in the place of its lines
    LATER = auto()  # the database is away: nothing has changed
    NEVER = auto()  # these do not become a list, by a bug or because they changed meanwhile


async def make_list(database: Database, tenure: Tenure, fold: Fold, now: datetime) -> Made:
    """Put the pile into one list."""
    channel = fold.wire.channel
    try:
        work = leased(tenure, [lease_of(channel.name, channel.bot)], partial(_make, fold, now))
        is_made = await database.write(work)
    except (StorageAway, Conflict):
        await asyncio.sleep(_AWAY_SECONDS)
        return Made.LATER
    except Exception:
        log.exception("%d messages cannot be put into one list", len(fold.items))
        return Made.NEVER
    return Made.LIST if is_made else Made.NEVER


async def is_known_to_begin(database: Database, tenure: Tenure, flight: Flight) -> bool:
    """Write down that this is sent by itself now, where a network tells doubles. False: that cannot be written now.

    After a crash nobody knows whether it arrived. Under its old name it could be sent again without harm; in a list,
    under the name of the list, it would be there twice.
    """
    channel, item = flight.wire.channel, flight.item
    if not channel.capabilities.deduplicates or not may_ever_fold(item):
        return True
    try:
        work = leased(tenure, [lease_of(channel.name, channel.bot)], partial(_begin, item))
        await database.write(work)
    except (StorageAway, Conflict):
        return False
    return True


async def _begin(item: Item, uow: UnitOfWork) -> None:
    await uow.store(Lists).begun(item)


async def _make(fold: Fold, now: datetime, uow: UnitOfWork) -> bool:
    return await uow.store(Lists).make(fold.items, now)
