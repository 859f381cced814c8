"""The fixture `telegram`: a running server that fails the test when the bot broke the official facts."""

from collections.abc import AsyncIterator

import pytest

from tests.servers.telegram.server import BotApiServer


@pytest.fixture
async def telegram() -> AsyncIterator[BotApiServer]:
    """A Telegram of the test's own. At the end no call may have broken the Bot API's facts in silence."""
    async with BotApiServer() as server:
        yield server
    assert not server.violations, "\n".join(server.violations)
