"""A real Matrix homeserver for tests: Synapse as a child process, on 127.0.0.1, with SQLite in a folder of its own.

Every limit is Synapse's default (0.2 messages/s after a burst of 10, one new room a minute after 10, and so on),
but an account is freed of all of them unless it is made with `limited=True`, by the call that operators use for a bot.
"""

import asyncio
import hashlib
import hmac
import http.client
import json
import secrets
import socket
import subprocess
import sys
import time
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp

from tests.servers.matrix_user import MatrixUser

SERVER_NAME = "huying.test"
START_SECONDS = 60.0
STOP_SECONDS = 15.0
PASSWORD = "correct-horse"


class SynapseStartError(Exception):
    """Synapse ended, or did not answer in time; the message ends with the last lines of its log."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """A registered user; `name` is the local part, `id` the whole Matrix id."""

    id: str
    name: str
    password: str
    access_token: str
    device: str


class Synapse:
    """One homeserver; `with Synapse(folder) as server:` runs it until the block ends."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "homeserver.log"
        self._port = _free_port()
        self._secret = secrets.token_hex(16)
        self._process: subprocess.Popen[bytes] | None = None
        self._admin: Account | None = None
        self._users: list[MatrixUser] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> Self:
        _write_config(self.folder, self._port, self._secret)
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Run the homeserver and wait until it is healthy, 60 s at most."""
        command = [sys.executable, "-m", "synapse.app.homeserver", "-c", str(self.folder / "homeserver.json")]
        with (self.folder / "output.log").open("ab") as output:
            self._process = subprocess.Popen(command, stdout=output, stderr=output, cwd=self.folder)  # noqa: S603 - our own interpreter
        try:
            self._wait_until_healthy(self._process)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the process that `start` began, politely first; what it stored stays in the folder."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def restart(self) -> None:
        """Stop and start with the same address and data. It blocks: tests await `asyncio.to_thread(server.restart)`."""
        self.stop()
        self.start()

    def _wait_until_healthy(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            if _is_healthy(self._port):
                return
            time.sleep(0.05)
        raise SynapseStartError(f"{_tail(self.folder / 'output.log')}\n{_tail(self.log)}")

    async def account(self, name: str, *, display_name: str | None = None, limited: bool = False) -> Account:
        """Register someone under `name` and a random ending, so that tests may share the server."""
        made = await self._register(f"{name}-{secrets.token_hex(3)}", display_name or name, admin=False)
        if not limited:
            await self.lift_limits(made.id)
        return made

    async def user(
        self,
        name: str,
        *,
        display_name: str | None = None,
        encrypted: bool = True,
        limited: bool = False,
    ) -> MatrixUser:
        """Someone with a running client; `encrypted=False` is a client without any keys."""
        account = await self.account(name, display_name=display_name, limited=limited)
        return await self.signs_in(account, encrypted=encrypted)

    async def signs_in(self, account: Account, *, encrypted: bool = True) -> MatrixUser:
        """Start a client on a new device of this account."""
        user = MatrixUser(self.url, account.id, self.folder / "stores" if encrypted else None)
        self._users.append(user)
        await user.signs_in(account.password)
        return user

    async def close_users(self) -> None:
        """Stop the clients of all users made so far."""
        users, self._users = self._users, []
        await asyncio.gather(*(user.close() for user in users))

    async def lift_limits(self, user_id: str) -> None:
        """Free this user of every rate limit, rooms and invitations included, as an operator does for the bot."""
        await self.admin_api(
            "POST", f"users/{user_id}/override_ratelimit", {"messages_per_second": 0, "burst_count": 0}
        )

    async def admin_api(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Call Synapse's admin API (`path` follows /_synapse/admin/v1/) as an administrator."""
        if self._admin is None:
            self._admin = await self._register(f"root-{secrets.token_hex(3)}", "root", admin=True)
        return await self._call(method, path, body, token=self._admin.access_token)

    async def _register(self, name: str, display_name: str, *, admin: bool) -> Account:
        nonce = (await self._call("GET", "register"))["nonce"]
        words = "\0".join((nonce, name, PASSWORD, "admin" if admin else "notadmin"))
        mac = hmac.new(self._secret.encode(), words.encode(), hashlib.sha1).hexdigest()
        made = await self._call(
            "POST",
            "register",
            {
                "nonce": nonce,
                "username": name,
                "displayname": display_name,
                "password": PASSWORD,
                "admin": admin,
                "mac": mac,
            },
        )
        return Account(
            id=made["user_id"],
            name=name,
            password=PASSWORD,
            access_token=made["access_token"],
            device=made["device_id"],
        )

    async def _call(
        self, method: str, path: str, body: dict[str, Any] | None = None, *, token: str = ""
    ) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        url = f"{self.url}/_synapse/admin/v1/{path}"
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as session,
            session.request(method, url, json=body, headers=headers) as answer,
        ):
            answer.raise_for_status()
            found: dict[str, Any] = await answer.json()
            return found


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def _is_healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _tail(log: Path, lines: int = 15) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else ""


def _write_config(folder: Path, port: int, secret: str) -> None:
    seed = b64encode(secrets.token_bytes(32)).decode().rstrip("=")
    (folder / "signing.key").write_text(f"ed25519 a_test {seed}\n")
    # JSON is YAML too.
    (folder / "log.json").write_text(json.dumps(_log_config(folder)))
    (folder / "homeserver.json").write_text(json.dumps(_config(folder, port, secret)))


def _config(folder: Path, port: int, secret: str) -> dict[str, Any]:
    return {
        "server_name": SERVER_NAME,
        "public_baseurl": f"http://127.0.0.1:{port}/",
        "pid_file": str(folder / "homeserver.pid"),
        "log_config": str(folder / "log.json"),
        "signing_key_path": str(folder / "signing.key"),
        "media_store_path": str(folder / "media"),
        "database": {"name": "sqlite3", "args": {"database": str(folder / "homeserver.db")}},
        "listeners": [
            {
                "port": port,
                "bind_addresses": ["127.0.0.1"],
                "type": "http",
                "tls": False,
                "resources": [{"names": ["client"], "compress": False}],
            }
        ],
        "registration_shared_secret": secret,
        "macaroon_secret_key": secrets.token_hex(16),
        "form_secret": secrets.token_hex(16),
        "bcrypt_rounds": 4,
        "report_stats": False,
        "presence": {"enabled": False},
        "trusted_key_servers": [],
        "suppress_key_server_warning": True,
        "federation_domain_whitelist": [],
        # Everyone signs in from 127.0.0.1, and Synapse allows five sign-ins per address.
        "rc_login": {"address": {"per_second": 1000, "burst_count": 1000}},
    }


def _log_config(folder: Path) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "handlers": {
            "file": {
                "class": "logging.FileHandler",
                "filename": str(folder / "homeserver.log"),
                "formatter": "plain",
            }
        },
        "root": {"level": "INFO", "handlers": ["file"]},
    }
