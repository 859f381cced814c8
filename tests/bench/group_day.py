"""`make day`: a day in a group, through the local chat, with `detect = "auto"`: calls found, false tickets, posts.

Five hundred lines of small talk come from the folder HUYING_DATA (without it nothing is measured, and that is said);
the fifteen calls among them, and everybody who speaks, are invented. `--detect suggest` plays the same day otherwise.
"""

import argparse
import asyncio
import json
import logging
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from adapters.clock import MovableClock
from adapters.web.channel import WebChannel
from adapters.web.rooms import Talk
from adapters.web.scene import Scene
from adapters.web.stage import WebStage
from bot import commands, main
from bot.config import Config, load
from bot.demo.command import config_of
from bot.demo.town import SampleTown, TownPerson, bind, describe, folder_of, plan_of
from bot.features.followers import views as followers
from bot.features.tickets import views as tickets
from bot.features.tickets.views import Ticket
from bot.ports import Database
from bot.service import Service
from bot.turn import Turn
from tests.bench import likeness

GROUP: Final = "grid1"
SPEAKERS: Final = 30
CHATTER: Final = 500
MORNING: Final = timedelta(hours=7, minutes=30)
EVENING: Final = timedelta(hours=21, minutes=30)
A_MOMENT: Final = timedelta(seconds=15)


@dataclass(frozen=True, kw_only=True)
class Call:
    """What somebody calls, in one line or several. `known`: an open ticket says it already, so it makes none."""

    lines: tuple[str, ...]
    known: bool = False
    danger: bool = False


CALLS: Final = (
    Call(lines=("1号楼楼道灯不亮了,晚上黑漆漆的",)),
    Call(lines=("3号楼电梯又停了,有人管吗",)),
    Call(lines=("2号楼门口垃圾没人收,臭死了",)),
    Call(lines=("3号楼电梯怎么又停了",), known=True),
    Call(lines=("4号楼停水了", "厨房一滴水都没有")),
    Call(lines=("1号楼楼上半夜装修,吵死了",)),
    Call(lines=("4号楼怎么停水了",), known=True),
    Call(lines=("2号楼下水道堵了,厕所返水",)),
    Call(lines=("小区大门口的路灯坏了好几天了,没人修",)),
    Call(lines=("3号楼单元门锁不上,谁都能进来",)),
    Call(lines=("2号楼楼道里好大的煤气味,快来人",), danger=True),
    Call(lines=("4号楼楼道里堆满杂物,路都没法走",)),
    Call(lines=("1号楼扶手断了,另外门口狗屎没人扫",)),
    Call(lines=("3号楼暖气一点都不热,家里冰凉",)),
    Call(lines=("1号楼门禁坏了,进不去", "刷卡没反应")),
)


@dataclass(frozen=True, kw_only=True)
class Day:
    """What came of it."""

    found: int
    false: Sequence[str]
    missed: Sequence[str]
    tickets: int
    posts: int
    counted_in: int
    emergencies: int
    seconds: float


async def play(config: Config, chatter: Sequence[str]) -> Day:
    """Let the group talk from morning to evening."""
    midnight = datetime.combine(main.A_WORKDAY, datetime.min.time(), tzinfo=config.timezone)
    clock = MovableClock(midnight)
    async with main.opened_database(config) as database:
        service, channel = await _town(config, database, clock)
        stage = WebStage(service, channel, clock, config.language)
        started = time.perf_counter()
        await _talk(stage, clock, midnight, _script(chatter))
        await stage.waits_until(midnight + EVENING + timedelta(minutes=30))
        seconds = time.perf_counter() - started
        said = await database.read(lambda uow: uow.store(Talk).latest([GROUP], 10 * CHATTER))
        made = await service.ask(_tickets)
        counted_in = await service.ask(_counted_in)
    return _day(made, sum(one.is_ours for one in said), counted_in, seconds)


async def _town(config: Config, database: Database, clock: MovableClock) -> tuple[Service, WebChannel]:
    """The sample town with thirty more people in the first grid's group."""
    nobody = WebChannel(database, clock, Scene())
    empty = Service(database=database, setup=main.setup_of(config, [nobody], {}), channels=[nobody], clock=clock)
    tables = main.roster_tables([folder_of("zh") / name for name in ("places.csv", "people.csv")])
    await commands.import_roster(empty, tables, dry_run=False, say=lambda _: None)
    town = _peopled(await empty.ask(lambda turn: describe(turn, plan_of("zh"))))
    channel = WebChannel(database, clock, main.scene_of(town))
    service = Service(database=database, setup=main.setup_of(config, [channel], {}), channels=[channel], clock=clock)
    await service.act(lambda turn: bind(turn, town))
    return service, channel


def _peopled(town: SampleTown) -> SampleTown:
    more = [TownPerson(account=f"speaker{n}", name=f"邻居{n}", standing="resident") for n in range(1, SPEAKERS + 1)]
    names = frozenset(one.account for one in more)
    groups = [replace(one, members=one.members | names) if one.chat == GROUP else one for one in town.groups]
    return replace(town, people=(*town.people, *more), groups=tuple(groups))


def _script(chatter: Sequence[str]) -> list[tuple[str, ...]]:
    """The lines of the day in their order; the calls are spread evenly."""
    day: list[tuple[str, ...]] = [(line,) for line in chatter]
    every = len(day) // len(CALLS)
    for number, call in enumerate(CALLS):
        day.insert((number + 1) * every + number - 1, call.lines)
    return day


async def _talk(stage: WebStage, clock: MovableClock, midnight: datetime, day: Sequence[tuple[str, ...]]) -> None:
    chance = random.Random(7)
    pause = (EVENING - MORNING) / len(day)
    for number, lines in enumerate(day):
        await stage.waits_until(midnight + MORNING + number * pause)
        speaker = f"speaker{chance.randint(1, SPEAKERS)}"
        for line in lines:
            await stage.says(speaker, GROUP, line)
            clock.move_to(clock.now() + A_MOMENT)


async def _tickets(turn: Turn) -> list[Ticket]:
    return list(await tickets.ledger(turn, 0, 1000))


async def _counted_in(turn: Turn) -> int:
    """How many speakers were counted at a ticket of somebody else."""
    return sum([len(await followers.followers_of(turn, ticket)) for ticket in await _tickets(turn)])


def _day(made: Sequence[Ticket], posts: int, counted_in: int, seconds: float) -> Day:
    words = {ticket.words for ticket in made}
    ours = {line for call in CALLS for line in call.lines}
    new = [call for call in CALLS if not call.known]
    missed = [call.lines[0] for call in new if not any(word.startswith(call.lines[0]) for word in words)]
    return Day(
        found=len(new) - len(missed) + min(counted_in, sum(call.known for call in CALLS)),
        false=[ticket.words for ticket in made if ticket.words.partition("\n")[0] not in ours],
        missed=missed,
        tickets=len(made),
        posts=posts,
        counted_in=counted_in,
        emergencies=sum(ticket.urgency == "emergency" for ticket in made),
        seconds=seconds,
    )


def table(day: Day, detect: str) -> list[str]:
    """The day in lines."""
    return [
        f"a day in a group, detect = {detect}: {CHATTER} lines of small talk, {len(CALLS)} calls",
        f"  calls found                        {day.found} of {len(CALLS)}",
        f"    of these counted in, no post     {day.counted_in} of {sum(call.known for call in CALLS)}",
        f"  false tickets                      {len(day.false)} of {CHATTER}",
        f"  tickets in all                     {day.tickets} (aim {sum(not call.known for call in CALLS)})",
        f"  posts of the bot in the group      {day.posts}",
        f"  played in                          {day.seconds:.0f} s",
        f"  emergencies                        {day.emergencies} (aim {sum(call.danger for call in CALLS)})",
        *(f"  missed: {line}" for line in day.missed),
        *(f"  false: {line}" for line in day.false),
    ]


def run() -> int:
    """Play the day and print its table."""
    options = argparse.ArgumentParser()
    options.add_argument("--detect", choices=("auto", "suggest"), default="auto")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    file = Path(os.environ.get("HUYING_DATA", "")) / "chatter_zh.jsonl"
    if not os.environ.get("HUYING_DATA") or not file.exists():
        print("SKIPPED: HUYING_DATA does not point to the folder with the data sets; nothing was measured.")
        return 0
    lines = [json.loads(row)["text"] for row in file.read_text(encoding="utf-8").splitlines()]
    chatter = [line for line in random.Random(chosen.seed).sample(lines, CHATTER) if line.strip()]
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="huying-day-") as folder:
        path = Path(folder) / "config.toml"
        path.write_text(config_of("zh", 0) + f'[tickets]\ndetect = "{chosen.detect}"\n', encoding="utf-8")
        path.chmod(0o600)
        day = asyncio.run(play(load(path, {}), chatter))
    print("\n".join([*table(day, chosen.detect), "", *likeness.lines(file.parent)]))
    return 0


if __name__ == "__main__":
    sys.exit(run())
