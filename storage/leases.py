"""Who holds which lease, until when, by the clock of the database: the clocks of two machines differ.

Used on PostgreSQL alone; an SQLite file has one `run`, which `storage.sole_run` sees to.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    Interval,
    Row,
    Table,
    Text,
    bindparam,
    func,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP, insert

from bot.leases import Lease
from storage.connection import Connection
from storage.schema import metadata
from storage.types import EPOCH, UtcDateTime

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    # One life of one process; empty once it was given back.
    Column("holder", Text, nullable=False),
    # Grows with every new holder.
    Column("epoch", BigInteger, nullable=False),
    # Names the folder with the account's keys, which takes no part in the database.
    Column("keys", Text, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
)

# The moment of the statement, not of the transaction, which may have waited for a lock.
_NOW: Final = func.clock_timestamp(type_=TIMESTAMP(timezone=True))
_END: Final = _NOW + bindparam("span", type_=Interval)
_FREE_FOR: Final = func.extract("epoch", _NOW - leases.c.ends_at).label("free_for")
_ALL: Final = select(leases, _FREE_FOR).order_by(leases.c.name)
_RENEW: Final = (
    update(leases)
    .where(leases.c.holder == bindparam("by"))
    .values(ends_at=_END)
    .returning(leases.c.name, leases.c.epoch)
)
_MAKE: Final = (
    insert(leases)
    .values(name=bindparam("of"), holder="", epoch=0, keys="", ends_at=EPOCH)
    .on_conflict_do_nothing(index_elements=["name"])
)
# Whoever confirms an epoch holds the row until the end of the transaction: then it is not free yet.
_FREE: Final = (
    select(leases.c.epoch)
    .where(leases.c.name == bindparam("of"), leases.c.ends_at <= _NOW)
    .with_for_update(skip_locked=True)
)
_CLAIM: Final = (
    update(leases)
    .where(leases.c.name == bindparam("of"))
    .values(holder=bindparam("by"), epoch=leases.c.epoch + 1, keys=bindparam("folder"), ends_at=_END)
    .returning(leases.c.epoch)
)
# The weakest lock that a claim minds; a renewal does not mind it.
_CONFIRM: Final = (
    select(leases.c.name)
    .where(tuple_(leases.c.name, leases.c.epoch).in_(bindparam("epochs", expanding=True)))
    .with_for_update(read=True, key_share=True)
)
_GIVE_BACK: Final = update(leases).where(leases.c.holder == bindparam("by")).values(holder="", ends_at=_NOW)


class SqlLeases:
    """Answers `bot.leases.Leases`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def all(self) -> Sequence[Lease]:
        """Every lease, by name."""
        return [_lease(row) for row in await self._connection.execute(_ALL)]

    async def renew(self, holder: str, seconds: float) -> Mapping[str, int]:
        """What it has lasts on, also where its time had passed and nobody took it."""
        found = await self._connection.execute(_RENEW, {"by": holder, "span": timedelta(seconds=seconds)})
        return {row.name: row.epoch for row in found}

    async def claim(self, name: str, holder: str, seconds: float, *, keys: str) -> int | None:
        """Take it, if it is free."""
        await self._connection.execute(_MAKE, {"of": name})
        free = (await self._connection.execute(_FREE, {"of": name})).one_or_none()
        if free is None:
            return None
        claim = {"of": name, "by": holder, "folder": keys, "span": timedelta(seconds=seconds)}
        epoch: int = (await self._connection.execute(_CLAIM, claim)).scalar_one()
        return epoch

    async def confirm(self, epochs: Mapping[str, int]) -> bool:
        """Are these still the epochs?"""
        found = await self._connection.execute(_CONFIRM, {"epochs": list(epochs.items())})
        return len(found.all()) == len(epochs)

    async def give_back(self, holder: str) -> None:
        """What it has is free."""
        await self._connection.execute(_GIVE_BACK, {"by": holder})


def _lease(row: Row[Any]) -> Lease:
    return Lease(name=row.name, holder=row.holder, epoch=row.epoch, keys=row.keys, free_for=float(row.free_for))
