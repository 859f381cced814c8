"""The ledger of a million tickets as CSV and XLSX, by the real command: `python -m tests.bench export`."""

import asyncio
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.bench.figures import Figure
from tests.bench.scale_month import live_through
from tests.bench.scale_open import Opened, filled
from tests.servers.telegram.remote import ROOT

TICKETS: Final = 1_000_000
# The seconds that each form may take, and the memory of the whole command in MB.
SECONDS: Final = {"csv": 60.0, "xlsx": 180.0}
MEGABYTES: Final = 300.0
CONFIG: Final = """
[storage]
url = "{url}"
[web]
listen = "127.0.0.1:0"
"""


async def measure(tickets: int = TICKETS) -> list[Figure]:
    """Fill a database, and export it in each form."""
    with tempfile.TemporaryDirectory(prefix="huying-export-", dir=ROOT) as name:
        month = Path(name) / "month.db"
        await live_through(month)
        async with filled(month, tickets, None) as opened:
            config = month.parent / "config.toml"
            config.write_text(CONFIG.format(url=opened.url), encoding="utf-8")
            return [figure for form in SECONDS for figure in await _export(config, opened, form)]


async def _export(config: Path, opened: Opened, form: str) -> Sequence[Figure]:
    file, began, cpu = config.parent / f"ledger.{form}", time.perf_counter(), _children()
    command = (sys.executable, "-m", "tests.bench.export_command", "-c", str(config), "export", str(file))
    child = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, stderr=None)
    said, _ = await child.communicate()
    seconds, worked = time.perf_counter() - began, _children() - cpu
    if child.returncode != 0:
        raise RuntimeError(f"the export failed with {child.returncode}")
    print(said.decode().strip(), f"({file.stat().st_size / 1e6:.0f} MB)", flush=True)
    memory = float(said.decode().rsplit("peak", 1)[1].split()[0])
    what = f"{opened.tickets:,} tickets as {form.upper()}"
    return [
        Figure(name=what, value=seconds, unit="s", aim=SECONDS[form], is_most=True),
        Figure(name=f"{what}, processor", value=worked, unit="s"),
        Figure(name=f"{what}, memory", value=memory, unit="MB", aim=MEGABYTES, is_most=True),
    ]


def _children() -> float:
    """Seconds that commands that are over have worked."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
