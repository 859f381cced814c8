"""What a ticket costs through the whole pipe: `python tests/bench/pipeline.py [tickets] [postgresql://…]`.

Calls arrive in 13 groups, are received, have their turns, and their card and worker's message leave for a network that
takes everything at once; then the workers take them, say how it goes and say that it is done. Statements and CPU time
(of all threads) are counted for each step, for they say the same on a machine that others use too; the tickets per
second at the end, receiving, working and sending beside each other, do not.
"""

import asyncio
import itertools
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from bot.community import ChatRef, PersonId, PlaceKind, Role
from bot.features.tickets.model import TicketId
from bot.features.tickets.store import Counts
from bot.messages import Command, IncomingMessage
from bot.ports import Raw
from bot.stores import People
from storage.engine import open_database
from storage.migrate import migrate
from tests.network import BOT, NAME
from tests.town import GroupChat, Somebody, Town, open_town

GRIDS = 12
HOUSES = 3
RESIDENTS = 40
STILL_SECONDS = 0.5
# As many as one answer of getUpdates holds.
BATCH = 100
TROUBLES = ("路灯不亮", "楼道有人堆杂物", "单元门锁坏了", "下水道堵了", "电梯一直在响")


@dataclass(kw_only=True)
class Streets:
    """One community: its groups, the residents of each, and the worker of each grid."""

    town: Town
    groups: list[GroupChat] = field(default_factory=list)
    residents: list[list[Somebody]] = field(default_factory=list)
    workers: list[Somebody] = field(default_factory=list)


async def build(town: Town) -> Streets:
    """A community with its grids, their workers and backups, a secretary, a group for each grid and one for all."""
    streets = Streets(town=town)
    community = await town.place(PlaceKind.COMMUNITY, "春风社区")
    await town.official("赵敏", Role.SECRETARY, community)
    for number in range(1, GRIDS + 1):
        grid = await town.place(PlaceKind.GRID, f"第{number}网格", community)
        for house in range(HOUSES):
            await town.place(PlaceKind.BUILDING, f"{number * 10 + house}号楼", community, grid=grid.id)
        streets.workers.append(await town.official(f"李{number}", Role.WORKER, grid))
        await town.official(f"陈{number}", Role.BACKUP, grid)
        streets.groups.append(await town.group(f"第{number}网格群", grid))
    streets.groups.append(await town.group("春风社区大群", community))
    for group in streets.groups:
        streets.residents.append([town.resident(f"居民{number}", group) for number in range(RESIDENTS)])
    return streets


def calls(streets: Streets, first: int, count: int) -> list[Raw]:
    """So many calls, spread over groups, residents, houses and kinds of trouble."""
    return [_call(streets, number) for number in range(first, first + count)]


def _call(streets: Streets, number: int) -> Raw:
    place = number % len(streets.groups)
    residents = streets.residents[place]
    grid = place + 1 if place < GRIDS else number % GRIDS + 1
    house = grid * 10 + number % HOUSES
    trouble = TROUBLES[number % len(TROUBLES)]
    words = f"{house}号楼{number % 4 + 1}单元{trouble}，第{number}次了"
    return said(streets.town, residents[number % RESIDENTS], streets.groups[place].chat, "report", words)


async def opened(streets: Streets, after: int, count: int) -> list[tuple[int, Somebody]]:
    """The numbers of the next tickets, each with its worker."""
    found = await streets.town.keep(lambda uow: uow.store(Counts).ledger(TicketId(after), count))
    people = {ticket.assignee: await _worker(streets, ticket.assignee) for ticket in found}
    return [(int(ticket.id), people[ticket.assignee]) for ticket in found]


async def _worker(streets: Streets, number: PersonId | None) -> Somebody:
    assert number is not None, "every call here names a house of a grid that has a worker"
    person = await streets.town.keep(lambda uow: uow.store(People).get(number))
    return next(worker for worker in streets.workers if worker.account in person.accounts)


def steps(streets: Streets, command: str, tasks: Sequence[tuple[int, Somebody]], words: str) -> list[Raw]:
    """The same step of the worker of each of these tickets, in private."""
    return [
        said(streets.town, worker, ChatRef(NAME, BOT, worker.account.id), command, f"{number} {words}".strip())
        for number, worker in tasks
    ]


def said(town: Town, who: Somebody, chat: ChatRef, command: str, words: str) -> Raw:
    """A command as the network sends it."""
    number = str(next(town.numbers))
    message = IncomingMessage(
        key=f"m:{chat.chat}:{number}",
        chat=chat,
        id=number,
        sender=who.sender,
        at=town.clock.now(),
        text=f"/{command} {words}",
        is_private=chat.chat == who.account.id,
        command=Command(name=command, words=words),
    )
    town.network.events[number] = (message,)
    return Raw(key=message.key, lane=chat.chat, payload=number)


@contextmanager
def counted() -> Iterator[Callable[[], int]]:
    """Counts the statements of every database until the end of the block."""
    count = itertools.count()
    seen = [0]

    def note(*_: Any) -> None:
        seen[0] = next(count) + 1

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield lambda: seen[0]
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def step(town: Town, raws: Sequence[Raw]) -> list[tuple[str, Callable[[], Awaitable[object]]]]:
    """What happens to a batch, one part after the other."""
    batches = [raws[start : start + BATCH] for start in range(0, len(raws), BATCH)]

    async def receive() -> None:
        for batch in batches:
            await town.service.door.receive(town.network, batch)

    return [
        ("receive", receive),
        ("turn", town.service.intake.settle),
        ("send", lambda: town.service.courier.drain(600)),
    ]


async def measure(streets: Streets, name: str, raws: Sequence[Raw]) -> None:
    """Run a batch through the pipe, part by part, and print what each part costs for one of them."""
    shown_before = sends(streets.town)
    line, total = "", [0.0, 0.0]
    for part, run in await step(streets.town, raws):
        with counted() as statements:
            cpu = time.process_time()
            await run()
            spent = [(time.process_time() - cpu) * 1000 / len(raws), statements() / len(raws)]
        total = [before + more for before, more in zip(total, spent, strict=True)]
        line += f"   {part} {spent[1]:5.1f} {spent[0]:6.2f} ms"
    print(f"{name:9}{line}   all {total[1]:5.1f} {total[0]:6.2f} ms, {per(sends(streets.town) - shown_before, raws)}")


def sends(town: Town) -> int:
    """How often something left."""
    network = town.network
    texts = sum(len(shown.texts) for messages in network.chats.values() for shown in messages)
    return texts + len(network.reactions) + len(network.toasts)


def per(sent: int, raws: Sequence[Raw]) -> str:
    """How many sends each of them made."""
    return f"{sent / len(raws):.1f} sends"


async def together(streets: Streets, raws: Sequence[Raw]) -> None:
    """The same pipe as in life: receiving, working and sending beside each other."""
    town, service = streets.town, streets.town.service
    before, signs = sends(town), len(town.network.reactions)
    loops = [asyncio.create_task(service.intake.run()), asyncio.create_task(service.courier.run())]
    cpu, started = time.process_time(), time.perf_counter()
    for start in range(0, len(raws), BATCH):
        await service.door.receive(town.network, raws[start : start + BATCH])
    sent, last = -1, started
    # Every call has its sign, and nothing has left for a while: how much a list holds decides how much leaves.
    while len(town.network.reactions) - signs < len(raws) or time.perf_counter() - last < STILL_SECONDS:
        if (now := sends(town) - before) != sent:
            sent, last = now, time.perf_counter()
        await asyncio.sleep(0.02)
    spent, passed = time.process_time() - cpu, last - started
    for loop in loops:
        loop.cancel()
        with suppress(asyncio.CancelledError):
            await loop
    print(
        f"together: {len(raws) / passed:.0f} tickets/s, {sent / passed:.0f} sends/s in {passed:.1f} s; "
        f"{spent * 1000 / len(raws):.2f} ms of CPU for a ticket"
    )


async def main(tickets: int, url: str) -> None:
    """Measure and print a table; figures are for one ticket: statements, then CPU."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        folder = Path(name)
        await migrate(url, folder)
        database = open_database(url, folder)
        try:
            streets = await build(open_town(database))
            await _life(streets, tickets)
        finally:
            await database.close()


async def _life(streets: Streets, tickets: int) -> None:
    # Everybody is met before it counts: a newcomer costs more.
    warm = len(streets.groups) * RESIDENTS
    await measure(streets, "warm-up", calls(streets, 0, warm))
    await measure(streets, "report", calls(streets, warm, tickets))
    tasks = await opened(streets, warm, tickets)
    await measure(streets, "claim", steps(streets, "claim", tasks, ""))
    await measure(streets, "progress", steps(streets, "progress", tasks, "师傅已经在路上"))
    await measure(streets, "done", steps(streets, "done", tasks, "换好了，请再看看"))
    await together(streets, calls(streets, warm + tickets, tickets))


if __name__ == "__main__":
    asked = sys.argv[1:]
    asyncio.run(main(int(asked[0]) if asked else 520, asked[1] if len(asked) > 1 else "sqlite:///pipeline.db"))
