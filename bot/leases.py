"""Which of several processes on one database acts for which of our accounts, and which one does what time makes due.

An account's lease lets its holder receive, run its turns and send: so order and limits live in one process. Decides
who holds what; refuses to know what is done with it.

Two rules keep a process that stood still (frozen, cut off, starved) from doing anything twice. What it writes it
writes with its leases confirmed in the same transaction. What it sends it sends only while its leases hold by its own
clock, for a send cannot be confirmed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar, runtime_checkable

from bot.errors import StorageAway
from bot.ports import Channel, UnitOfWork

T = TypeVar("T")

# Jobs, and what is forgotten by itself, are done by one process at a time.
CLOCKWORK: Final = "clockwork"
LEASE_SECONDS: Final = 10.0
RENEW_SECONDS: Final = 3.0
# Who waits for a lease looks as often as this: one that was given back is taken within it.
LOOK_SECONDS: Final = 1.0
# A send that begins so long before the end of the lease has ended by then.
SPARE_SECONDS: Final = 2.0
# What nobody has held for so long belongs to an account that is in no config any more.
FORGOTTEN_SECONDS: Final = 24 * 3600.0


class LeaseLost(StorageAway):
    """Another process acts for this account now. Nothing was changed, and will not be by this process any more."""


@dataclass(frozen=True, kw_only=True)
class Lease:
    """A lease as it stands in the database, by the database's own clock.

    `epoch` grows with every new holder. `keys` names the folder with its account's keys, empty where there are none.
    `free_for`: seconds since it ended or was given back; less than 0 while it is held.
    """

    name: str
    holder: str
    epoch: int
    keys: str
    free_for: float


class Leases(Protocol):
    """The leases of a database that several processes may share."""

    async def all(self) -> Sequence[Lease]:
        """Every lease that anybody ever held."""

    async def renew(self, holder: str, seconds: float) -> Mapping[str, int]:
        """What this holder still has lasts so long from now. Answers the epochs by name."""

    async def claim(self, name: str, holder: str, seconds: float, *, keys: str) -> int | None:
        """Take it, if it is free. Answers the new epoch; None: somebody was faster."""

    async def confirm(self, epochs: Mapping[str, int]) -> bool:
        """Are these still the epochs? Until this transaction ends nobody else can take them."""

    async def give_back(self, holder: str) -> None:
        """What this holder has is free."""


class Tenure(Protocol):
    """What this process may act for. `gained` are called whenever that has become more."""

    gained: list[Callable[[], None]]

    def holds(self, lease: str) -> bool:
        """May it act at this moment?"""

    async def confirm(self, uow: UnitOfWork, leases: Collection[str]) -> None:
        """To be asked first in a transaction that acts for these.

        Raises:
            LeaseLost: another process acts for them now.
            StorageAway: we do not know whether one does, and have to look first.
        """

    @property
    def has_lapsed(self) -> bool:
        """Did we stand still for so long that what was ours may be another's?"""

    @property
    def foreign(self) -> Collection[tuple[str, str]]:
        """The accounts (channel, bot) that other processes act for, or shall."""

    def holder_of(self, lease: str) -> str | None:
        """Which process holds it, for the operator; None: there is only one process, or nobody does."""

    async def until_held(self, lease: str) -> None:
        """Wait for it."""

    async def until_lost(self) -> None:
        """Wait until something is lost. Raises `LeaseLost`; then all that this process remembers may be wrong."""


def lease_of(channel: str, bot: str) -> str:
    """The name of an account's lease."""
    return f"{channel} {bot}"


def leased(
    tenure: Tenure, leases: Collection[str], work: Callable[[UnitOfWork], Awaitable[T]]
) -> Callable[[UnitOfWork], Awaitable[T]]:
    """The work, for a transaction that acts for these. It raises what `Tenure.confirm` raises."""

    async def confirmed(uow: UnitOfWork) -> T:
        await tenure.confirm(uow, leases)
        return await work(uow)

    return confirmed


@runtime_checkable
class KeepsKeys(Protocol):
    """A channel that cannot act without a folder of keys, which only one process may use at a time."""

    @property
    def keys(self) -> str:
        """Names the folder, equally for every process that shares it. Raises `OSError`."""


def wanted_by(channels: Sequence[Channel]) -> dict[str, str]:
    """The leases that a process with these accounts wants, each with the folder of its keys."""
    wanted = {CLOCKWORK: ""}
    for channel in channels:
        wanted[lease_of(channel.name, channel.bot)] = channel.keys if isinstance(channel, KeepsKeys) else ""
    return wanted


class SoleTenure:
    """The tenure of a process that has the database for itself."""

    foreign: Final[Collection[tuple[str, str]]] = ()
    has_lapsed: bool = False

    def __init__(self) -> None:
        self.gained: list[Callable[[], None]] = []

    def holds(self, lease: str) -> bool:  # noqa: ARG002 - whatever it is
        """Always."""
        return True

    async def confirm(self, uow: UnitOfWork, leases: Collection[str]) -> None:
        """There is nobody else."""

    def holder_of(self, lease: str) -> str | None:  # noqa: ARG002 - whatever it is
        """There is nobody else."""
        return None

    async def until_held(self, lease: str) -> None:
        """It is."""

    async def until_lost(self) -> None:
        """It never is."""
        await asyncio.Event().wait()
