"""What a backup keeps of the store folder, and how a folder is made from a backup.

Kept are the keys of all devices, the signing keys and the notebook. Which device we are, and its session, is left out:
a start that finds keys without it takes a new device, signs it, and opens old messages with the old keys (case 61).
Imports nothing of the Matrix library, so that a backup needs not load it.
"""

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from adapters.matrix.notebook import Notebook
from adapters.matrix.store import Store


def kept_files(folder: Path, user: str) -> list[Path]:
    """The files of this account that belong into a backup. Those that end in `.db` are SQLite files in use."""
    if not folder.is_dir():
        return []
    return sorted(file for file in folder.iterdir() if is_kept(file.name, user))


def is_kept(name: str, user: str) -> bool:
    """Does a file of this name belong into a backup of this account?"""
    store = Store(Path(), user)
    is_keys = name.startswith(store.keys_prefix) and name.endswith(".db")
    return is_keys or name in {store.signing_keys.name, store.notebook.name}


def put_back(store: Store, copies: Path, waiting: Sequence[str], now: datetime) -> bool:
    """Make this account's folder from the files of a backup in `copies`; answers whether the backup had keys of it.

    The store is claimed. Keys that are still there are newer and stay, unless they are damaged. `waiting` are the ids
    of messages that wait to leave: each may have been sent after the backup was made.
    """
    store.forget_device()
    found = kept_files(copies, store.user)
    keys = [file for file in found if file.name.startswith(store.keys_prefix)]
    restored = []
    for file in found:
        target = store.folder / file.name
        if target == store.notebook or not _is_whole(target):
            _replace(target, file)
            restored.append(file)
    store.note_restored([file.stem.removeprefix(store.keys_prefix) for file in keys if file in restored])
    _doubt(store, waiting, now)
    return bool(keys)


def _is_whole(file: Path) -> bool:
    if file.suffix != ".db" or not file.exists():
        return file.exists()
    try:
        with closing(sqlite3.connect(file)) as connection:
            return bool(connection.execute("PRAGMA quick_check").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False


def _replace(target: Path, copy: Path) -> None:
    for log in ("-wal", "-shm"):
        target.with_name(target.name + log).unlink(missing_ok=True)
    new = target.with_name(f".{target.name}.new")
    new.unlink(missing_ok=True)
    new.touch(mode=0o600)
    shutil.copyfile(copy, new)
    new.replace(target)


def _doubt(store: Store, waiting: Sequence[str], now: datetime) -> None:
    notebook = Notebook(store.notebook)
    notebook.open(now)
    try:
        notebook.doubt(waiting, now)
    finally:
        notebook.close()
