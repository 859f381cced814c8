"""A neighbourhood whose service is killed again and again, while its people go on calling and working."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from typing import Final, Protocol

from tests.crash import matrix_side, telegram_side
from tests.crash.calls import BUILDINGS, Call
from tests.crash.lives import Life, Mortal, put_down
from tests.crash.matrix_side import MatrixSide
from tests.crash.seen import Seen
from tests.crash.telegram_side import TelegramSide
from tests.e2e.huying import QUICK, command, running
from tests.servers.synapse import Synapse
from tests.servers.telegram.remote import remote_server

SERVICE: Final = "launcher"
PLACE: Final = "御城社区"
SQLITE: Final = "sqlite:///huying.db"
ON_TELEGRAM: Final = """
admins = [{admins}]
[telegram]
token = "{token}"
api_url = "{url}"
"""
STORAGE: Final = """
[storage]
url = "{url}"
"""
ON_MATRIX: Final = """
[matrix]
homeserver = "{url}"
user = "{user}"
password = "{password}"
"""
# People call in bursts: so many at once, and then none for a while.
MOST_AT_ONCE: Final = 5


class Side(Protocol):
    """One network with its people, in so many `chats`."""

    chats: int

    async def settle_in(self, place: str) -> None: ...

    async def call(self, mark: int) -> Call: ...

    async def work(self) -> None: ...

    async def look(self) -> Seen: ...

    async def answers(self) -> list[float]: ...


@dataclass(frozen=True, kw_only=True)
class Size:
    """How large a neighbourhood is. `pace`: calls a second in each chat; `storage`: the URL of our database.

    `with_stock`: stock bots hear the same calls, and are killed as often. `processes`: of our service, on one database.
    `is_quick`: it has the pace of `tests.e2e.quick`.
    """

    groups: int
    rooms: int
    pace: float
    storage: str = SQLITE
    with_stock: bool = False
    processes: int = 1
    is_quick: bool = False

    @property
    def program(self) -> str:
        """The service that is not killed, as Python finds it."""
        return QUICK if self.is_quick else "bot"


@dataclass(kw_only=True)
class Town:
    """`calls` are those made so far; `services` and `stock` (by network) are the programs that are killed.

    In the evening nobody calls any more.
    """

    folder: Path
    seed: int
    size: Size
    telegram: TelegramSide
    matrix: MatrixSide | None
    services: tuple[Mortal, ...]
    stock: dict[str, Mortal]
    calls: list[Call] = field(default_factory=list)
    marks: "count[int]" = field(default_factory=lambda: count(1))
    is_evening: bool = False

    @property
    def lives(self) -> dict[str, list[Life]]:
        """Of each program, in the order of their ends."""
        found: dict[str, list[Life]] = {}
        for one in (*self.services, *self.stock.values()):
            found.setdefault(one.launcher, []).extend(one.lives)
        return {launcher: sorted(lives, key=lambda life: life.ended) for launcher, lives in found.items()}

    @property
    def sides(self) -> dict[str, Side]:
        """By the name of their network."""
        found: dict[str, Side] = {telegram_side.NETWORK: self.telegram}
        return found if self.matrix is None else {**found, matrix_side.NETWORK: self.matrix}

    async def call(self, side: Side) -> None:
        """One more call."""
        self.calls.append(await side.call(next(self.marks)))

    async def talk(self, side: Side) -> None:
        """Calls, until the evening."""
        chance = Random(self.seed)  # noqa: S311 - choices that can be repeated
        while not self.is_evening:
            at_once = chance.randint(1, MOST_AT_ONCE)
            for _ in range(at_once):
                await self.call(side)
            await asyncio.sleep(at_once / (self.size.pace * side.chats))

    async def work(self, side: Side) -> None:
        """The workers do their work, until cancelled."""
        while True:
            await side.work()
            await asyncio.sleep(0.5)


@asynccontextmanager
async def town_at(folder: Path, homeserver: Synapse | None, size: Size, seed: int) -> AsyncIterator[Town]:
    """The neighbourhood with its roster and groups; nothing that is killed runs yet. No homeserver: Telegram alone."""
    async with AsyncExitStack() as stack:
        remote = await stack.enter_async_context(remote_server())
        telegram, matrix = TelegramSide(remote, seed, size.groups), None
        await telegram.build()
        config = ON_TELEGRAM.format(token=telegram_side.TOKEN, url=remote.url, admins="{admins}")
        config += STORAGE.format(url=size.storage)
        admins = [f"telegram:{telegram_side.ADMIN}"]
        if homeserver is not None:
            stack.push_async_callback(homeserver.close_users)
            matrix = MatrixSide(homeserver, size.rooms)
            await matrix.build()
            admins.append(f"matrix:{matrix.admin.id}")
            bot = matrix.bot
            config += ON_MATRIX.format(url=homeserver.url, user=bot.id, password=bot.password)
        names = [f"-{number}" if number else "" for number in range(size.processes)]
        services = tuple(
            Mortal(launcher=SERVICE, command=("run",), folder=folder, name=name, is_quick=size.is_quick)
            for name in names
        )
        stock = _stock(folder, remote.url, homeserver, matrix) if size.with_stock else {}
        town = Town(
            folder=folder, seed=seed, size=size, telegram=telegram, matrix=matrix, services=services, stock=stock
        )
        await _settle_in(town, config.replace("{admins}", ", ".join(f'"{one}"' for one in admins)))
        yield town


def _stock(folder: Path, url: str, homeserver: Synapse | None, matrix: MatrixSide | None) -> dict[str, Mortal]:
    commands: dict[str, tuple[str, ...]] = {telegram_side.NETWORK: (telegram_side.STOCK_TOKEN, url)}
    if homeserver is not None and matrix is not None:
        commands[matrix_side.NETWORK] = (homeserver.url, matrix.stock.id, matrix.stock.password)
    return {
        network: Mortal(launcher=f"stock_{network}", command=command, folder=folder)
        for network, command in commands.items()
    }


@asynccontextmanager
async def at_peace(town: Town, config: str | None = None) -> AsyncIterator[None]:
    """Everything that is killed otherwise runs; ended with the block."""
    async with AsyncExitStack() as stack:
        for one in town.stock.values():
            stack.push_async_callback(put_down, await one.start())
        await stack.enter_async_context(running(town.folder, config, program=town.size.program))
        yield


async def _settle_in(town: Town, config: str) -> None:
    """A first, quiet day: roster and groups."""
    _write_roster(town)
    async with at_peace(town, config):
        code, printed = await command(town.folder, "import", "places.csv", "people.csv")
        assert code == 0, printed
        for side in town.sides.values():
            await side.settle_in(PLACE)


def _write_roster(town: Town) -> None:
    """Every building is a grid of its own; the workers of all networks share them."""
    accounts = {name: telegram_side.account_of(name) for name in telegram_side.WORKERS}
    if town.matrix is not None:
        accounts |= {name: town.matrix.account_of(name) for name in matrix_side.WORKERS}
    workers = list(accounts)
    places = ["社区,小区,网格,楼栋,别名,网格员,替补"]
    places += [
        f"{PLACE},御城一区,第{number}网格,{number}号楼,,{workers[number % len(workers)]},"
        for number in range(1, BUILDINGS + 1)
    ]
    people = ["姓名,角色,地点,账号,电话"]
    people += [f"{name},网格员,第{place or len(workers)}网格,{accounts[name]}," for place, name in enumerate(workers)]
    (town.folder / "places.csv").write_text("\n".join(places), encoding="utf-8")
    (town.folder / "people.csv").write_text("\n".join(people), encoding="utf-8")
