"""The short ordeal: ten deaths, each at another moment. `make crash` has two hundred, at the usual pace."""

import asyncio
from pathlib import Path

import pytest

from tests.crash.lives import MOMENTS
from tests.crash.ordeal import suffer
from tests.crash.table import table_of
from tests.crash.town import SERVICE, Size, town_at
from tests.servers.synapse import Synapse

pytestmark = [pytest.mark.synapse, pytest.mark.long]

KILLS = 10
# Deaths that come soon, so that ten of them fit into a test.
PASSINGS = (1, 2, 3, 5)
SECONDS = 200


async def test_ten_times_killed_it_loses_nothing_and_does_nothing_twice(tmp_path: Path, homeserver: Synapse) -> None:
    async with (
        asyncio.timeout(SECONDS),
        town_at(tmp_path, homeserver, Size(groups=3, rooms=2, pace=0.15, is_quick=True), seed=7) as town,
    ):
        outcome = await suffer(town, KILLS, PASSINGS)

    moments = {life.moment for life in outcome.lives[SERVICE]}
    assert not outcome.account.faults, "\n".join([table_of(outcome), *outcome.account.faults])
    assert outcome.account.calls > KILLS
    assert moments >= set(MOMENTS)
