"""The leases in the database, on PostgreSQL alone: several processes share no SQLite file."""

import asyncio
from collections.abc import Mapping

import pytest

from bot.leases import Leases
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
    return await write(database, Leases, lambda leases: leases.claim(name, holder, seconds, keys=keys))


async def renew(database: OpenDatabase, holder: str, seconds: float = LONG) -> Mapping[str, int]:
    return await write(database, Leases, lambda leases: leases.renew(holder, seconds))


async def confirm(database: OpenDatabase, epochs: Mapping[str, int]) -> bool:
    return await write(database, Leases, lambda leases: leases.confirm(epochs))


async def until_free(database: OpenDatabase) -> None:
    async with asyncio.timeout(10):
        while any(lease.free_for < 0 for lease in await read(database, Leases, lambda leases: leases.all())):
            await asyncio.sleep(SHORT / 5)


async def test_one_has_it_and_nobody_else_gets_it(postgres_database: OpenDatabase) -> None:
    first = await claim(postgres_database, "anna", keys="folder-1")
    second = await claim(postgres_database, "boris")

    (lease,) = await read(postgres_database, Leases, lambda leases: leases.all())
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
