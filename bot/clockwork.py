"""What time makes due. The scheduler only wakes us; what is due is a question to the features' tables.

Each due item runs as a turn of its own, so one that fails never holds up another. It has no memory: after a restart
the same questions give the same answers.
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.errors import Conflict, Refused, StorageAway
from bot.feature import Feature, Job
from bot.leases import CLOCKWORK, SoleTenure, Tenure, leased
from bot.ports import Clock, Database, UnitOfWork
from bot.setup import Setup
from bot.turn import Turn

log = logging.getLogger(__name__)

# Rounds of one wake-up: an item may make another one due (an assignment whose time has passed as well).
ROUNDS: Final = 20


class Clockwork:
    """Runs the features' jobs."""

    def __init__(
        self,
        database: Database,
        setup: Setup,
        features: tuple[Feature, ...],
        clock: Clock,
        tenure: Tenure | None = None,
    ) -> None:
        self._database = database
        self._setup = setup
        self._jobs = tuple(job for feature in features for job in feature.jobs)
        self._clock = clock
        self._tenure = tenure or SoleTenure()

    async def tick(self) -> bool:
        """Do all that is due now; answers whether there was anything."""
        did = False
        failed: set[tuple[str, str]] = set()
        for _ in range(ROUNDS):
            due = [(job, item) for job in self._jobs for item in await self._due(job) if (job.name, item) not in failed]
            if not due:
                break
            did = True
            for job, item in due:
                if not await self._run(job, item):
                    failed.add((job.name, item))
        return did

    async def next_moment(self) -> datetime | None:
        """When the next thing becomes due. Raises `StorageAway`."""
        moments = [await self._next_of(job) for job in self._jobs]
        return min((moment for moment in moments if moment is not None), default=None)

    async def _next_of(self, job: Job) -> datetime | None:
        question = job.next_moment
        if question is None:
            return None
        try:
            return await self._database.read(lambda uow: question(uow, self._clock.now()))
        except StorageAway:
            raise
        except Exception:
            # Without an answer it is looked at all the same, whenever the scheduler wakes us.
            log.exception("%s does not say when it is due next", job.name)
            return None

    async def _due(self, job: Job) -> Sequence[str]:
        async def ask(uow: UnitOfWork) -> Sequence[str]:
            return await job.due(Turn(uow, self._setup, self._clock.now()))

        try:
            return await self._database.read(ask)
        except StorageAway:
            log.warning("the database is away; %s waits", job.name)
        except Exception:
            log.exception("%s does not say what is due", job.name)
        return ()

    async def _run(self, job: Job, item: str) -> bool:
        async def work(uow: UnitOfWork) -> None:
            turn = Turn(uow, self._setup, self._clock.now())
            await job.run(turn, item)
            await turn.outbox.keep(uow)

        try:
            await self._database.write(leased(self._tenure, (CLOCKWORK,), work))
        except (StorageAway, Conflict, Refused) as reason:
            log.warning("%s %s did not run: %s", job.name, item, type(reason).__name__)
            return False
        except Exception:
            log.exception("%s %s failed", job.name, item)
            return False
        return True
