"""The leases in the database, on PostgreSQL alone: several processes share no SQLite file."""

import asyncio
from collections.abc import Mapping, Sequence

import pytest

from bot.leases import Lease, Leases
from bot.ports import UnitOfWork
from storage.engine import OpenDatabase
from tests.storage.builders import read, write

pytestmark = pytest.mark.postgres

TELEGRAM = "telegram 123456"
LONG = 60.0
SHORT = 0.05


async def claim(
    database: OpenDatabase, holder: str, seconds: float = LONG, *, name: str = TELEGRAM, keys: str = ""
) -> int | None:
    epoch: int | None = await write(database, Leases, lambda leases: leases.claim(name, holder, seconds, keys=keys))
    return epoch


async def renew(database: OpenDatabase, holder: str, seconds: float = LONG) -> Mapping[str, int]:
    epochs: Mapping[str, int] = await write(database, Leases, lambda leases: leases.renew(holder, seconds))
    return epochs


async def confirm(database: OpenDatabase, epochs: Mapping[str, int]) -> bool:
    is_so: bool = await write(database, Leases, lambda leases: leases.confirm(epochs))
    return is_so


async def until_free(database: OpenDatabase) -> None:
    async with asyncio.timeout(10):
        while any(lease.free_for < 0 for lease in await _all(database)):  # noqa: ASYNC110 - the database's clock
            await asyncio.sleep(SHORT / 5)


async def _all(database: OpenDatabase) -> Sequence[Lease]:
    leases: Sequence[Lease] = await read(database, Leases, lambda leases: leases.all())
    return leases


async def test_one_has_it_and_nobody_else_gets_it(postgres_database: OpenDatabase) -> None:
    first = await claim(postgres_database, "anna", keys="folder-1")
    second = await claim(postgres_database, "boris")

    (lease,) = await _all(postgres_database)
    assert (first, second) == (1, None)
    assert (lease.name, lease.holder, lease.epoch, lease.keys) == (TELEGRAM, "anna", 1, "folder-1")
    assert -LONG <= lease.free_for < -LONG / 2


async def test_when_its_time_has_passed_another_takes_it_with_the_next_epoch(postgres_database: OpenDatabase) -> None:
    await claim(postgres_database, "anna", SHORT)
    await until_free(postgres_database)

    taken = await claim(postgres_database, "boris")

    assert taken == 2
    assert await renew(postgres_database, "anna") == {}
    assert not await confirm(postgres_database, {TELEGRAM: 1})
    assert await confirm(postgres_database, {TELEGRAM: 2})


async def test_renewed_in_vain_it_is_still_ours_if_nobody_took_it(postgres_database: OpenDatabase) -> None:
    await claim(postgres_database, "anna", SHORT)
    await until_free(postgres_database)

    assert await renew(postgres_database, "anna") == {TELEGRAM: 1}
    assert await claim(postgres_database, "boris") is None


async def test_given_back_it_is_free_at_once(postgres_database: OpenDatabase) -> None:
    await claim(postgres_database, "anna")
    await claim(postgres_database, "boris", name="clockwork")

    await write(postgres_database, Leases, lambda leases: leases.give_back("anna"))

    assert await claim(postgres_database, "boris") == 2
    assert await renew(postgres_database, "boris") == {TELEGRAM: 2, "clockwork": 1}


async def test_of_many_who_claim_at_once_one_gets_it(postgres_database: OpenDatabase) -> None:
    await claim(postgres_database, "nobody", 0)

    claims = await asyncio.gather(*(claim(postgres_database, f"process {number}") for number in range(8)))

    assert [epoch for epoch in claims if epoch is not None] == [2]


async def test_what_somebody_has_confirmed_is_not_taken_before_that_transaction_ends(
    postgres_database: OpenDatabase,
) -> None:
    await claim(postgres_database, "anna", 0)
    confirmed, ended = asyncio.Event(), asyncio.Event()

    async def work(uow: UnitOfWork) -> None:
        assert await uow.store(Leases).confirm({TELEGRAM: 1})
        confirmed.set()
        await ended.wait()

    working = asyncio.create_task(postgres_database.write(work))
    await confirmed.wait()
    meanwhile = await claim(postgres_database, "boris")
    renewed = await renew(postgres_database, "anna", 0)
    ended.set()
    await working

    assert meanwhile is None
    assert renewed == {TELEGRAM: 1}
    assert await claim(postgres_database, "boris") == 2
