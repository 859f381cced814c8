"""Makes the bot's device a signed one on the homeserver, and proves it. The documents themselves are in `signing`."""

import json
import logging
from http import HTTPStatus
from pathlib import Path
from typing import Any

import nio

from adapters.matrix.signing import SigningKeys, is_device_signed, master_of

log = logging.getLogger(__name__)
API = "/_matrix/client/v3/keys"


class SigningError(Exception):
    """The homeserver did not take the keys or the signature; the message is its answer."""


class SigningKeysLostError(SigningError):
    """The account has signing keys that are not in our file: it was lost, or a person signed in by hand and made them.

    The way out is to restore the file from the backup, or to replace the keys with the account's password; after
    that people who had verified the bot are asked to do so again.
    """


async def sign_own_device(
    client: nio.AsyncClient, file: Path, *, password: str | None = None, replace: bool = False
) -> bool:
    """Have this client's device signed by its account; return whether something had to be uploaded.

    The client is logged in and has uploaded its device keys. `file` holds the account's private keys (mode 0600) and
    is made at the first start. Safe to repeat, at every start and after a crash at any point. `replace` gives the
    account new keys when it has some that we do not hold; for that every server asks for the password, Synapse asks
    for none at the first upload, others may.
    Raises `SigningKeysLostError`, or `SigningError` when the server refuses; what nio raises when there is no network.
    """
    server = await query_keys(client, client.user_id)
    keys = SigningKeys.load(file)
    if _is_complete(client, server, keys):
        return False
    if keys is None or _is_other(server, keys, client.user_id):
        if master_of(server, client.user_id) is not None and not replace:
            raise SigningKeysLostError(f"{client.user_id} has signing keys that are not in {file}")
        keys = SigningKeys.fresh()
        # Saved first: keys that reached the server and no disk would be lost with the next crash.
        keys.save(file)
    await _upload_keys(client, keys, password)
    await _upload_signature(client, keys, server)
    if not _is_complete(client, await query_keys(client, client.user_id), keys):
        raise SigningError(f"the server took the signature of {client.device_id} but does not show it")
    log.info("The device %s is signed by its account now", client.device_id)
    return True


async def query_keys(client: nio.AsyncClient, user: str) -> dict[str, Any]:
    """The answer of `/keys/query` about one user, as it came: nio drops signatures and signing keys from it."""
    status, answer = await _post(client, "query", {"device_keys": {user: []}})
    if status != HTTPStatus.OK:
        raise SigningError(str(answer))
    return answer


def _is_complete(client: nio.AsyncClient, server: dict[str, Any], keys: SigningKeys | None) -> bool:
    ours = keys is not None and master_of(server, client.user_id) == keys.master_public
    return ours and is_device_signed(server, client.user_id, client.device_id)


def _is_other(server: dict[str, Any], keys: SigningKeys, user: str) -> bool:
    return master_of(server, user) not in (None, keys.master_public)


async def _upload_keys(client: nio.AsyncClient, keys: SigningKeys, password: str | None) -> None:
    body = keys.upload(client.user_id)
    status, answer = await _post(client, "device_signing/upload", body)
    if status == HTTPStatus.UNAUTHORIZED and password is not None and "session" in answer:
        proof = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": client.user_id},
            "password": password,
            "session": answer["session"],
        }
        status, answer = await _post(client, "device_signing/upload", {**body, "auth": proof})
    if status != HTTPStatus.OK:
        raise SigningError(str(answer))


async def _upload_signature(client: nio.AsyncClient, keys: SigningKeys, server: dict[str, Any]) -> None:
    device = server.get("device_keys", {}).get(client.user_id, {}).get(client.device_id)
    if device is None:
        raise SigningError(f"the server has no keys of the device {client.device_id} yet")
    # The server refuses a document with what it added itself.
    bare = {key: value for key, value in device.items() if key != "unsigned"}
    body = {client.user_id: {client.device_id: keys.sign_device(bare)}}
    status, answer = await _post(client, "signatures/upload", body)
    if status != HTTPStatus.OK or answer.get("failures"):
        raise SigningError(str(answer))


async def _post(client: nio.AsyncClient, what: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    headers = {"Authorization": f"Bearer {client.access_token}", "Content-Type": "application/json"}
    response = await client.send("POST", f"{API}/{what}", json.dumps(body), headers)
    async with response:
        answer: dict[str, Any] = await response.json(content_type=None)
        return response.status, answer
