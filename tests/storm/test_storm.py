"""The short storm. `make storm` is the whole one: thirteen groups, two thousand calls, one minute."""

from pathlib import Path

from tests.bench.figures import table
from tests.storm.storm import Storm, rage

STORM = Storm(grids=2, calls=200, seconds=6.0, patience=60.0, with_workers=False)


async def test_everybody_is_told_within_the_limits_and_nobody_is_called_at_every_turn(tmp_path: Path) -> None:
    outcome = await rage(STORM, tmp_path)

    figures = list(outcome.figures())
    assert all(figure.is_met for figure in figures), "\n".join(table(figures))
