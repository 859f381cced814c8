import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from adapters.scheduler import Scheduler


@dataclass
class Clockwork:
    """Is slow, and nothing else ever becomes due."""

    struck: asyncio.Event = field(default_factory=asyncio.Event)

    async def tick(self) -> None:
        self.struck.set()
        await asyncio.sleep(60)

    async def next_moment(self) -> datetime | None:
        return None


async def test_it_strikes_at_once(caplog: pytest.LogCaptureFixture) -> None:
    clockwork = Clockwork()
    scheduler = Scheduler(clockwork)

    scheduler.start()
    await asyncio.wait_for(clockwork.struck.wait(), 10)
    scheduler.stop()
    await asyncio.sleep(0.01)

    assert not _faults(caplog)


@pytest.mark.parametrize("steps", range(6))
async def test_stopped_at_any_moment_of_a_strike_it_logs_no_fault(caplog: pytest.LogCaptureFixture, steps: int) -> None:
    scheduler = Scheduler(Clockwork())

    scheduler.start()
    for _ in range(steps):
        await asyncio.sleep(0)
    scheduler.stop()
    await asyncio.sleep(0.01)

    assert not _faults(caplog)


def _faults(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
