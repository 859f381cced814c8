"""What the machine tells: room on the disk, memory of this process, size of the database's log."""

import os
import resource
import shutil
from pathlib import Path
from typing import Final

_STATM: Final = Path("/proc/self/statm")


class Machine:
    """Implements `bot.watch.Machine`. `database` is the SQLite file, None where the database is a server."""

    def __init__(self, folder: Path, database: Path | None) -> None:
        self._folder = folder
        self._database = database

    def disk_free(self) -> int:
        """Bytes that are free where our things lie."""
        folder = self._folder if self._database is None else self._database.parent
        return shutil.disk_usage(folder).free

    def memory(self) -> int:
        """Bytes of memory that this process holds now; where the system does not say, the most it ever held."""
        try:
            pages = int(_STATM.read_text().split()[1])
        except (OSError, ValueError, IndexError):
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        return pages * os.sysconf("SC_PAGE_SIZE")

    def log_bytes(self) -> int:
        """Bytes in SQLite's log, which is cut every minute unless somebody reads for longer."""
        if self._database is None:
            return 0
        try:
            return self._database.with_name(f"{self._database.name}-wal").stat().st_size
        except FileNotFoundError:
            return 0
