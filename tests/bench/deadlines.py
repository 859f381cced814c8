"""Half a day of real arrivals with their real closing times, against the deadlines, on a simulated clock.

`HUYING_DATA=<folder> python -m tests.bench.deadlines [how many]`. Compares every escalation, alarm and warning with a
second reckoning (tests/features/ladder/replay.py) and prints how many there were, and each that was early, late,
missing or too many. The file names no urgency: safety counts as urgent, every fiftieth call as an emergency.
"""

import asyncio
import csv
import os
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

from bot.understanding.reading import Category, Urgency
from storage.migrate import migrate
from tests.features.ladder.ground import build, open_ground
from tests.features.ladder.replay import Arrival, Report, replay
from tests.storage.fixtures import URL

# A Wednesday, 8:00 in Shanghai; the autumn holidays follow in the second week.
START = datetime(2026, 9, 23, tzinfo=UTC)
EMERGENCY_EVERY = 50
SHOWN = 20


def main() -> None:
    """Run, print, and exit with 1 if anything differs."""
    folder = os.environ.get("HUYING_DATA")
    if not folder:
        print("SKIPPED: set HUYING_DATA to the folder that holds arrivals_nyc311.csv")
        return
    most = int(sys.argv[1]) if len(sys.argv) > 1 else None
    found = arrivals(Path(folder) / "arrivals_nyc311.csv")[:most]
    started = time.perf_counter()
    report = asyncio.run(run(found))
    tell(report, time.perf_counter() - started)
    sys.exit(1 if report.missed or report.unexpected else 0)


def arrivals(file: Path) -> list[Arrival]:
    """The file's rows, in their order."""
    with file.open(encoding="utf-8", newline="") as rows:
        return [_arrival(number, row) for number, row in enumerate(csv.DictReader(rows))]


def _arrival(number: int, row: dict[str, str]) -> Arrival:
    category = cast("Category", row["category"])
    urgency: Urgency = "urgent" if category == "safety" else "normal"
    hours = row["hours_to_close"]
    return Arrival(
        at=START + timedelta(seconds=int(float(row["offset_s"]))),
        category=category,
        urgency="emergency" if number % EMERGENCY_EVERY == 0 else urgency,
        closed=timedelta(seconds=round(float(hours) * 3600)) if hours else None,
    )


async def run(found: list[Arrival]) -> Report:
    """In a folder of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "template").mkdir()
        (folder / "built").mkdir()
        await migrate(URL, folder / "template")
        built = await build(folder / "built", folder / "template" / "huying.db")
        ground = open_ground(folder, built, START)
        try:
            return await replay(ground, found)
        finally:
            await ground.database.close()


def tell(report: Report, seconds: float) -> None:
    """What was found."""
    print(f"{report.tickets} tickets lived through in {seconds:.0f} s")
    for kind, count in sorted(report.expected.items()):
        print(f"  {kind}: {count} expected")
    print(f"  missed: {len(report.missed)}, early, late or too many: {len(report.unexpected)}")
    for line in (report.missed + report.unexpected)[:SHOWN]:
        print(f"    {line}")


if __name__ == "__main__":
    main()
