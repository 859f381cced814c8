"""Processes that are killed or frozen again and again, each time at another moment."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Final

ROOT: Final = Path(__file__).parents[2]
MOMENTS: Final = ("after_receive", "before_commit", "after_commit", "during_send", "after_send_before_mark")
ANY: Final = "any moment"
# The service passes a moment often while it catches up, and then some five times a second; a stock bot with each call.
PASSINGS: Final = (1, 2, 3, 5, 8, 13, 21, 34)
FEW: Final = (1, 1, 2, 3)
# A moment that is not reached by then is not waited for any longer.
PATIENCE: Final = 15.0
# Longer than a lease: when it thaws, another process has taken over. Then it lives on for as long as the second says.
FROZEN_SECONDS: Final = 13.0
THAWED_SECONDS: Final = 3.0
FROZEN: Final = ", frozen"
FREEZE_SHARE: Final = 0.4
LONG_PATIENCE: Final = 120.0


@dataclass(frozen=True, kw_only=True)
class Kill:
    """How a life ends: as it passes a named moment for the so-manieth time, or so many seconds after its start.

    A moment that is not reached within `patience` seconds is not waited for any longer. `pause`: the seconds for which
    it then stays dead. `freezes`: it only stands still at first, and is killed after it has gone on.
    """

    moment: str
    passing: int
    seconds: float
    pause: float
    patience: float = PATIENCE
    freezes: bool = False


def kills(count: int, seed: int, passings: Sequence[int] = PASSINGS) -> Iterator[Kill]:
    """So many ends, spread evenly over the named moments and any moment at all; the same for the same seed."""
    chance = Random(seed)  # noqa: S311 - choices that can be repeated
    names = (*MOMENTS, ANY)
    for number in range(count):
        yield Kill(
            moment=names[number % len(names)],
            passing=chance.choice(passings),
            seconds=chance.uniform(0.2, 8.0),
            pause=chance.choice((0.0, 0.2, 1.0)),
        )


def kills_of_one_of_several(count: int, seed: int, passings: Sequence[int] = PASSINGS) -> Iterator[Kill]:
    """The same for a process that others stand by for. Now and then it freezes first.

    It stands by itself until it has its turn, which may take a while, and lives long enough for that.
    """
    chance = Random(seed)  # noqa: S311 - choices that can be repeated
    for kill in kills(count, seed, passings):
        seconds, freezes = chance.uniform(15.0, 40.0), chance.random() < FREEZE_SHARE
        yield replace(kill, seconds=seconds, patience=LONG_PATIENCE, freezes=freezes)


@dataclass(frozen=True, kw_only=True)
class Life:
    """From a start to its end, in seconds since 1970, and the moment of its end."""

    began: float
    ended: float
    moment: str


@dataclass(kw_only=True)
class Mortal:
    """A program with one place for data: `command` follows after moment and passing.

    `name` tells it from another process of the same program.
    """

    launcher: str
    command: tuple[str, ...] = ()
    folder: Path
    name: str = ""
    is_quick: bool = False
    lives: list[Life] = field(default_factory=list)

    async def suffer(self, ends: Sequence[Kill] | Iterator[Kill]) -> None:
        """Live and die so many times."""
        for end in ends:
            await self._live(end)
            await asyncio.sleep(end.pause)

    async def start(
        self, moment: str = ANY, passing: int = 1, end: signal.Signals = signal.SIGKILL
    ) -> asyncio.subprocess.Process:
        """Run it until it gives itself this signal; what it prints is kept in the folder."""
        quick = "1" if self.is_quick else ""
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "CRASH_SIGNAL": end.name, "CRASH_QUICK": quick}
        with (self.folder / f"{self.launcher}{self.name}.log").open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                f"tests.crash.{self.launcher}",
                moment,
                str(passing),
                *self.command,
                cwd=self.folder,
                env=environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    async def _live(self, end: Kill) -> None:
        began = time.time()
        process = await self.start(end.moment, end.passing, signal.SIGSTOP if end.freezes else signal.SIGKILL)
        try:
            moment = await (self._stand_still(process, end) if end.freezes else self._die(process, end))
        finally:
            await put_down(process)
        self.lives.append(Life(began=began, ended=time.time(), moment=moment))

    async def _die(self, process: asyncio.subprocess.Process, end: Kill) -> str:
        """Wait for its end or bring it about; answers the moment of it."""
        seconds = end.seconds if end.moment == ANY else end.patience
        with suppress(TimeoutError):
            code = await asyncio.wait_for(process.wait(), seconds)
            assert code == -signal.SIGKILL, f"{self.launcher} ended by itself with {code}: see {self.folder}"
            return end.moment
        return ANY

    async def _stand_still(self, process: asyncio.subprocess.Process, end: Kill) -> str:
        """Let it freeze and thaw, and live on for a while; answers the moment at which it froze."""
        seconds, moment = (end.seconds, ANY) if end.moment == ANY else (end.patience, end.moment)
        try:
            async with asyncio.timeout(seconds):
                while not _is_stopped(process.pid):  # noqa: ASYNC110 - the kernel tells the parent only of deaths
                    await asyncio.sleep(0.05)
        except TimeoutError:
            process.send_signal(signal.SIGSTOP)
            moment = ANY
        await asyncio.sleep(FROZEN_SECONDS)
        process.send_signal(signal.SIGCONT)
        await asyncio.sleep(THAWED_SECONDS)
        assert process.returncode is None, f"{self.launcher} did not survive a standstill: see {self.folder}"
        return moment + FROZEN


def _is_stopped(process: int) -> bool:
    # The name in the middle may hold anything; the state is the first word behind it.
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "T"


async def put_down(process: asyncio.subprocess.Process) -> None:
    """SIGKILL, unless it is dead."""
    if process.returncode is None:
        process.kill()
        await process.wait()
