"""What PostgreSQL alone does: lost races, a server that goes away."""

import asyncio
from pathlib import Path

import pytest

from bot.errors import Conflict, StorageAway
from bot.ports import UnitOfWork
from bot.stores import Facts
from storage.engine import OpenDatabase, open_database
from storage.migrate import migrate
from tests.servers.postgres import Postgres
from tests.storage.builders import read, write

pytestmark = pytest.mark.postgres


async def count_up(uow: UnitOfWork) -> int:
    number = int(await uow.store(Facts).get("count") or 0) + 1
    await uow.store(Facts).set("count", str(number))
    return number


async def test_of_two_that_change_one_row_the_later_runs_again(postgres_database: OpenDatabase) -> None:
    await postgres_database.write(count_up)
    both_have_read = asyncio.Barrier(2)
    tries = 0

    async def together(uow: UnitOfWork) -> None:
        nonlocal tries
        tries += 1
        await uow.store(Facts).get("count")
        if tries <= 2:
            await both_have_read.wait()
        await count_up(uow)

    await asyncio.gather(postgres_database.write(together), postgres_database.write(together))

    assert tries == 3
    assert await read(postgres_database, Facts, lambda facts: facts.get("count")) == "3"


async def test_who_loses_every_race_is_told(postgres_database: OpenDatabase) -> None:
    await postgres_database.write(count_up)
    tries = 0

    async def slower(uow: UnitOfWork) -> None:
        nonlocal tries
        tries += 1
        await uow.store(Facts).get("count")
        await postgres_database.write(count_up)
        await count_up(uow)

    with pytest.raises(Conflict):
        await postgres_database.write(slower)

    assert tries == 3
    assert await read(postgres_database, Facts, lambda facts: facts.get("count")) == "4"


async def test_a_conflict_of_the_model_is_not_tried_again_here(postgres_database: OpenDatabase) -> None:
    tries = 0

    async def outdated(uow: UnitOfWork) -> None:  # noqa: ARG001 - a unit of work
        nonlocal tries
        tries += 1
        raise Conflict

    with pytest.raises(Conflict):
        await postgres_database.write(outdated)

    assert tries == 1


async def test_a_reader_keeps_its_picture_while_somebody_writes(postgres_database: OpenDatabase) -> None:
    await postgres_database.write(count_up)

    async def twice(uow: UnitOfWork) -> list[str | None]:
        first = await uow.store(Facts).get("count")
        await postgres_database.write(count_up)
        return [first, await uow.store(Facts).get("count")]

    assert await postgres_database.read(twice) == ["1", "1"]


async def test_a_server_that_goes_away_is_away_and_comes_back(
    postgres_database: OpenDatabase, postgres_server: Postgres
) -> None:
    await postgres_database.write(count_up)

    postgres_server.stop()
    try:
        for _ in range(2):
            with pytest.raises(StorageAway):
                await postgres_database.write(count_up)
        with pytest.raises(StorageAway):
            await migrate(postgres_server.url("template_huying"), Path())
    finally:
        postgres_server.start()

    assert await postgres_database.write(count_up) == 2


async def test_a_connection_cut_in_the_middle_of_a_turn_undoes_it(
    postgres_database: OpenDatabase, postgres_server: Postgres
) -> None:
    await postgres_database.write(count_up)

    async def cut(uow: UnitOfWork) -> None:
        await count_up(uow)
        postgres_server.stop()
        await count_up(uow)

    try:
        with pytest.raises(StorageAway):
            await postgres_database.write(cut)
    finally:
        postgres_server.start()

    assert await write(postgres_database, Facts, lambda facts: facts.get("count")) == "1"


async def test_a_wrong_password_is_away_and_not_in_the_message(postgres_server: Postgres) -> None:
    password = postgres_server.url().split("@")[0].rpartition(":")[2]
    database = open_database(postgres_server.url().replace(password, "sesame"), Path())

    with pytest.raises(StorageAway, match="password authentication failed") as caught:
        await database.read(count_up)

    assert "sesame" not in str(caught.value)
    await database.close()
