"""Where files that people sent lie: a folder of our own, or an object store at an address."""

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.media import NotNow, Shelf

if TYPE_CHECKING:
    from obstore.store import ObjectStore

_ADDRESS: Final = "://"


def shelf_at(where: str, folder: Path) -> Shelf:
    """The shelf that the config names; a relative folder counts from the config's."""
    return ObjectShelf(where) if _ADDRESS in where else FolderShelf(folder / where)


class FolderShelf:
    """Implements `Shelf` with files that only this user can read, in folders by the beginning of their digests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def put(self, digest: str, content: bytes) -> None:
        """Keep it; after a power cut too it is there whole or not at all."""
        try:
            await asyncio.to_thread(self._write, self.file(digest), content)
        except OSError as why:
            raise NotNow(why.strerror or "cannot be written") from why

    async def get(self, digest: str) -> bytes | None:
        """The content, or None."""
        try:
            return await asyncio.to_thread(self.file(digest).read_bytes)
        except FileNotFoundError:
            return None
        except OSError as why:
            raise NotNow(why.strerror or "cannot be read") from why

    async def drop(self, digest: str) -> None:
        """Keep it no longer."""
        try:
            await asyncio.to_thread(self.file(digest).unlink, missing_ok=True)
        except OSError as why:
            raise NotNow(why.strerror or "cannot be removed") from why

    def file(self, digest: str) -> Path:
        """Where a content lies."""
        return self.folder / digest[:2] / digest

    def _write(self, file: Path, content: bytes) -> None:
        if file.exists():
            return
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.parent.mkdir(mode=0o700, exist_ok=True)
        half = file.with_name(f".{file.name}.{os.urandom(4).hex()}")
        try:
            with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
                new.write(content)
                new.flush()
                os.fsync(new.fileno())
            half.replace(file)
        finally:
            half.unlink(missing_ok=True)
        _flush(file.parent)


class ObjectShelf:
    """Implements `Shelf` with an object store. Keys and region come from its own variables in the environment."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._store: ObjectStore | None = None

    async def put(self, digest: str, content: bytes) -> None:
        """Keep it."""
        import obstore  # noqa: PLC0415 - a service with a folder need not load it

        try:
            await obstore.put_async(self._opened(), digest, content)
        except (obstore.exceptions.BaseError, OSError) as why:
            raise NotNow(type(why).__name__) from why

    async def get(self, digest: str) -> bytes | None:
        """The content, or None."""
        import obstore  # noqa: PLC0415 - the same

        try:
            found = await obstore.get_async(self._opened(), digest)
            return bytes(await found.bytes_async())
        except FileNotFoundError:
            return None
        except (obstore.exceptions.BaseError, OSError) as why:
            raise NotNow(type(why).__name__) from why

    async def drop(self, digest: str) -> None:
        """Keep it no longer."""
        import obstore  # noqa: PLC0415 - the same

        try:
            await obstore.delete_async(self._opened(), digest)
        except FileNotFoundError:
            return
        except (obstore.exceptions.BaseError, OSError) as why:
            raise NotNow(type(why).__name__) from why

    def _opened(self) -> "ObjectStore":
        from obstore.store import from_url  # noqa: PLC0415 - the same

        if self._store is None:
            self._store = from_url(self._address)
        return self._store


def _flush(folder: Path) -> None:
    """A new name is only sure to stand in its folder once the folder itself is written."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
