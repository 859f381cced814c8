"""The line to the homeserver: nio's client of the device that we are signed in as, and calls that nio lacks."""

import asyncio
import json
import logging
import secrets
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

import nio
import vodozemac

from adapters.matrix.errors import NotThereYet, Refusal, seconds_of
from adapters.matrix.pauses import Pace
from bot.config_channels import Matrix

API = "/_matrix/client"


_DIFFERENT = 1_000_000_000


class Homeserver:
    """One account's line. The client behind it changes when a new device is taken.

    `is_synced`: this client has taken in a first sync, so it knows our rooms. `syncs` counts all of them.
    """

    def __init__(self, config: Matrix, pace: Pace) -> None:
        self.user = config.user
        self.is_synced = False
        self.syncs = 0
        self._config = config
        self._pace = pace
        self._client: nio.AsyncClient | None = None
        self._news = asyncio.Event()

    @property
    def client(self) -> nio.AsyncClient:
        """The client of nio. Raises `NotThereYet` while we are not signed in."""
        if self._client is None:
            raise NotThereYet("not signed in")
        return self._client

    @property
    def is_signed_in(self) -> bool:
        """Has the homeserver given us a token?"""
        return self._client is not None and bool(self._client.access_token)

    async def open(self, device: str, store: Path) -> nio.AsyncClient:
        """A client of this device (empty: of a new one), instead of the former. It is not signed in yet."""
        await self.close()
        # They tell what people wrote, and keys; everything that matters is logged by ourselves.
        for name in ("nio", "peewee"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._client = client_of(self._config, device, store, self._pace.answer)
        return self._client

    async def close(self) -> None:
        """Let go of the connections and of the keys' file."""
        client, self._client = self._client, None
        self.is_synced = False
        if client is not None:
            await client.close()
            close_keys(client)

    def synced(self) -> None:
        """A sync has been taken in by the client."""
        self.is_synced = True
        self.syncs += 1
        self._news.set()
        self._news = asyncio.Event()

    async def next_sync(self) -> None:
        """Wait until another sync has been taken in."""
        await self._news.wait()

    def room(self, room_id: str) -> nio.MatrixRoom | None:
        """A room that we are in, as the syncs told it."""
        return self.client.rooms.get(room_id)

    async def ask(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, *, version: str = "v3"
    ) -> dict[str, Any]:
        """Call the client-server API; the answer's object. Raises `Refusal` and what the network raises."""
        client = self.client
        headers = {"Authorization": f"Bearer {client.access_token}", "Content-Type": "application/json"}
        content = None if body is None else json.dumps(body)
        async with await client.send(method, f"{API}/{version}{path}", content, headers) as response:
            try:
                answer = await response.json(content_type=None)
            except ValueError:
                answer = None
            if response.status == HTTPStatus.OK and isinstance(answer, dict):
                return answer
            raise _refusal(response.status, answer, response.headers.get("Retry-After"))


def unlike_any_other() -> int:
    """Milliseconds to wait, for a sync that is answered at once anyway.

    Homeservers repeat an answer for minutes where all of the question is the same (Synapse: two minutes), so what
    happened since would be missing from it.
    """
    return secrets.randbelow(_DIFFERENT)


def path_of(*parts: str) -> str:
    """A path of these parts, each written so that it stays one."""
    return "".join("/" + quote(part, safe="") for part in parts)


class _Client(nio.AsyncClient):  # type: ignore[misc] # nio is not typed
    """nio's client, and what it forgets.

    A first message made with a one-time key that we do not have any more (an older store was brought back) cannot be
    opened. nio 0.26 lets that break the whole sync; as a message that cannot be decrypted it makes a new session with
    its sender instead.
    """

    def load_store(self) -> None:
        """Open the keys' file."""
        if self.olm is not None:
            return
        super().load_store()
        machine: Any = self.olm
        make = machine._create_inbound_session  # noqa: SLF001 - there is no other place to stand

        def made(*letter: Any) -> Any:
            session = make(*letter)
            # The session itself is made when its first letter is opened.
            session.first_decrypt = _unopened_where_unmade(session.first_decrypt)
            return session

        machine._create_inbound_session = made  # noqa: SLF001


def _unopened_where_unmade(open_first: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def opened(letter: Any) -> Any:
        try:
            return open_first(letter)
        except vodozemac.SessionCreationException as fault:
            raise vodozemac.OlmDecryptionException(str(fault)) from fault

    return opened


def client_of(config: Matrix, device: str, store: Path, answer_seconds: float) -> nio.AsyncClient:
    """A client with its own keys, that neither waits nor tries again by itself, nor remembers how far it has synced."""
    settings = nio.AsyncClientConfig(
        store_sync_tokens=False,
        encryption_enabled=True,
        max_limit_exceeded=0,
        max_timeouts=0,
        request_timeout=answer_seconds,
    )
    return _Client(
        config.homeserver, config.user, device_id=device, store_path=str(store), config=settings, proxy=config.proxy
    )


def close_keys(client: nio.AsyncClient) -> None:
    """Close the file of its keys, which nio leaves open."""
    if client.store is not None:
        client.store.database.close()


def _refusal(status: int, answer: Any, retry_after: str | None) -> Refusal:
    told = answer if isinstance(answer, dict) else {}
    code, message, milliseconds = told.get("errcode"), told.get("error"), told.get("retry_after_ms")
    seconds = milliseconds / 1000 if isinstance(milliseconds, int) else seconds_of(retry_after)
    refusal = Refusal(
        status=status,
        code=code if isinstance(code, str) else "",
        message=message if isinstance(message, str) else "",
        retry_after=seconds,
    )
    refusal.soft_logout = told.get("soft_logout") is True
    return refusal
