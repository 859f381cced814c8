"""What a process has taken of the machine, from /proc, and how busy the machine is."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_TICKS: Final = os.sysconf("SC_CLK_TCK")
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, kw_only=True)
class Usage:
    """CPU seconds of all its threads, and megabytes of memory that are its own or shared, resident now."""

    cpu: float
    resident: float


def usage(process: int) -> Usage:
    """What this process has used until now."""
    folder = Path("/proc") / str(process)
    # The name in brackets may hold blanks; the fields behind it are numbers.
    fields = folder.joinpath("stat").read_text().rpartition(")")[2].split()
    pages = int(folder.joinpath("statm").read_text().split()[1])
    return Usage(cpu=(int(fields[11]) + int(fields[12])) / _TICKS, resident=pages * _PAGE / 2**20)


def load() -> str:
    """How busy the machine is: its cores, and how many programs waited for them in the last minute."""
    return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
