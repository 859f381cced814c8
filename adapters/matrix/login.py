"""Signing in: which device we are, whether its keys are still those that others know, and its signature.

The device is kept for ever. A lost or restored store, or a session that the server has ended, gets a new device: an
old one whose keys we lack could neither read nor be read (cases 39, 51, 61).
"""

import logging
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

import nio

from adapters.matrix.errors import Refusal, accepted
from adapters.matrix.homeserver import Homeserver, client_of, close_keys
from adapters.matrix.identity import SigningError, SigningKeysLostError, sign_own_device
from adapters.matrix.keys import upload_keys
from adapters.matrix.notebook import Notebook
from adapters.matrix.store import Device, Store
from bot.config_channels import Matrix
from bot.ports import RefusedLogin

log = logging.getLogger(__name__)

_DEVICE_NAME: Final = "Huying"
_REFUSED: Final = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})


class Login:
    """One account's sign-in. `is_signed`: do residents' clients see our device as one of the account's own?"""

    def __init__(self, config: Matrix, home: Homeserver, store: Store, notebook: Notebook) -> None:
        self.is_signed = False
        self._config = config
        self._home = home
        self._store = store
        self._notebook = notebook
        self._is_done = False

    async def sign_in(self, now: datetime) -> None:
        """Be signed in, with keys that the server knows; does nothing when that is so.

        Raises `RefusedLogin`, `StoreTaken`, `Refusal`, and what the network raises; then it may be called again.
        """
        if self._is_done:
            return
        self._store.claim()
        self._notebook.open(now)
        try:
            await self._begin()
        except Refusal as refusal:
            if not refusal.is_signed_out:
                raise
            await self.signed_out(refusal)
            await self._begin()
        self._is_done = True

    async def signed_out(self, refusal: Refusal) -> None:
        """The server does not accept our token any more: sign in again, as the same device where it allows that."""
        self._is_done = False
        await self._home.close()
        if self._config.access_token:
            raise self._refused("does not accept the access token any more; it needs a new one")
        device = self._store.device()
        if refusal.soft_logout and device is not None:
            self._store.keep(Device(id=device.id))
        else:
            self._store.forget_device()

    # ---- the session ----

    async def _begin(self) -> None:
        await self._open_session()
        if not await self._has_own_keys():
            await self._replace_lost_device()
        await self._publish()

    async def _open_session(self) -> None:
        if self._config.access_token:
            await self._take_token()
            return
        device = self._store.device()
        if device is None:
            await self._take_new_device()
        elif device.access_token:
            client = await self._home.open(device.id, self._store.folder)
            client.restore_login(self._config.user, device.id, device.access_token)
        else:
            await self._log_in(device.id)

    async def _take_token(self) -> None:
        token = self._config.access_token.reveal()
        client = await self._home.open("", self._store.folder)
        client.access_token = token
        try:
            who = accepted(await client.whoami())
        except Refusal as refusal:
            if refusal.is_signed_out:
                raise self._refused("does not accept the access token") from None
            raise
        self._check_user(who.user_id)
        if not who.device_id:
            raise self._refused("knows no device of this access token; take one from a sign-in with a password")
        if self._store.is_restored(who.device_id):
            raise self._refused(
                f"signs us in as {who.device_id}, whose keys came out of a backup and may not be gone on with; "
                "take a token from a new sign-in, or give the password"
            )
        client = await self._home.open(who.device_id, self._store.folder)
        client.restore_login(self._config.user, who.device_id, token)
        # The token itself stays in the config.
        self._store.keep(Device(id=who.device_id))
        await self._take_over_keys()

    async def _take_new_device(self) -> None:
        await self._log_in("")
        self._notebook.distrust()
        old = self._store.old_devices(self._home.client.device_id)
        await self._take_over_keys()
        await self._end_sessions(old)

    async def _log_in(self, device: str) -> None:
        client = await self._home.open(device, self._store.folder)
        try:
            session = accepted(await client.login(self._config.password.reveal(), device_name=_DEVICE_NAME))
        except Refusal as refusal:
            if refusal.code and not refusal.is_limit and refusal.status in _REFUSED:
                raise self._refused(f"does not accept the password ({refusal.code})") from None
            raise
        self._check_user(session.user_id)
        self._store.keep(Device(id=session.device_id, access_token=session.access_token))

    def _check_user(self, user: str) -> None:
        if user != self._config.user:
            raise self._refused(f"signs us in as {user}")

    def _refused(self, why: str) -> RefusedLogin:
        return RefusedLogin(f"matrix {self._config.user}: {self._config.homeserver} {why}")

    # ---- its keys ----

    async def _has_own_keys(self) -> bool:
        """Does the server show our device with the keys that we have? To be asked before any keys are uploaded.

        Uploading others would be refused, and yet replace the old ones.
        """
        client = self._home.client
        answer = await self._home.ask("POST", "/keys/query", {"device_keys": {client.user_id: []}})
        shown = answer.get("device_keys", {}).get(client.user_id, {}).get(client.device_id)
        if shown is None:
            return not client.olm.account.shared
        ours: str = client.olm.account.identity_keys["ed25519"]
        found: Any = shown["keys"].get(f"ed25519:{client.device_id}")
        return bool(found == ours)

    async def _replace_lost_device(self) -> None:
        lost = self._home.client.device_id
        if self._config.access_token:
            raise self._refused(
                f"knows the access token's device {lost} with other keys than {self._store.folder} holds; "
                "take a token from a new sign-in, or give the password"
            )
        log.warning("matrix %s: the keys of device %s are lost; taking a new one", self._config.user, lost)
        self._store.forget_device()
        await self._take_new_device()

    async def _take_over_keys(self) -> None:
        """Keys of old devices still open old messages."""
        client = self._home.client
        for device in self._store.old_devices(client.device_id):
            try:
                self._copy_keys(device, client)
            except Exception as fault:  # noqa: BLE001 - a damaged file of an old device must not stop the new one
                log.warning("matrix %s: keys of old device %s: %s", client.user_id, device, type(fault).__name__)
            else:
                self._store.drop_keys(device)

    def _copy_keys(self, device: str, client: nio.AsyncClient) -> None:
        old = client_of(self._config, device, self._store.folder, 0)
        old.user_id = self._config.user
        try:
            old.load_store()
            for session in old.store.load_inbound_group_sessions():
                if client.olm.inbound_group_store.add(session):
                    client.store.save_inbound_group_session(session)
        finally:
            close_keys(old)

    async def _end_sessions(self, devices: list[str]) -> None:
        """Old devices of ours would only ever be shown keys in vain."""
        client = self._home.client
        if not devices:
            return
        question = await client.delete_devices(devices)
        if isinstance(question, nio.DeleteDevicesAuthResponse):
            proof = {
                "type": "m.login.password",
                "identifier": {"type": "m.id.user", "user": client.user_id},
                "password": self._config.password.reveal(),
                "session": question.session,
            }
            await client.delete_devices(devices, proof)

    # ---- its signature ----

    async def _publish(self) -> None:
        client = self._home.client
        await upload_keys(self._home)
        password = self._config.password.reveal() or None
        try:
            await sign_own_device(client, self._store.signing_keys, password=password)
        except SigningKeysLostError as lost:
            self.is_signed = False
            log.error(  # noqa: TRY400 - what to do is the message, a traceback would hide it
                "matrix %s: %s; restore that file from the backup, or clients like Element keep us out",
                client.user_id,
                lost,
            )
        except SigningError as refusal:
            self.is_signed = False
            log.warning("matrix %s: the device is not signed: %s", client.user_id, refusal)
        else:
            self.is_signed = True
