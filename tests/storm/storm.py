"""A water cut: everybody calls within a minute, the workers take a few tickets, and one smell of gas comes in between.

The service and the Bot API server, its limits on, are processes of their own. Everybody is invented.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.bench.machine import usage
from tests.bench.neighbourhood import HOUSES, TOKEN, Neighbourhood
from tests.e2e.huying import Huying
from tests.e2e.ledger import ledger
from tests.servers.telegram.remote import Remote, remote_server
from tests.storm.outcome import Calls, Outcome, Seen

Json = dict[str, Any]

# So many calls are said in one go.
BATCH: Final = 10
# Each worker accepts so many of the first tickets of the grid.
CLAIMED: Final = 3
LOOK_SECONDS: Final = 1.0
WORDS: Final = ("停水了", "水龙头没水", "又停水了", "没水用了")


@dataclass(frozen=True, kw_only=True)
class Storm:
    """So many calls in so many seconds into `grids` groups of grids and one of the community.

    `patience`: the seconds after the last call in which everything shall be told, final and with its worker.
    `with_workers` False: the worker's lists, which come once in half a minute, are not waited for.
    """

    grids: int
    calls: int
    seconds: float
    patience: float
    with_workers: bool = True


async def rage(storm: Storm, folder: Path) -> Outcome:
    """Let it happen and see what came of it."""
    place = Neighbourhood(grids=storm.grids)
    async with _town(place, folder) as (telegram, huying):
        before, began = usage(huying.process.pid), time.perf_counter()
        calls = Calls(await _call(storm, place, telegram))
        claimed = await _claim(place, telegram)
        seen = await _watch(storm, place, telegram, calls, claimed)
        spent = usage(huying.process.pid).cpu - before.cpu
        stats = await telegram("stats")
        return Outcome(
            calls=calls,
            rows=await ledger(folder),
            groups=seen.groups,
            workers=seen.workers,
            claimed=claimed,
            final_at=seen.final_at,
            with_workers=storm.with_workers,
            too_many=stats["errors"].get("429", 0),
            violations=stats["violations"],
            cpu=spent / (time.perf_counter() - began),
        )


@asynccontextmanager
async def _town(place: Neighbourhood, folder: Path) -> AsyncIterator[tuple[Remote, Huying]]:
    async with remote_server() as telegram:
        made = await telegram("bot", token=TOKEN, username="huying_bot")
        await place.settle(telegram, made["id"])
        async with place.service(folder, telegram) as huying:
            # What was said while the town was set up is no part of the storm.
            await telegram("switch", limits=True)
            yield telegram, huying


def _words(storm: Storm, place: Neighbourhood, number: int) -> Json:
    call = place.call(number)
    grid = number % (storm.grids + 1) if number % (storm.grids + 1) < storm.grids else number % storm.grids
    house = grid * HOUSES + number % HOUSES + 1
    trouble = "楼道里有煤气味" if number == storm.calls // 2 else WORDS[number % len(WORDS)]
    return {**call, "text": f"/report {house}号楼{trouble}，{number}"}


async def _call(storm: Storm, place: Neighbourhood, telegram: Remote) -> Sequence[Json]:
    """All calls, evenly spread; answers the messages as the server has them."""
    began, said = time.perf_counter(), []
    for start in range(0, storm.calls, BATCH):
        await asyncio.sleep(max(0.0, began + storm.seconds * start / storm.calls - time.perf_counter()))
        lines = [_words(storm, place, number) for number in range(start, min(start + BATCH, storm.calls))]
        said += await telegram("talk", lines=lines)
    return said


async def _claim(place: Neighbourhood, telegram: Remote) -> dict[int, list[int]]:
    """Each worker accepts the first tickets that were told to them; answers them by worker."""
    claimed: dict[int, list[int]] = {}
    for worker in place.workers:
        told = [one for one in await telegram("messages", user=worker) if one["from_bot"] and "#" in one["text"]]
        numbers = Seen.numbers_in(told)[:CLAIMED]
        await telegram("says", user=worker, text=f"/claim {' '.join(map(str, numbers))}")
        claimed[worker] = numbers
    return claimed


async def _watch(
    storm: Storm, place: Neighbourhood, telegram: Remote, calls: Calls, claimed: dict[int, list[int]]
) -> Seen:
    """Look at all chats until every ticket looks as it is everywhere, or nobody waits any longer."""
    while True:
        seen = Seen(
            groups={group: await telegram("messages", chat=group) for group in place.groups},
            workers={worker: await telegram("messages", user=worker) for worker in place.workers},
            final_at=time.perf_counter(),
        )
        everywhere = seen.is_final_in_groups(calls, sum(map(len, claimed.values())))
        everywhere = everywhere and (not storm.with_workers or seen.has_reached_workers(calls))
        if everywhere or time.perf_counter() > calls.ended + storm.patience:
            return seen
        await asyncio.sleep(LOOK_SECONDS)
