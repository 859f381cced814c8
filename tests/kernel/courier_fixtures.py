"""A courier over a real database, a scripted network and a clock that stands still."""

import sqlite3
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.courier import Courier
from bot.files import NoFile
from bot.flights import Pace
from bot.lanes import Item
from bot.orders import Order, Post
from bot.ports import Capabilities, Clock, Database, SendResult
from tests.kernel.scripted import PLAIN, MovedClock, ScriptedNetwork, put


@dataclass
class Carrying:
    """What a test of the courier needs; `troubles` is what the courier reported."""

    database: Database
    network: ScriptedNetwork = field(default_factory=ScriptedNetwork)
    clock: MovedClock = field(default_factory=MovedClock)
    troubles: list[tuple[Item, SendResult]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.courier = self.new_courier()

    def new_courier(self, clock: Clock | None = None, *, at_once: int = 32) -> Courier:
        """A courier as after a restart."""
        channels = {(self.network.name, self.network.bot): self.network}
        pace = Pace(at_once=at_once)
        courier = Courier(self.database, channels, clock or self.clock, on_trouble=self.hear, pace=pace)
        courier.fill = fill
        return courier

    async def hear(self, item: Item, result: SendResult) -> None:
        self.troubles.append((item, result))

    async def carry(self, *items: Item) -> None:
        """Put these and let them leave."""
        await put(self.database, *items)
        await self.courier.drain(5)

    async def after(self, seconds: float) -> None:
        """Later, whatever is due leaves."""
        self.clock.move(seconds)
        await self.courier.drain(5)


async def fill(order: Order) -> Order:
    """Files with the value `there` can be made."""
    if not isinstance(order, Post) or order.message.file is None:
        return order
    if order.message.file.value != "there":
        raise NoFile("it is gone")
    file = replace(order.message.file, content=b"pages")
    return replace(order, message=replace(order.message, file=file))


def carrying(database: Database, capabilities: Capabilities = PLAIN) -> Carrying:
    return Carrying(database, ScriptedNetwork(capabilities=capabilities))


def dead_letters(folder: Path) -> list[str]:
    """The reason codes of the dead letters, oldest first."""
    connection = sqlite3.connect(folder / "huying.db")
    try:
        return [reason for (reason,) in connection.execute("SELECT reason FROM dead_letters ORDER BY id")]
    finally:
        connection.close()
