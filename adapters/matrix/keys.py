"""Room keys: handing ours out, fetching those of others, and opening messages whose key comes after them."""

import logging
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

import nio
from nio.event_builders import ToDeviceMessage

from adapters.matrix.errors import NETWORK_FAULTS, NOT_YET, Refusal, accepted
from adapters.matrix.homeserver import Homeserver
from adapters.matrix.notebook import Notebook, Waiting
from adapters.matrix.stretch import opened

log = logging.getLogger(__name__)

_ASKED_AT_ONCE: Final = 20


async def upload_keys(home: Homeserver) -> None:
    """Hand out our device's keys and fresh one-time keys, where any are wanted. Raises `Refusal`; network faults.

    They are kept before the homeserver hears of them. nio keeps them afterwards; after a crash in between it would make
    others under the same names, which a homeserver refuses for ever.
    """
    client = home.client
    if not client.should_upload_keys:
        return
    keys = client.olm.share_keys()
    client.olm.save_account()
    try:
        answer = await home.ask("POST", "/keys/upload", keys)
    except Refusal as refusal:
        if "already exists" in refusal.message:
            # The store is older than what the homeserver has heard of us. The next try takes the next names.
            client.olm.mark_keys_as_published()
            client.olm.save_account()
        raise
    await client.receive_response(nio.KeysUploadResponse.from_dict(answer))


class Keys:
    """The keys of one account's client."""

    def __init__(self, home: Homeserver, notebook: Notebook) -> None:
        self._home = home
        self._notebook = notebook
        self._asked: set[str] = set()
        self._to_ask: dict[str, Waiting] = {}

    def keep(self, events: Sequence[Waiting], now: datetime) -> None:
        """These cannot be read yet. They are kept as they came until their key does, or for a week."""
        self._notebook.add(events, now)
        for event in events:
            if event.session not in self._asked:
                self._to_ask[event.session] = event

    def late(self, news: Sequence[Any] | None) -> list[tuple[Waiting, dict[str, Any] | None]]:
        """Waiting events that can be read now, oldest first.

        `news` are the to-device events of a sync, with the keys that it brought; None: look through all that waits.
        """
        sessions = [None] if news is None else _sessions(news)
        waiting = [one for session in sessions for one in self._notebook.waiting(session)]
        read = [(one, opened(self._home.client, one.room, one.event)) for one in waiting]
        return [(one, event) for one, event in read if not isinstance(event, Waiting)]

    def settled(self, events: Collection[Waiting]) -> None:
        """They are in the inbox, or for nobody."""
        if events:
            self._notebook.strike_out(one.id for one in events)

    async def upkeep(self) -> None:
        """Do what a client owes after each sync. What fails is tried again after the next."""
        client = self._home.client
        try:
            await client.send_to_device_messages()
            await upload_keys(self._home)
            if client.should_query_keys:
                accepted(await client.keys_query())
            if client.should_claim_keys:
                accepted(await client.keys_claim(client.get_users_for_key_claiming()))
            await self._ask_senders(client)
        except (Refusal, *NETWORK_FAULTS, *NOT_YET) as fault:
            log.info("matrix %s: keys: %s", self._home.user, type(fault).__name__)

    async def _ask_senders(self, client: nio.AsyncClient) -> None:
        """Whoever wrote it may hand its key out again. nio would ask only our own devices."""
        for session, event in list(self._to_ask.items())[:_ASKED_AT_ONCE]:
            accepted(await client.to_device(_request(event, client.device_id)))
            self._asked.add(session)
            del self._to_ask[session]


def _sessions(news: Sequence[Any]) -> list[str]:
    return list(dict.fromkeys(event.session_id for event in news if isinstance(event, nio.RoomKeyEvent)))


def _request(waiting: Waiting, device: str) -> ToDeviceMessage:
    content = waiting.event["content"]
    wanted = {key: content.get(key) for key in ("algorithm", "session_id", "sender_key")}
    body = {
        "action": "request",
        "body": {**wanted, "room_id": waiting.room},
        "request_id": secrets.token_hex(8),
        "requesting_device_id": device,
    }
    return ToDeviceMessage("m.room_key_request", waiting.event["sender"], content.get("device_id") or "*", body)
