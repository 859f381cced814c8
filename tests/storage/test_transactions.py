"""What both databases promise of a unit of work."""

import asyncio

import pytest

from bot.errors import Refused, StorageAway
from bot.ports import UnitOfWork
from bot.stores import Facts
from storage.engine import OpenDatabase
from tests.storage.builders import read


async def fact(database: OpenDatabase, key: str = "key") -> str | None:
    value: str | None = await read(database, Facts, lambda facts: facts.get(key))
    return value


async def count_up(uow: UnitOfWork) -> int:
    facts = uow.store(Facts)
    number = int(await facts.get("count") or 0) + 1
    await facts.set("count", str(number))
    return number


async def test_work_answers_and_is_kept(each_database: OpenDatabase) -> None:
    assert await each_database.write(count_up) == 1
    assert await each_database.write(count_up) == 2

    assert await fact(each_database, "count") == "2"


async def test_work_that_fails_leaves_nothing(each_database: OpenDatabase) -> None:
    async def fail(uow: UnitOfWork) -> None:
        await uow.store(Facts).set("key", "half done")
        raise Refused("tickets.already_closed")

    with pytest.raises(Refused, match="already_closed"):
        await each_database.write(fail)

    assert await fact(each_database) is None
    assert await each_database.write(count_up) == 1


async def test_work_sees_what_it_has_written(each_database: OpenDatabase) -> None:
    async def both(uow: UnitOfWork) -> str | None:
        await uow.store(Facts).set("key", "value")
        return await uow.store(Facts).get("key")

    assert await each_database.write(both) == "value"


async def test_reading_work_that_writes_is_a_fault_and_no_state_of_the_disk(each_database: OpenDatabase) -> None:
    with pytest.raises(Exception, match=r"read-?only") as caught:
        await read(each_database, Facts, lambda facts: facts.set("key", "value"))

    assert not isinstance(caught.value, StorageAway)
    assert await fact(each_database) is None


async def test_a_port_without_a_store_is_named(each_database: OpenDatabase) -> None:
    class Lamps:
        """A port that nobody answers."""

    async def ask(uow: UnitOfWork) -> None:
        uow.store(Lamps)

    with pytest.raises(LookupError, match=r"no store answers .*Lamps; add it to storage/stores\.py"):
        await each_database.write(ask)


async def test_two_turns_at_once_lose_nothing(each_database: OpenDatabase) -> None:
    numbers = await asyncio.gather(each_database.write(count_up), each_database.write(count_up))

    assert sorted(numbers) == [1, 2]


async def test_user_text_is_in_no_error(each_database: OpenDatabase) -> None:
    async def wrong(uow: UnitOfWork) -> None:
        await uow.store(Facts).set("secret words", None)  # type: ignore[arg-type]

    with pytest.raises(Exception, match=r"(?i)null") as caught:
        await each_database.write(wrong)

    assert "[SQL parameters hidden" in str(caught.value)


async def test_many_readers_and_a_writer_work_beside_each_other(each_database: OpenDatabase) -> None:
    await each_database.write(count_up)

    answers = await asyncio.gather(
        *(fact(each_database, "count") for _ in range(20)), *(each_database.write(count_up) for _ in range(2))
    )

    assert {int(answer or 0) for answer in answers} <= {1, 2, 3}
    assert await fact(each_database, "count") == "3"
