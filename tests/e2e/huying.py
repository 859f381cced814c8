"""The service as its operator starts it: a process of its own with a config file in a folder."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
READY_SECONDS: Final = 40
END_SECONDS: Final = 10
# The service with another pace, for tests in which a worker gets more than one task.
QUICK: Final = "tests.e2e.quick"
CHAT: Final = "the local chat: "


class Huying:
    """A running service. `lines` is its log so far."""

    def __init__(self, folder: Path, process: asyncio.subprocess.Process) -> None:
        self.folder = folder
        self.process = process
        self.lines: list[str] = []
        self._is_ready = asyncio.Event()
        self._news = asyncio.Condition()
        self._reader = asyncio.create_task(self._read())

    @property
    def log(self) -> str:
        """Everything it has printed so far."""
        return "\n".join(self.lines)

    async def ready(self) -> None:
        """Wait until it says so."""
        waiting = asyncio.create_task(self._is_ready.wait())
        await asyncio.wait({waiting, self._reader}, timeout=READY_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        assert self._is_ready.is_set(), "\n".join(["it never got ready:", *self.lines])

    async def says(self, words: str, *, seconds: float = END_SECONDS) -> None:
        """Wait until these words are in its log."""
        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(lambda: words in self.log)

    async def stop(self) -> int:
        """SIGTERM, as systemd would; answers the exit code."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
            self.thaw()
        code = await asyncio.wait_for(self.process.wait(), END_SECONDS)
        await self._reader
        return code

    async def kill(self) -> None:
        """SIGKILL: a power cut."""
        self.process.kill()
        await self.process.wait()
        await self._reader

    def freeze(self) -> None:
        """SIGSTOP: it stands still, as on a machine that is starved or whose virtual twin is being moved."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """SIGCONT: it goes on as if nothing had been."""
        self.process.send_signal(signal.SIGCONT)

    async def _read(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            self.lines.append(line.decode().rstrip())
            if self.lines[-1].endswith("huying: ready"):
                self._is_ready.set()
            async with self._news:
                self._news.notify_all()


@asynccontextmanager
async def starting(folder: Path, config: str | None = None, *, program: str = "bot") -> AsyncIterator[Huying]:
    """`huying run` in this folder, perhaps not ready yet; ended with the block. `program`: another way to start it."""
    if config is not None:
        write_config(folder, config)
    huying = Huying(folder, await start(folder, "run", program=program))
    try:
        yield huying
    finally:
        await huying.stop()


@asynccontextmanager
async def running(folder: Path, config: str | None = None, *, program: str = "bot") -> AsyncIterator[Huying]:
    """`huying run` in this folder, ready; ended with the block. `program`: another way to start it."""
    async with starting(folder, config, program=program) as huying:
        await huying.ready()
        yield huying


@asynccontextmanager
async def running_demo(folder: Path, language: str = "zh") -> AsyncIterator[str]:
    """`huying demo` with its town in this folder; gives the address of the local chat."""
    options = ("--port", "0", "--folder", str(folder / "town"), "--language", language)
    huying = Huying(folder, await start(folder, "demo", *options))
    try:
        await huying.ready()
        (line,) = [line for line in huying.lines if line.startswith(CHAT)]
        yield line.removeprefix(CHAT)
    finally:
        assert await huying.stop() == 0, huying.log


async def command(folder: Path, *arguments: str, stdin: str = "") -> tuple[int, str]:
    """Any other command in this folder: its exit code and everything it printed."""
    process = await start(folder, *arguments)
    printed, _ = await asyncio.wait_for(process.communicate(stdin.encode()), 60)
    assert process.returncode is not None
    return process.returncode, printed.decode()


def write_config(folder: Path, config: str) -> None:
    """A config that nobody else may read."""
    file = folder / "config.toml"
    file.write_text(config, encoding="utf-8")
    file.chmod(0o600)


async def start(folder: Path, *arguments: str, program: str = "bot") -> asyncio.subprocess.Process:
    environment: Mapping[str, str] = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        program,
        *arguments,
        cwd=folder,
        env=environment,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
