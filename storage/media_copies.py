"""Files that people sent, in a backup: those that belong to something at its moment, and no others.

So what was wiped is in no backup made later. Of an object store nothing is copied: it is a copy of its own.
"""

import hashlib
import os
import re
import zipfile
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select

from bot.config import Config
from bot.copies import NoBackup
from storage.attachments import attachments

_MEDIA: Final = "media"
_DIGEST: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


def media_folder(config: Config) -> Path | None:
    """The folder where files lie; None: they lie in an object store."""
    return None if "://" in config.files.store else config.folder / config.files.store


def add_media(connection: Connection, archive: zipfile.ZipFile, folder: Path | None) -> None:
    """Add every content that a file of this moment has. Pictures do not become smaller by packing."""
    if folder is None:
        return
    used = attachments.c.digest
    for digest in connection.execute(select(used).where(used != "").distinct().order_by(used)).scalars():
        file = folder / digest[:2] / digest
        # It may have been wiped since that moment.
        if file.is_file():
            archive.write(file, f"{_MEDIA}/{digest}", zipfile.ZIP_STORED)


def put_media_back(archive: zipfile.ZipFile, folder: Path | None) -> None:
    """Lay them where the service looks for them. Raises `NoBackup` where one is not what it was."""
    if folder is None:
        return
    for name in archive.namelist():
        above, _, digest = name.partition("/")
        if above == _MEDIA and _DIGEST.fullmatch(digest):
            content = archive.read(name)
            if hashlib.sha256(content).hexdigest() != digest:
                raise NoBackup(f"the backup's file {digest[:8]} is damaged")
            _lay(folder, digest, content)


def _lay(folder: Path, digest: str, content: bytes) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / digest[:2]).mkdir(mode=0o700, exist_ok=True)
    file = folder / digest[:2] / digest
    if file.exists():
        return
    half = file.with_name(f".{digest}.restoring")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
        new.write(content)
    half.replace(file)
