"""`make bench`: every figure beside its yardstick or its aim, in one table; docs/performance.md tells what they mean.

ARGS="throughput replay" measures these parts alone. ARGS="--whole" replays the whole file and takes longer.
"""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from tests.bench import exports, replay, scale, start, throughput
from tests.bench.figures import Figure, table
from tests.bench.machine import load

# Of each replay so many minutes, where not all of it is asked for.
MINUTES: Final = 1.5

Part = Callable[[bool], Awaitable[Sequence[Figure]]]


async def _throughput(_: bool) -> Sequence[Figure]:  # noqa: FBT001 - every part is asked the same way
    return await throughput.measure(calls=1300, runs=3)


async def _scale(_: bool) -> Sequence[Figure]:  # noqa: FBT001
    return await scale.measure(rounds=15)


async def _replay(whole: bool) -> Sequence[Figure]:  # noqa: FBT001
    found: list[Figure] = []
    for one in replay.replays(None if whole else MINUTES):
        found += await replay.measure(one)
    return found


async def _start(_: bool) -> Sequence[Figure]:  # noqa: FBT001
    return await start.measure(runs=5)


async def _export(_: bool) -> Sequence[Figure]:  # noqa: FBT001
    return await exports.measure()


PARTS: Final[dict[str, Part]] = {
    "start": _start,
    "throughput": _throughput,
    "replay": _replay,
    "scale": _scale,
    "export": _export,
}


async def main() -> None:
    """Measure part by part, and print each table as soon as it is known."""
    options = argparse.ArgumentParser(prog="make bench")
    options.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)} (default: all)")
    options.add_argument("--whole", action="store_true", help="replay the whole file: 20 minutes more")
    given = options.parse_args()
    if unknown := set(given.parts) - PARTS.keys():
        options.error(f"no such part: {', '.join(sorted(unknown))}")
    for name in given.parts or PARTS:
        print(f"\n{name}: {load()}", flush=True)
        figures = await PARTS[name](given.whole)
        print("\n".join(table(figures)), flush=True)
        print(f"({load()} at its end)", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
