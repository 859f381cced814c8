"""Wakes the clockwork: at the next due moment, at the latest every 20 seconds, and at each digest's time of day.

APScheduler only says that it is time; what is due is a question to our tables. It has no memory of its own.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from datetime import datetime, time
from types import TracebackType
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

LATEST_SECONDS: Final = 20
_NEXT: Final = "next moment"


class Woken(Protocol):
    """Who is woken."""

    async def tick(self) -> None:
        """Do what is due."""

    async def next_moment(self) -> datetime | None:
        """When the next thing becomes due."""


class _QuietAtTheEnd(AsyncIOExecutor):  # type: ignore[misc]
    """Logs no fault for a strike that `stop` cancels before its first step, where `_strike` cannot catch it."""

    def _run_job_error(self, job_id: str, exc: BaseException, traceback: TracebackType | None = None) -> None:
        if not isinstance(exc, asyncio.CancelledError):
            super()._run_job_error(job_id, exc, traceback)


class Scheduler:
    """The clock on the wall. `at` are times of day at which it also strikes, each in its zone."""

    def __init__(self, woken: Woken, at: Iterable[tuple[time, ZoneInfo]] = ()) -> None:
        self._woken = woken
        self._striking = asyncio.Lock()
        self._scheduler = AsyncIOScheduler(timezone=ZoneInfo("UTC"), executors={"default": _QuietAtTheEnd()})
        self._add(self._strike, "interval", seconds=LATEST_SECONDS, id="look")
        for moment, zone in sorted(set(at), key=str):
            trigger = CronTrigger(hour=moment.hour, minute=moment.minute, timezone=zone)
            self._add(self._strike, trigger, id=f"{moment} {zone}")

    def start(self) -> None:
        """Begin to strike; the first time at once, for what became due while we were away."""
        self._scheduler.start()
        self.strike()

    def strike(self) -> None:
        """Strike now: it may be up to us from now on."""
        self._add(self._strike, "date", id="now", replace_existing=True)

    def stop(self) -> None:
        """Strike no more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _strike(self) -> None:
        # Only `stop` cancels a strike, and the library would log that as a fault.
        with suppress(asyncio.CancelledError):
            async with self._striking:
                await self._woken.tick()
                coming = await self._woken.next_moment()
            if coming is not None:
                self._add(self._strike, "date", run_date=coming, id=_NEXT, replace_existing=True)

    def _add(self, work: Callable[[], Awaitable[None]], trigger: object, **more: object) -> None:
        # Strikes that were missed are one strike, and never two at a time: the tables say what is due.
        self._scheduler.add_job(work, trigger, coalesce=True, max_instances=1, misfire_grace_time=None, **more)
