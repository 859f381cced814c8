"""Killed while it makes its database, its device and its keys, it starts as if nothing had been."""

import asyncio
from pathlib import Path

import pytest

from tests.crash.lives import Mortal, put_down
from tests.e2e.huying import running, write_config
from tests.servers.synapse import Synapse

pytestmark = pytest.mark.synapse

CONFIG = """
admins = ["matrix:{zhao}"]
[matrix]
homeserver = "{url}"
user = "{bot}"
password = "{password}"
"""
# What it has made, and how many seconds it lives after that.
DEATHS = (("huying.db", 0.0), ("huying.db", 0.2), ("matrix-store", 0.1), ("matrix-store", 0.3), ("matrix-store", 0.6))
SECONDS = 30


async def test_five_times_killed_before_it_was_ready(tmp_path: Path, synapse: Synapse) -> None:
    account, zhao = await synapse.account("huying"), await synapse.user("zhao")
    config = CONFIG.format(zhao=zhao.id, url=synapse.url, bot=account.id, password=account.password)
    write_config(tmp_path, config)
    service = Mortal(launcher="launcher", command=("run",), folder=tmp_path)

    for made, seconds in DEATHS:
        process = await service.start()
        async with asyncio.timeout(SECONDS):
            while not (tmp_path / made).exists():  # noqa: ASYNC110 - files ring no bell
                await asyncio.sleep(0.005)
        await asyncio.sleep(seconds)
        await put_down(process)
    async with running(tmp_path):
        room = await zhao.creates_room("三号楼", encrypted=True, invite=[account.id])
        await zhao.sees(room, lambda m: m.sender == account.id, timeout=SECONDS)
        await zhao.says(room, "!report 3号楼路灯不亮")
        card = await zhao.sees(room, lambda m: m.sender == account.id and "#1" in m.body, timeout=SECONDS)

    assert card.encrypted
