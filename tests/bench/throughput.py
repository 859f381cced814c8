"""Tickets a second through the whole pipe, beside a stock echo bot: `python -m tests.bench throughput`.

The same calls are said at once into 13 groups of the Bot API server of the tests, a process of its own with its limits
off; `huying run` and the echo bot (`echo_bot`) take turns. Ours has a ticket on the disk, a sign, a card and its
worker's message for each call: without lists (`apart`), then as it is, when it answers many by one list (`unlimited`).
The echo bot has a row on the disk and a message.
What counts is the time from the first call that is fetched to the last answer that has arrived.
"""

import asyncio
import sqlite3
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.bench.figures import Figure
from tests.bench.machine import usage
from tests.bench.neighbourhood import RESIDENTS, TOKEN, Neighbourhood
from tests.servers.telegram.remote import ROOT, Remote, remote_server

Json = dict[str, Any]

GRIDS: Final = 12
MESSAGES: Final = ("sendMessage", "editMessageText")
SENDS: Final = (*MESSAGES, "setMessageReaction")
TICKETS_OVER_ECHO: Final = 0.75
MESSAGES_OVER_ECHO: Final = 1.5
# Nothing has left for so long: all is answered.
STILL_SECONDS: Final = 1.5
PATIENCE: Final = 300.0


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How a bot did: calls and messages a second, sends and CPU milliseconds (its own and the server's) for a call."""

    calls: float
    messages: float
    sends: float
    cpu: float


async def measure(calls: int, runs: int) -> Sequence[Figure]:
    """Ours and the echo bot in turn, so many times; medians."""
    echoes, ours, floods = list[Pace](), list[Pace](), list[Pace]()
    for _ in range(runs):
        echoes.append(await _run(calls, None))
        ours.append(await _run(calls, "tests.bench.apart"))
        floods.append(await _run(calls, "tests.bench.unlimited"))
    echo, our, flood = _median(echoes), _median(ours), _median(floods)
    return [
        Figure(
            name="tickets a second, whole pipe",
            value=our.calls,
            yardstick=echo.calls,
            aim=TICKETS_OVER_ECHO,
            against="updates a second of the echo bot",
        ),
        Figure(
            name="messages a second, cards and workers' messages",
            value=our.messages,
            yardstick=echo.messages,
            aim=MESSAGES_OVER_ECHO,
            against="messages a second of the echo bot",
        ),
        Figure(
            name=f"CPU for a ticket ({our.sends:.1f} sends)",
            value=our.cpu,
            unit="ms",
            yardstick=echo.cpu,
            against="CPU for an update of the echo bot",
        ),
        Figure(
            name=f"tickets a second, answered by lists ({flood.sends:.1f} sends)",
            value=flood.calls,
            yardstick=echo.calls,
            against="updates a second of the echo bot",
        ),
    ]


def _median(paces: Sequence[Pace]) -> Pace:
    parts = ("calls", "messages", "sends", "cpu")
    return Pace(**{part: statistics.median(getattr(pace, part) for pace in paces) for part in parts})


async def _run(calls: int, program: str | None) -> Pace:
    """One bot on a server and in a folder of its own: the echo bot, or ours as this program."""
    place = Neighbourhood(grids=GRIDS)
    with tempfile.TemporaryDirectory(prefix="huying-bench-", dir=ROOT) as name:
        folder = Path(name)
        async with remote_server() as telegram:
            bot = (await telegram("bot", token=TOKEN, username="huying_bot"))["id"]
            await place.settle(telegram, bot)
            # Everybody is met before it counts: a newcomer costs more.
            warm = len(place.groups) * RESIDENTS
            count = warm + calls
            ours = program and _ours(place, folder, telegram, program, count)
            async with ours or _echo(folder, telegram, count) as process:
                await _said(telegram, place, range(warm))
                return await _measured(telegram, place, range(warm, warm + calls), process)


async def _measured(telegram: Remote, place: Neighbourhood, numbers: range, process: int) -> Pace:
    heard, answered = len(await telegram("updates")), (await telegram("stats"))["answered"]
    before = usage(process)
    await _said(telegram, place, numbers)
    spent = usage(process).cpu - before.cpu
    began = min(update["fetched"] for update in await telegram("updates", since=heard))
    records = [one for one in await telegram("calls", since=answered) if one["method"] in SENDS]
    seconds = max(one["answered"] for one in records) - began
    counts = Counter(one["method"] for one in records)
    return Pace(
        calls=len(numbers) / seconds,
        messages=sum(counts[method] for method in MESSAGES) / seconds,
        sends=len(records) / len(numbers),
        cpu=spent * 1000 / len(numbers),
    )


async def _said(telegram: Remote, place: Neighbourhood, numbers: range) -> None:
    """Say these calls at once, and wait until each is answered and nothing more comes."""
    before = (await telegram("stats"))["counts"]
    wanted = {name: before.get(name, 0) + len(numbers) for name in ("setMessageReaction", "sendMessage")}
    await telegram("talk", lines=[place.call(number) for number in numbers])
    async with asyncio.timeout(PATIENCE):
        sent, still = -1, 0.0
        while still < STILL_SECONDS:
            await asyncio.sleep(0.25)
            counts = (await telegram("stats"))["counts"]
            # Who gives no signs answers by a message.
            sign = "setMessageReaction" if "setMessageReaction" in counts else "sendMessage"
            now = sum(counts.get(method, 0) for method in SENDS)
            still = still + 0.25 if now == sent and counts.get(sign, 0) >= wanted[sign] else 0.0
            sent = now


@asynccontextmanager
async def _ours(place: Neighbourhood, folder: Path, telegram: Remote, program: str, calls: int) -> AsyncIterator[int]:
    async with place.service(folder, telegram, program=program) as huying:
        yield huying.process.pid
    _check(folder / "huying.db", "tickets", calls)


@asynccontextmanager
async def _echo(folder: Path, telegram: Remote, calls: int) -> AsyncIterator[int]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.echo_bot", TOKEN, telegram.url, str(folder / "echo.db"), cwd=ROOT
    )
    try:
        yield process.pid
    finally:
        process.terminate()
        await process.wait()
    _check(folder / "echo.db", "calls", calls)


def _check(file: Path, table: str, calls: int) -> None:
    """What was measured must have been done."""
    with closing(sqlite3.connect(file)) as database:
        (kept,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - our own two names
    if kept != calls:
        raise RuntimeError(f"{calls} calls, but {kept} rows in {file.name}")
