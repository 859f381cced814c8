"""A few weeks of invented arrivals: every reminder and every escalation at its due minute, none early, none missed."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.understanding.reading import Urgency
from tests.features.ladder.ground import open_ground
from tests.features.ladder.replay import Arrival, replay

# A Wednesday, 9:00 in Shanghai: the autumn holidays come in the second week.
START = datetime(2026, 9, 23, 1, tzinfo=UTC)
URGENCIES: tuple[Urgency, ...] = ("normal", "normal", "normal", "urgent", "urgent", "emergency")


def arrivals(count: int) -> list[Arrival]:
    chance = random.Random(20260923)  # noqa: S311 - the same invented weeks each time
    at, found = START, []
    for _ in range(count):
        at += timedelta(minutes=chance.randint(0, 600))
        hours = chance.choice([0.1, 1, 5, 20, 60, 200, 400, None])
        closed = None if hours is None else timedelta(minutes=round(60 * hours * chance.uniform(0.5, 1.5)))
        found.append(Arrival(at=at, category="facility", urgency=chance.choice(URGENCIES), closed=closed))
    return found


async def test_every_reminder_and_escalation_comes_at_its_due_minute(built: Path, tmp_path: Path) -> None:
    ground = open_ground(tmp_path, built, START)

    report = await replay(ground, arrivals(30))

    await ground.database.close()
    assert (report.missed, report.unexpected) == ([], [])
    assert all(report.expected[kind] > 5 for kind in ("escalated", "alarmed", "warned"))
