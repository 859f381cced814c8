"""What one process among several holds, on a real PostgreSQL; its own clock is moved by the test."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from bot.errors import StorageAway
from bot.leases import CLOCKWORK, LEASE_SECONDS, LeaseLost, Leases
from bot.ports import UnitOfWork
from bot.shared_tenure import SharedTenure
from storage.engine import OpenDatabase

pytestmark = pytest.mark.postgres

TELEGRAM, MATRIX = "telegram 123456", "matrix @huying:example.org"
WANTED = {CLOCKWORK: "", TELEGRAM: ""}
SECONDS = 10


class Watch:
    """A clock of one process."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@asynccontextmanager
async def process(
    database: OpenDatabase, holder: str, wanted: Mapping[str, str] = WANTED, watch: Watch | None = None
) -> AsyncIterator[SharedTenure]:
    tenure = SharedTenure(database, wanted, holder=holder, elapsed=watch or Watch())
    async with tenure.kept():
        yield tenure


async def take_away(database: OpenDatabase, holder: str) -> None:
    """As if the holder had stood still until its lease had ended, and another process had taken over."""

    async def work(uow: UnitOfWork) -> None:
        await uow.store(Leases).give_back(holder)
        await uow.store(Leases).claim(TELEGRAM, "another", LEASE_SECONDS, keys="")

    await database.write(work)


async def confirmed(database: OpenDatabase, tenure: SharedTenure, *leases: str) -> None:
    await database.write(lambda uow: tenure.confirm(uow, leases))


async def test_the_first_has_everything_and_the_second_stands_by(postgres_database: OpenDatabase) -> None:
    async with process(postgres_database, "first") as first, process(postgres_database, "second") as second:
        assert all(first.holds(lease) for lease in WANTED)
        assert not any(second.holds(lease) for lease in WANTED)
        assert set(first.foreign) == set()
        assert set(second.foreign) == {("telegram", "123456")}
        assert second.holder_of(TELEGRAM) == first.holder_of(TELEGRAM) == "first"
        await confirmed(postgres_database, first, TELEGRAM, CLOCKWORK)
        with pytest.raises(StorageAway):
            await confirmed(postgres_database, second, TELEGRAM)


async def test_what_ends_in_order_is_taken_over_in_a_moment(postgres_database: OpenDatabase) -> None:
    told = asyncio.Event()
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(process(postgres_database, "first"))
        async with process(postgres_database, "second") as second:
            second.gained.append(told.set)
            await stack.aclose()

            async with asyncio.timeout(SECONDS):
                await second.until_held(TELEGRAM)
                await told.wait()

            assert second.holds(CLOCKWORK)
            with pytest.raises(LeaseLost):
                await confirmed(postgres_database, first, TELEGRAM)


async def test_who_stood_still_sends_nothing_before_it_has_asked_and_writes_what_it_did(
    postgres_database: OpenDatabase,
) -> None:
    watch = Watch()
    async with process(postgres_database, "first", watch=watch) as first:
        watch.seconds += LEASE_SECONDS

        assert not first.holds(TELEGRAM)
        await confirmed(postgres_database, first, TELEGRAM)

        async with asyncio.timeout(SECONDS):
            while not first.holds(TELEGRAM):  # noqa: ASYNC110 - holding again is no event for those who act
                await asyncio.sleep(0.05)


async def test_who_was_replaced_without_noticing_is_refused_and_told(postgres_database: OpenDatabase) -> None:
    async with process(postgres_database, "first") as first:
        await take_away(postgres_database, "first")

        assert first.holds(TELEGRAM)
        with pytest.raises(LeaseLost):
            await confirmed(postgres_database, first, TELEGRAM)

        with pytest.raises(LeaseLost):
            await first.until_lost()
        assert not first.holds(TELEGRAM)


async def test_who_was_replaced_notices_also_when_it_has_nothing_to_write(postgres_database: OpenDatabase) -> None:
    async with process(postgres_database, "first") as first:
        await take_away(postgres_database, "first")

        async with asyncio.timeout(SECONDS):
            with pytest.raises(LeaseLost):
                await first.until_lost()


async def test_keys_are_handed_over_only_where_their_folder_is_shared(postgres_database: OpenDatabase) -> None:
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(process(postgres_database, "first", {MATRIX: "folder"}))
        async with (
            process(postgres_database, "stranger", {MATRIX: "another folder"}) as stranger,
            process(postgres_database, "sharer", {MATRIX: "folder"}) as sharer,
        ):
            await stack.aclose()

            async with asyncio.timeout(SECONDS):
                await sharer.until_held(MATRIX)
            assert not stranger.holds(MATRIX)


async def test_whoever_is_started_when_nobody_works_begins_with_its_own_folder(postgres_database: OpenDatabase) -> None:
    async with process(postgres_database, "first", {MATRIX: "lost folder"}):
        pass

    async with process(postgres_database, "second", {MATRIX: "new folder"}) as second:
        assert second.holds(MATRIX)


async def test_what_another_config_names_is_left_to_its_process(postgres_database: OpenDatabase) -> None:
    async with (
        process(postgres_database, "first", {TELEGRAM: ""}),
        process(postgres_database, "second", {"telegram 654321": ""}) as second,
    ):
        assert set(second.foreign) == {("telegram", "123456")}
