"""A tenure whose leases a test gives and takes."""

from collections.abc import Collection

from bot.leases import LeaseLost, SoleTenure
from bot.ports import UnitOfWork


class Lent(SoleTenure):
    """Holds everything but what is in `lapsed` (by our own clock) and in `taken` (by another process, unnoticed)."""

    def __init__(self) -> None:
        super().__init__()
        self.lapsed: set[str] = set()
        self.taken: set[str] = set()
        self.holder: str | None = "web2"
        self.refusals = 0

    def holds(self, lease: str) -> bool:
        return lease not in self.lapsed

    async def confirm(self, uow: UnitOfWork, leases: Collection[str]) -> None:
        await super().confirm(uow, leases)
        if self.taken & set(leases):
            self.refusals += 1
            raise LeaseLost

    def holder_of(self, lease: str) -> str | None:
        return self.holder if lease in self.lapsed else "here"
