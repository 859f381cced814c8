"""Drives a server in another process: `async with remote_server() as telegram: await telegram("says", …)`."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import aiohttp

Json = dict[str, Any]

ROOT: Final = Path(__file__).parents[3]


class RemoteError(AssertionError):
    """The server refused an order."""


class Remote:
    """The control API of a running server."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=600))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._session is not None
        await self._session.close()

    async def __call__(self, order: str, **facts: Any) -> Any:
        """Give an order of the control API and return its answer; RemoteError when it is refused."""
        assert self._session is not None
        async with self._session.post(f"{self.url}/control/{order}", json=facts) as response:
            answer = await response.json()
            if not response.ok:
                raise RemoteError(f"{order}: {answer}")
            return answer


@asynccontextmanager
async def remote_server(*arguments: str) -> AsyncIterator[Remote]:
    """A server in a process of its own on a free port, ended with the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.servers.telegram",
        *arguments,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode()
        async with Remote(line.split()[0]) as remote:
            yield remote
    finally:
        process.terminate()
        await process.wait()
