"""Fixtures of the real servers. Each starts when a test first asks for it and lives as long as the worker's run."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.servers.postgres import Postgres, PostgresMissingError
from tests.servers.synapse import Synapse


@pytest.fixture(scope="session")
def homeserver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synapse]:
    """The Matrix homeserver of this run."""
    with Synapse(tmp_path_factory.mktemp("synapse")) as server:
        yield server


@pytest.fixture
async def synapse(homeserver: Synapse) -> AsyncIterator[Synapse]:
    """The Matrix homeserver of this run; the clients of users that a test makes are closed after it."""
    yield homeserver
    await homeserver.close_users()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """The PostgreSQL server of this run."""
    try:
        server = Postgres()
    except PostgresMissingError as reason:
        pytest.skip(str(reason))
    with server:
        yield server


@pytest.fixture
async def postgres_url(postgres_server: Postgres) -> str:
    """The URL of a fresh, empty database: postgresql://user:password@127.0.0.1:port/name."""
    return await postgres_server.fresh_database()
