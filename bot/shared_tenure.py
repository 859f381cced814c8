"""The tenure of one process among several: claims what is free, renews what it holds, notices what it has lost."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Self

from bot.errors import Conflict, StorageAway
from bot.leases import (
    CLOCKWORK,
    FORGOTTEN_SECONDS,
    LEASE_SECONDS,
    LOOK_SECONDS,
    RENEW_SECONDS,
    SPARE_SECONDS,
    Lease,
    LeaseLost,
    Leases,
)
from bot.ports import Database, UnitOfWork

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class _Round:
    """What a look at the leases found: all of them, and the epochs of ours."""

    all: Mapping[str, Lease]
    ours: Mapping[str, int]


class SharedTenure:
    """Implements `bot.leases.Tenure`.

    `wanted` are the leases that this process would like, each with the folder of its keys. `holder` names this life of
    the process and no other. `elapsed` are seconds that also go on while the process, or the machine, stands still.
    """

    def __init__(
        self, database: Database, wanted: Mapping[str, str], *, holder: str, elapsed: Callable[[], float]
    ) -> None:
        self._database = database
        self._wanted = wanted
        self._holder = holder
        self._elapsed = elapsed
        self._leases: Mapping[str, Lease] = {}
        self._epochs: dict[str, int] = {}
        self._until = elapsed()
        self._is_first = True
        self._lost = asyncio.Event()
        self._news = asyncio.Condition()
        self.gained: list[Callable[[], None]] = []

    # ---- asked ----

    def holds(self, lease: str) -> bool:
        """By our own clock, so that it is true also while the database is away."""
        return lease in self._epochs and not self.has_lapsed

    @property
    def has_lapsed(self) -> bool:
        """Also when we know by now that another process has taken over."""
        return bool(self._epochs) and (self._lost.is_set() or self._elapsed() >= self._until)

    async def confirm(self, uow: UnitOfWork, leases: Collection[str]) -> None:
        """Ask the database alone: what nobody has taken is still ours, and what was done may be written down."""
        epochs = {lease: self._epochs[lease] for lease in leases if lease in self._epochs}
        if len(epochs) < len(set(leases)):
            raise StorageAway(f"not ours now: {', '.join(sorted(leases))}")
        if epochs and not await uow.store(Leases).confirm(epochs):
            self._lost.set()
            raise LeaseLost(f"another process has taken over: {', '.join(sorted(leases))}")

    @property
    def foreign(self) -> Collection[tuple[str, str]]:
        """What others act for. Nobody asks for what an account that is in no config any more has left."""
        names = {name for name, lease in self._leases.items() if lease.free_for < FORGOTTEN_SECONDS}
        names = (names | set(self._wanted)) - set(self._epochs) - {CLOCKWORK}
        return {(channel, bot) for channel, _, bot in (name.partition(" ") for name in names)}

    def holder_of(self, lease: str) -> str | None:
        """As seen at the last look."""
        if lease in self._epochs:
            return self._holder
        found = self._leases.get(lease)
        return found.holder if found is not None and found.free_for < 0 else None

    async def until_held(self, lease: str) -> None:
        """Wait for it."""
        async with self._news:
            await self._news.wait_for(lambda: lease in self._epochs)

    async def until_lost(self) -> None:
        """Raises `LeaseLost`."""
        await self._lost.wait()
        raise LeaseLost("another process has taken over")

    # ---- kept ----

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[Self]:
        """Claim what is free, and keep it for as long as the block lasts; then give it back at once."""
        await self._look()
        keeping = asyncio.create_task(self._keep())
        try:
            yield self
        finally:
            keeping.cancel()
            with suppress(asyncio.CancelledError):
                await keeping
            with suppress(StorageAway, Conflict):
                await self._database.write(lambda uow: uow.store(Leases).give_back(self._holder))

    async def _keep(self) -> None:
        while not self._lost.is_set():
            has_all = await self._look() and self._epochs.keys() == self._wanted.keys()
            await asyncio.sleep(RENEW_SECONDS if has_all else LOOK_SECONDS)

    async def _look(self) -> bool:
        """Renew what is ours and claim what is free, in one transaction. Answers whether that was possible."""
        begun = self._elapsed()
        try:
            found = await self._database.write(self._renewed_and_claimed)
        except (StorageAway, Conflict) as trouble:
            log.warning("the leases cannot be renewed: %s", type(trouble).__name__)
            return False
        except Exception:
            log.exception("the leases cannot be renewed")
            return False
        self._is_first = False
        self._leases = found.all
        if any(found.ours.get(name) != epoch for name, epoch in self._epochs.items()):
            self._lost.set()
            return True
        self._until = begun + LEASE_SECONDS - SPARE_SECONDS
        if found.ours.keys() != self._epochs.keys():
            await self._gain(found.ours)
        return True

    async def _renewed_and_claimed(self, uow: UnitOfWork) -> _Round:
        leases = uow.store(Leases)
        ours = dict(await leases.renew(self._holder, LEASE_SECONDS))
        known = {lease.name: lease for lease in await leases.all()}
        for name, keys in self._wanted.items():
            if name in ours or not self._may_claim(known.get(name), keys):
                continue
            epoch = await leases.claim(name, self._holder, LEASE_SECONDS, keys=keys)
            if epoch is not None:
                ours[name] = epoch
        return _Round(all=known, ours=ours)

    def _may_claim(self, lease: Lease | None, keys: str) -> bool:
        """Only who shares the folder of the keys may take over. With another one a process may begin, if none works.

        Whoever starts a process when nobody holds the account has chosen its folder; nobody has who only stands by.
        """
        if lease is None:
            return True
        return lease.free_for >= 0 and (self._is_first or lease.keys == keys)

    async def _gain(self, ours: Mapping[str, int]) -> None:
        log.info("acting for: %s", ", ".join(sorted(ours.keys() - self._epochs.keys())))
        self._epochs = dict(ours)
        async with self._news:
            self._news.notify_all()
        for told in self.gained:
            told()
