"""A hotline's day through the real wires: `python -m tests.bench.hotline telegram|matrix [--rate N] [--calls N]`.

Sends the 120 calls of hotline_zh.jsonl (in the folder HUYING_DATA, outside the repository) as /report into two groups
bound to one grid, on Telegram with its limits on, on Matrix as fast as they go. `huying run`, the Bot API server and
Synapse are processes of their own. For each call it takes the time from its sending to the bot's reply under it, by
the clock of the server. Prints one table and no word of any call; what was stored goes with its folder.
"""

import argparse
import asyncio
import json
import math
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.bench import hotline_matrix, hotline_telegram
from tests.bench.hotline_town import Book, Run, read_book

FILE: Final = "hotline_zh.jsonl"
NETWORKS: Final = {"telegram": hotline_telegram.run, "matrix": hotline_matrix.run}


def main() -> int:
    """0 when every call has become exactly one ticket with an assignee, and was answered."""
    options = argparse.ArgumentParser(prog="tests.bench.hotline")
    options.add_argument("network", choices=sorted(NETWORKS))
    options.add_argument("--rate", type=float, default=15.0, help="calls a minute on Telegram (default: 15)")
    options.add_argument("--calls", type=int, help="only so many (default: all)")
    given = options.parse_args()
    file = Path(os.environ.get("HUYING_DATA", "")) / FILE
    if not os.environ.get("HUYING_DATA") or not file.exists():
        print(f"SKIPPED: HUYING_DATA does not point to the folder with {FILE}; NOTHING WAS MEASURED.")
        return 1
    calls = [json.loads(line)["text"] for line in file.read_text(encoding="utf-8").splitlines()][: given.calls]
    with tempfile.TemporaryDirectory(prefix="huying-hotline-") as folder:
        return asyncio.run(measure(given.network, Path(folder), calls, given.rate))


async def measure(network: str, folder: Path, calls: Sequence[str], rate: float) -> int:
    """Run it, read the ledger, print the table."""
    run = await NETWORKS[network](folder, calls, rate)
    book = await read_book(folder, calls)
    print(run.manner)
    for line in _table(len(calls), run, book):
        print(line)
    is_good = (book.tickets, book.assigned, len(run.answers)) == (len(calls),) * 3 and not book.lost and not book.twice
    print("all is well" if is_good else "NOT AS IT SHOULD BE")
    return 0 if is_good else 1


def _table(calls: int, run: Run, book: Book) -> Iterator[str]:
    seconds = sorted(answer.seconds for answer in run.answers)
    counts = {
        "calls": calls,
        "tickets in the ledger": book.tickets,
        "  with an assignee": book.assigned,
        "lost": book.lost,
        "twice": book.twice,
        "answered under the call": len(run.answers),
        "  without a number (danger to a person)": sum(not answer.has_number for answer in run.answers),
        "refused by the server with 429": run.too_many,
    }
    yield from (f"{name:<42}{count:>8}" for name, count in counts.items())
    if seconds:
        yield f"{'from call to answer, median':<42}{statistics.median(seconds):>8.2f} s"
        yield f"{'from call to answer, p99':<42}{seconds[math.ceil(0.99 * len(seconds)) - 1]:>8.2f} s"
        yield f"{'from call to answer, longest':<42}{seconds[-1]:>8.2f} s"


if __name__ == "__main__":
    sys.exit(main())
