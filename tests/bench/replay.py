"""A city's calls, replayed faster than they came: `python -m tests.bench replay`, with HUYING_DATA set.

`huying run` on the Bot API server of the tests, both processes of their own, with all limits on. Each call is a /report
in a group; its worker claims it and says that it is done, which makes later posts in the same groups. The first answer
to a call is the sign or the card, whichever the server has accepted first; its time counts from before the call was
said. Afterwards the memory of the service is read.
"""

import asyncio
import math
import random
import re
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.bench.arrivals import Arrival, busiest, read_arrivals
from tests.bench.figures import Figure
from tests.bench.machine import usage
from tests.bench.neighbourhood import TOKEN, Neighbourhood
from tests.servers.synapse import Synapse
from tests.servers.telegram.remote import ROOT, Remote, remote_server

Json = dict[str, Any]

P99_SECONDS: Final = 2.0
MATRIX: Final = """
[matrix]
homeserver = "{url}"
user = "{user}"
password = "{password}"
"""
# A worker looks at the phone after so many seconds, and is done as many later.
LOOKS: Final = (5.0, 20.0)
# Each ticket is done before the end, which is told in the group, and of one in five somebody asks how it stands: that
# makes 1.2 later posts a ticket.
ASKED_EVERY: Final = 5
# How long after the last call answers and later posts may still come.
PATIENCE: Final = 120.0
# Nothing was posted for so long: all has been answered.
STILL_SECONDS: Final = 3.0
_NUMBER: Final = re.compile(r"#(\d+)")
_TASK: Final = "接单"


@dataclass(frozen=True, kw_only=True)
class Replay:
    """Which calls, how many times as fast, in how many groups; `megabytes` is the most memory that is good."""

    name: str
    arrivals: Sequence[Arrival]
    speed: float
    groups: int
    with_matrix: bool
    megabytes: float


@dataclass(kw_only=True)
class Course:
    """What happened. `said`: when each call was said, by group and message; times are of time.perf_counter."""

    said: dict[tuple[int, int], float] = field(default_factory=dict)
    first: dict[tuple[int, int], float] = field(default_factory=dict)
    posts: int = 0
    seen: int = 0
    tickets: set[int] = field(default_factory=set)

    @property
    def later_posts(self) -> float:
        """Posts in the groups for each call, beside its card."""
        return (self.posts - len(self.said)) / len(self.said)


def replays(minutes: float | None) -> list[Replay]:
    """Both replays, each for so many minutes at most; none where there is no data."""
    arrivals = read_arrivals()
    if arrivals is None:
        print("SKIPPED: HUYING_DATA does not point to the folder with arrivals_nyc311.csv; NOTHING WAS REPLAYED.")
        return []
    return [
        _replay("the busiest hour at 10 x, 40 groups", busiest(arrivals), (10, 40, minutes), with_matrix=True),
        _replay("half a day at 60 x, 100 groups", arrivals, (60, 100, minutes), with_matrix=False),
    ]


def _replay(
    name: str, arrivals: Sequence[Arrival], how: tuple[float, int, float | None], *, with_matrix: bool
) -> Replay:
    speed, groups, minutes = how
    if minutes is not None and arrivals[-1].seconds - arrivals[0].seconds > minutes * 60 * speed:
        arrivals = busiest(arrivals, minutes * 60 * speed)
        name = f"{name}, its busiest {minutes:g} min"
    return Replay(
        name=name,
        arrivals=arrivals,
        speed=speed,
        groups=groups,
        with_matrix=with_matrix,
        megabytes=180 if with_matrix else 130,
    )


async def measure(replay: Replay) -> list[Figure]:
    """Run it on a server and in a folder of its own."""
    place = Neighbourhood(grids=replay.groups, has_large_group=False)
    with tempfile.TemporaryDirectory(prefix="huying-replay-", dir=ROOT) as name:
        async with remote_server("--limits") as telegram, _homeserver(Path(name), replay) as more:
            bot = (await telegram("bot", token=TOKEN, username="huying_bot"))["id"]
            await place.settle(telegram, bot)
            async with place.service(Path(name), telegram, more=more) as huying:
                before = await telegram("stats")
                course = await _run(replay, place, telegram, before["answered"])
                resident = usage(huying.process.pid).resident
            stats = await telegram("stats")
    refused = stats["errors"].get("429", 0) - before["errors"].get("429", 0)
    return list(_figures(replay, course, refused, resident))


def _figures(replay: Replay, course: Course, refused: int, resident: float) -> Sequence[Figure]:
    unanswered = len(course.said.keys() - course.first.keys())
    seconds = sorted(course.first[call] - said for call, said in course.said.items() if call in course.first)
    p99 = seconds[math.ceil(0.99 * len(seconds)) - 1] if not unanswered else math.inf
    kind = "both channels" if replay.with_matrix else "Telegram alone"
    what = f"{len(course.said):,} calls, {course.later_posts:.1f} later posts each, {refused} refused with 429"
    return [
        Figure(name=f"{replay.name}: first answer, median ({what})", value=statistics.median(seconds), unit="s"),
        Figure(name=f"{replay.name}: first answer, p99", value=p99, unit="s", aim=P99_SECONDS, is_most=True),
        Figure(name=f"{replay.name}: first answer, longest", value=seconds[-1], unit="s"),
        Figure(
            name=f"memory after {replay.name}: {kind}", value=resident, unit="MB", aim=replay.megabytes, is_most=True
        ),
    ]


async def _run(replay: Replay, place: Neighbourhood, telegram: Remote, seen: int) -> Course:
    course = Course(seen=seen)
    crew = _Crew(place, telegram, course)
    watching = asyncio.create_task(crew.watch())
    try:
        await _say(replay, place, telegram, course)
        async with asyncio.timeout(PATIENCE):
            while course.said.keys() - course.first.keys():
                await asyncio.sleep(0.5)
            await crew.rests()
    except TimeoutError:
        print(f"after {PATIENCE:.0f} s more there is still something to do", flush=True)
    finally:
        watching.cancel()
    return course


async def _say(replay: Replay, place: Neighbourhood, telegram: Remote, course: Course) -> None:
    """Every call at its moment."""
    began, first = time.perf_counter(), replay.arrivals[0].seconds
    chance = random.Random(311)

    async def say(number: int, words: str) -> None:
        now = time.perf_counter()
        message = await telegram("says", **place.call(number, words))
        course.said[message["chat"], message["id"]] = now

    async with asyncio.TaskGroup() as saying:
        for arrival in replay.arrivals:
            moment = began + (arrival.seconds - first) / replay.speed
            await asyncio.sleep(max(0.0, moment - time.perf_counter()))
            saying.create_task(say(chance.randrange(10**6), arrival.words))


class _Crew:
    """The workers, and whoever reads in the groups: all see what the server has accepted."""

    def __init__(self, place: Neighbourhood, telegram: Remote, course: Course) -> None:
        self._place = place
        self._telegram = telegram
        self._course = course
        self._chance = random.Random(12)
        self._tasks: set[asyncio.Task[None]] = set()

    async def rests(self) -> None:
        """Wait until nobody has anything to say, and what was said has been answered."""
        before = (-1, -1)
        while self._tasks or (self._course.posts, len(self._course.tickets)) != before:
            before = (self._course.posts, len(self._course.tickets))
            await asyncio.sleep(STILL_SECONDS)

    async def watch(self) -> None:
        """Look again and again."""
        while True:
            await self.look()
            await asyncio.sleep(0.5)

    async def look(self) -> None:
        """Read what has been sent since the last look."""
        records = await self._telegram("calls", since=self._course.seen)
        self._course.seen += len(records)
        for record in records:
            if record["ok"]:
                self._read(record)

    def _read(self, record: Json) -> None:
        args, course = record["args"], self._course
        if record["method"] == "setMessageReaction":
            self._answered((args["chat_id"], args["message_id"]), record["answered"])
        elif record["method"] == "sendMessage" and args["chat_id"] < 0:
            course.posts += 1
            replied = (args.get("reply_parameters") or {}).get("message_id")
            self._answered((args["chat_id"], replied), record["answered"])
        elif record["method"] == "sendMessage" and args["chat_id"] in self._place.workers:
            self._take(args["chat_id"], args["text"], record)

    def _answered(self, call: tuple[int, int | None], at: float) -> None:
        group, message = call
        if message is not None:
            self._course.first.setdefault((group, message), at)

    def _take(self, worker: int, text: str, record: Json) -> None:
        if _TASK not in str(record["args"].get("reply_markup")):
            return
        for number in {int(shown) for shown in _NUMBER.findall(text)} - self._course.tickets:
            self._course.tickets.add(number)
            task = asyncio.create_task(self._work(worker, number))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _work(self, worker: int, number: int) -> None:
        private = {"user": worker}
        await asyncio.sleep(self._chance.uniform(*LOOKS))
        await self._telegram("says", **private, text=f"/claim {number}")
        await asyncio.sleep(self._chance.uniform(*LOOKS))
        if number % ASKED_EVERY == 0:
            group = worker - self._place.workers[0]
            caller = {"user": self._place.resident(group, number), "chat": self._place.groups[group]}
            await self._telegram("says", **caller, text=f"/status {number}")
        await self._telegram("says", **private, text=f"/done {number} 修好了，请再看看")


@asynccontextmanager
async def _homeserver(folder: Path, replay: Replay) -> AsyncIterator[str]:
    """The part of the config that a Matrix account needs, where one belongs to this replay."""
    if not replay.with_matrix:
        yield ""
        return
    (folder / "synapse").mkdir()
    with Synapse(folder / "synapse") as synapse:
        bot = await synapse.account("huying", display_name="呼应")
        yield MATRIX.format(url=synapse.url, user=bot.id, password=bot.password)
