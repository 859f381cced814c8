"""Files that only this user can read."""

import os
from pathlib import Path


def write_private(file: Path, text: str) -> None:
    """Write it with mode 0600; either the whole file is written or none of it, also after a power cut."""
    half = file.with_name(f".{file.name}.new")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
        new.write(text)
        new.flush()
        os.fsync(new.fileno())
    half.replace(file)
