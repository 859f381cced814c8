"""Bots against the real homeserver."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.matrix.running import Bot
from tests.servers.synapse import Synapse

NewBot = Callable[..., Awaitable[Bot]]


@pytest.fixture
async def new_bot(synapse: Synapse, tmp_path: Path) -> AsyncIterator[NewBot]:
    """Makes bots that have not started; all are stopped at the end."""
    bots: list[Bot] = []

    async def new_bot(*, limited: bool = False, **settings: Any) -> Bot:
        account = await synapse.account("huying", display_name="呼应", limited=limited)
        bots.append(Bot(synapse, account, tmp_path / f"store{len(bots)}", **settings))
        return bots[-1]

    yield new_bot
    for bot in bots:
        await bot.stops()


@pytest.fixture
async def bot(new_bot: NewBot) -> Bot:
    """A bot that is signed in and receives."""
    return await (await new_bot()).starts()
