"""Fixtures of the Telegram adapter."""

from collections.abc import AsyncIterator

import pytest

from tests.adapters.telegram.account import account
from tests.adapters.telegram.scene import Scene
from tests.servers.telegram.server import BotApiServer


@pytest.fixture
async def scene(telegram: BotApiServer) -> AsyncIterator[Scene]:
    bot, lin = telegram.add_bot(), telegram.user(1001, "小林")
    group = telegram.group(-1001234567890, "三号楼", members=[lin], bots=[bot])
    channel = account(telegram, bot)
    await channel.start()
    yield Scene(telegram, bot, lin, group, channel)
    await channel.close()
