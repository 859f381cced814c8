"""Two processes on one PostgreSQL that share the folder of the Matrix keys: one is killed, the other goes on as it."""

import time
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.e2e.huying import running
from tests.servers.synapse import Synapse

pytestmark = [pytest.mark.synapse, pytest.mark.postgres]

SECONDS = 20.0
TAKEOVER_SECONDS = 30.0
CONFIG = """
admins = ["matrix:{zhao}"]
[storage]
url = "{database}"
[matrix]
homeserver = "{url}"
user = "{bot}"
password = "{password}"
store = "{store}"
"""


async def test_killed_it_is_replaced_by_one_that_is_the_same_device(
    tmp_path: Path, synapse: Synapse, postgres_url: str
) -> None:
    bot, zhao = await synapse.account("huying"), await synapse.user("zhao")
    config = CONFIG.format(
        zhao=zhao.id,
        database=postgres_url,
        url=synapse.url,
        bot=bot.id,
        password=bot.password,
        store=tmp_path / "matrix-store",
    )
    async with AsyncExitStack() as stack:
        homes = [tmp_path / name for name in ("first", "second")]
        for home in homes:
            home.mkdir()
        first, second = [await stack.enter_async_context(running(home, config)) for home in homes]
        room = await zhao.creates_room("御城社区", encrypted=True, invite=[bot.id])
        await zhao.sees(room, lambda m: m.sender == bot.id, timeout=SECONDS)
        await zhao.says(room, "!report 3号楼路灯不亮")
        await zhao.sees(room, lambda m: m.sender == bot.id and "#1 " in m.body, timeout=SECONDS)

        await first.kill()
        began = time.monotonic()
        await zhao.says(room, "!report 3号楼门坏了")
        card = await zhao.sees(room, lambda m: m.sender == bot.id and "#2 " in m.body, timeout=TAKEOVER_SECONDS)

        assert time.monotonic() - began < TAKEOVER_SECONDS
        assert card.encrypted
        assert "StoreTaken" not in second.log

    devices = [file.name for file in (tmp_path / "matrix-store").glob("@*.db")]
    assert len(devices) == 1, devices
