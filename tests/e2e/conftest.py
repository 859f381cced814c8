"""Fixtures of the end-to-end tests: a whole neighbourhood each, shared by the tests of one file."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.e2e.telegram_town import TelegramTown, telegram_town


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TelegramTown]:
    """A neighbourhood on Telegram with the running service; each test takes groups of its own."""
    async with telegram_town(tmp_path_factory.mktemp("town")) as made:
        yield made
