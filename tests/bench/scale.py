"""What a call, a claim and a digest cost in small and large databases: `python -m tests.bench scale`.

Always the same community of 10,000 people with 3,000 tickets a year; what a larger database has more of are others
like it (`scale_fill`). Calls and claims are measured one by one, from their arrival to the end of their turn on the
disk, in all sizes by turns, so that a busy moment of the machine falls on all of them.
"""

import itertools
import math
import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.community import Place, PlaceKind
from bot.features.digests import service as digests
from bot.ports import Raw, UnitOfWork
from bot.stores import Places
from bot.turn import Turn
from tests.bench.figures import Figure
from tests.bench.pipeline import Streets, calls, opened, steps
from tests.bench.scale_month import live_through, moved
from tests.bench.scale_open import Opened, filled
from tests.bench.scale_plan import questions, read_on_postgres, read_on_sqlite
from tests.servers.postgres import Postgres
from tests.servers.telegram.remote import ROOT
from tests.town import open_town

SIZES: Final = (1_000, 100_000, 1_000_000)
MEDIAN_GROWTH: Final = 1.25
P99_GROWTH: Final = 2.5
DIGEST_SECONDS: Final = 1.0
# In each round so many calls and claims, and one digest.
IN_A_ROUND: Final = 20
# Messages that the month has not seen.
FRESH: Final = 100_000_000


@dataclass(kw_only=True)
class Filled:
    """A database of one size, open, with its people; and seconds as they were measured."""

    opened: Opened
    streets: Streets
    community: Place
    newest: int
    said: int = 0
    seconds: dict[str, list[float]] = field(default_factory=lambda: {"call": [], "claim": [], "digest": []})


async def measure(
    rounds: int, *, sizes: Sequence[int] = SIZES, kinds: Sequence[str] = ("sqlite", "postgresql")
) -> list[Figure]:
    """Fill the databases, measure by turns, and compare the largest with the smallest."""
    found = list[Figure]()
    with tempfile.TemporaryDirectory(prefix="huying-scale-", dir=ROOT) as name:
        month = Path(name) / "month.db"
        streets = await live_through(month)
        for kind in kinds:
            with Postgres() if kind == "postgresql" else nullcontext() as server:
                found += await _measure_kind(month, streets, server, (rounds, sizes))
    return found


async def _measure_kind(
    month: Path, streets: Streets, server: Postgres | None, work: tuple[int, Sequence[int]]
) -> list[Figure]:
    rounds, sizes = work
    async with AsyncExitStack() as stack:
        all_sizes = list[Filled]()
        for tickets in sizes:
            opened_now = await stack.enter_async_context(filled(month, tickets, server))
            all_sizes.append(await _moved_in(opened_now, streets))
        for _ in range(rounds):
            for one in all_sizes:
                await _round(one)
        for one in all_sizes:
            await _explain(one, month.parent, is_sqlite=server is None)
    name = "SQLite" if server is None else "PostgreSQL"
    return [*itertools.chain.from_iterable(_growth(name, part, all_sizes) for part in ("call", "claim", "digest"))]


async def _moved_in(opened_now: Opened, streets: Streets) -> Filled:
    town = open_town(opened_now.database)
    town.numbers = itertools.count(FRESH)

    async def community(uow: UnitOfWork) -> Place:
        return (await uow.store(Places).of_kind(PlaceKind.COMMUNITY))[0]

    here = await opened_now.database.read(community)
    return Filled(opened=opened_now, streets=moved(streets, town), community=here, newest=opened_now.newest)


async def _round(one: Filled) -> None:
    """Some calls, their claims and a digest; sending does not count."""
    for raw in calls(one.streets, one.said, IN_A_ROUND):
        await _turn(one, "call", raw)
    one.said += IN_A_ROUND
    tasks = await opened(one.streets, one.newest, IN_A_ROUND)
    one.newest = max(number for number, _ in tasks)
    for raw in steps(one.streets, "claim", tasks, ""):
        await _turn(one, "claim", raw)
    await _digest(one)


async def _turn(one: Filled, name: str, raw: Raw) -> None:
    town = one.streets.town
    began = time.perf_counter()
    await town.service.door.receive(town.network, [raw])
    await town.service.intake.settle()
    one.seconds[name].append(time.perf_counter() - began)
    await town.service.courier.drain(60)


async def _digest(one: Filled) -> None:
    async def send(turn: Turn) -> None:
        if not await digests.send(turn, one.community):
            raise RuntimeError("nobody received the digest")

    began = time.perf_counter()
    await one.streets.town.service.act(send)
    one.seconds["digest"].append(time.perf_counter() - began)
    await one.streets.town.service.courier.drain(60)


async def _explain(one: Filled, folder: Path, *, is_sqlite: bool) -> None:
    with questions() as asked:
        await _digest(one)
    if is_sqlite:
        read, unit = read_on_sqlite(folder / f"{one.opened.tickets}.db", asked), "steps"
    else:
        read, unit = await read_on_postgres(one.opened.url, asked), "rows"
    print(f"a digest among {one.opened.tickets:,} tickets: {len(asked)} questions, {read.amount:,} {unit} read")
    print(f"  by {', '.join(read.indexes)}; walked through: {', '.join(read.walks) or 'none'}", flush=True)


def _growth(name: str, part: str, sizes: Sequence[Filled]) -> list[Figure]:
    """The largest beside the smallest, and what lies between without a judgement."""
    small, large = sizes[0], sizes[-1]
    found = []
    for word, of, aim in (("median", statistics.median, MEDIAN_GROWTH), ("p99", _p99, P99_GROWTH)):
        found += [
            Figure(
                name=f"{name}: a {part}, {word}, {one.opened.tickets:,} tickets",
                value=of(one.seconds[part]) * 1000,
                unit="ms",
                yardstick=of(small.seconds[part]) * 1000,
                against=f"{small.opened.tickets:,}",
                aim=aim if one is large else None,
                is_most=True,
            )
            for one in sizes[1:]
        ]
    if part == "digest":
        longest = max(large.seconds[part])
        found.append(
            Figure(name=f"{name}: the longest digest", value=longest, unit="s", aim=DIGEST_SECONDS, is_most=True)
        )
    return found


def _p99(seconds: Sequence[float]) -> float:
    return sorted(seconds)[math.ceil(0.99 * len(seconds)) - 1]
