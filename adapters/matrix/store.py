"""The folder with the keys of one account: which device we are, its keys (nio's file), and whose process holds it.

Restoring a backup must not go on with old sessions (case 61). So a backup leaves the `.device.json` out, and a start
that finds keys without it takes a new device and reads old messages with the old keys.
"""

import fcntl
import json
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from adapters.matrix.private_files import write_private


class StoreTaken(Exception):  # noqa: N818 - a state of the world
    """Another process uses this account's keys; two at once would spoil them."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Device:
    """The device that we are signed in as. An empty token: signed out, and the same device may sign in again."""

    id: str
    access_token: str = ""


class Store:
    """Files of one account in the store folder, which several accounts may share."""

    def __init__(self, folder: Path, user: str) -> None:
        self.folder = folder
        self.user = user
        self._stem = user.removeprefix("@").replace("/", "_")
        self._lock: int | None = None

    @property
    def signing_keys(self) -> Path:
        """Where the account's signing keys are."""
        return self.folder / f"{self._stem}.signing.json"

    @property
    def keys_prefix(self) -> str:
        """How the names of the files with the keys of our devices begin; nio chose it."""
        return f"{self.user}_"

    @property
    def notebook(self) -> Path:
        """Where the adapter remembers what is under way."""
        return self.folder / f"{self._stem}.notebook.db"

    @property
    def folder_id(self) -> str:
        """Names the folder, for all who share it; a copy of it is another one. Made when it is first asked for."""
        file = self.folder / f"{self._stem}.folder"
        if not file.exists():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            name = secrets.token_hex(16)
            new = self.folder / f".{name}"
            new.write_text(name)
            # Of two processes that make it at once the later takes the name of the first.
            with suppress(FileExistsError):
                file.hardlink_to(new)
            new.unlink()
        return file.read_text()

    def claim(self) -> None:
        """Make the folder, and hold it until `release` or the end of the process. Raises `StoreTaken`."""
        if self._lock is not None:
            return
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(self.folder / f"{self._stem}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            raise StoreTaken(f"another process uses the keys of {self.user} in {self.folder}") from None
        self._lock = lock

    def release(self) -> None:
        """Let another process have it."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def device(self) -> Device | None:
        """Which device we are. None: nobody remembers, or its keys are not here."""
        try:
            device = Device(**json.loads(self._device_file.read_text()))
        except (FileNotFoundError, ValueError, TypeError):
            return None
        return device if self._keys_of(device.id).exists() else None

    def keep(self, device: Device) -> None:
        """Remember that this is our device."""
        write_private(self._device_file, json.dumps(asdict(device)))

    def forget_device(self) -> None:
        """The device is lost; its keys still open old messages."""
        self._device_file.unlink(missing_ok=True)

    def old_devices(self, present: str) -> list[str]:
        """Devices of which we have keys, without the present one."""
        front, end = self.keys_prefix, ".db"
        names = [file.name for file in self.folder.iterdir() if file.name.startswith(front) and file.suffix == end]
        return sorted({name.removeprefix(front).removesuffix(end) for name in names} - {present})

    def note_restored(self, devices: Sequence[str]) -> None:
        """The keys of these devices came out of a backup: they open old messages, and nothing else."""
        write_private(self._restored_file, json.dumps(list(devices)))

    def is_restored(self, device: str) -> bool:
        """Did the keys of this device come out of a backup?"""
        try:
            return device in json.loads(self._restored_file.read_text())
        except (FileNotFoundError, ValueError, TypeError):
            return False

    def drop_keys(self, device: str) -> None:
        """The keys of an old device have been taken over."""
        self._keys_of(device).unlink(missing_ok=True)

    @property
    def _device_file(self) -> Path:
        return self.folder / f"{self._stem}.device.json"

    @property
    def _restored_file(self) -> Path:
        return self.folder / f"{self._stem}.restored.json"

    def _keys_of(self, device: str) -> Path:
        return self.folder / f"{self.keys_prefix}{device}.db"
