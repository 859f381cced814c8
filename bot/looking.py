"""One look into the database: what is due to leave, and when the next thing will be. A damaged row stops nobody."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from bot.backlog import DeadLetters, LostChats, UnreadableRow
from bot.lanes import Item
from bot.messages import Address
from bot.ports import Database, UnitOfWork
from bot.stores import Outgoing

log = logging.getLogger(__name__)

# A chat whose send failed before a restart waits for it as long as this.
HOLD: Final = timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a look has found.

    Asked for at the first look after a start: `held`, what waits for another try; `lost`, chats that refuse our words.
    """

    due: Sequence[Item]
    is_cut: bool  # there may be more
    next_moment: datetime | None
    held: Sequence[Item]
    lost: Sequence[Address]


async def look(
    database: Database, now: datetime, limit: int, *, elsewhere: Collection[tuple[str, str]], is_first: bool
) -> Seen:
    """What waits, but for the accounts `elsewhere`. A row that cannot be read becomes a dead letter on the way.

    Raises `StorageAway`.
    """

    async def see(uow: UnitOfWork) -> Seen:
        outgoing = uow.store(Outgoing)
        due = await outgoing.waiting(now, limit, elsewhere=elsewhere)
        return Seen(
            due=due,
            is_cut=len(due) >= limit,
            # While there is work the next look is near in any case.
            next_moment=None if due else await outgoing.next_moment(now),
            held=await outgoing.waiting(now + HOLD, limit) if is_first else (),
            lost=await uow.store(LostChats).addresses() if is_first else (),
        )

    while True:
        try:
            return await database.read(see)
        except UnreadableRow as row:
            log.exception("what waits to leave cannot be read; it is a dead letter now")
            await database.write(partial(_bury, row, now))


async def _bury(row: UnreadableRow, now: datetime, uow: UnitOfWork) -> None:
    await uow.store(DeadLetters).bury(row, now)
