"""The real PostgreSQL server does what the tests of the storage rely on."""

import asyncpg
import pytest

from tests.servers.postgres import Postgres

pytestmark = pytest.mark.postgres


async def test_every_test_has_an_empty_database_of_its_own(postgres_url: str, postgres_server: Postgres) -> None:
    other_url = await postgres_server.fresh_database()
    one, other = await asyncpg.connect(postgres_url), await asyncpg.connect(other_url)

    await one.execute("CREATE TABLE tickets (words text)")
    await one.execute("INSERT INTO tickets VALUES ('灯坏了')")

    assert await one.fetchval("SELECT words FROM tickets") == "灯坏了"
    assert await other.fetchval("SELECT count(*) FROM information_schema.tables WHERE table_name = 'tickets'") == 0
    await one.close()
    await other.close()


async def test_a_wrong_password_is_refused(postgres_url: str) -> None:
    user, rest = postgres_url.rsplit("@", 1)

    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(f"{user}x@{rest}")


async def test_the_server_is_gone_when_its_block_ends() -> None:
    with Postgres() as server:
        address = await server.fresh_database()

    with pytest.raises(ConnectionRefusedError):
        await asyncpg.connect(address, timeout=2)
