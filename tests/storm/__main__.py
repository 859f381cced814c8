"""`python -m tests.storm`: two thousand calls in a minute, and the table of what came of them."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.bench.figures import table
from tests.bench.machine import load
from tests.storm.storm import Storm, rage


def main() -> int:
    """0 when every aim is met."""
    options = argparse.ArgumentParser(prog="tests.storm", description=__doc__)
    options.add_argument("--groups", type=int, default=13)
    options.add_argument("--calls", type=int, default=2000)
    options.add_argument("--seconds", type=float, default=60.0)
    given = options.parse_args()
    storm = Storm(grids=given.groups - 1, calls=given.calls, seconds=given.seconds, patience=180.0)
    before = load()
    with tempfile.TemporaryDirectory(prefix="huying-storm-") as folder:
        figures = list(asyncio.run(rage(storm, Path(folder))).figures())
    sys.stdout.write("\n".join([*table(figures), f"before: {before}; after: {load()}", ""]))
    return 0 if all(figure.is_met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
