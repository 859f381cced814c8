"""Fixtures of the end-to-end tests: a whole neighbourhood each, shared by the tests of one file."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.e2e.matrix_town import MatrixTown, matrix_town
from tests.e2e.telegram_town import TelegramTown, telegram_town
from tests.servers.synapse import Synapse


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TelegramTown]:
    """A neighbourhood on Telegram with the running service; each test takes groups of its own."""
    async with telegram_town(tmp_path_factory.mktemp("town")) as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def matrix(tmp_path_factory: pytest.TempPathFactory, homeserver: Synapse) -> AsyncIterator[MatrixTown]:
    """A neighbourhood on Matrix and Telegram with the running service; each test takes rooms of its own."""
    async with matrix_town(tmp_path_factory.mktemp("town"), homeserver) as made:
        yield made
