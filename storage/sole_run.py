"""One `run` for one SQLite file: two would answer every call twice."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from storage.engine import read_url, sqlite_file


class AnotherRun(Exception):  # noqa: N818 - a fact that the operator must read
    """Another `run` uses this database already; the message names the file."""


class SoleRun:
    """The right to be the only `run`, until it is closed or the program ends, however it ends."""

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor

    def close(self) -> None:
        """Give the right back."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def claim_sole_run(url: str, folder: Path) -> SoleRun:
    """Claim it. On PostgreSQL several processes may run, so nothing is claimed.

    Raises:
        AnotherRun: somebody else has it.
        ValueError: the URL has no form that we know.
    """
    file = sqlite_file(read_url(url), folder)
    if file is None:
        return SoleRun(None)
    # A file of its own: SQLite's locks on the database would be lost if we opened and closed that one.
    descriptor = os.open(file.with_name(f"{file.name}.run"), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise AnotherRun(f"another run works with {file}; stop it first") from None
    return SoleRun(descriptor)
