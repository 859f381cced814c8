"""How many turns a second the database carries: `python tests/bench/turns.py [seconds] [postgresql://…]`.

A turn here is what opening a ticket asks of the kernel's stores: eight statements in one transaction, and a commit that
waits for the disk. Without a URL it measures an SQLite file in a temporary folder.
"""

import asyncio
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.community import Account, ChatRef, Group, Person, PersonId
from bot.dialogs import Dialogs
from bot.messages import Button, OutgoingMessage, Private
from bot.orders import Post
from bot.ports import Raw, UnitOfWork
from bot.richtext import Bold, Plain
from bot.stores import CardRow, Facts, Groups, Inbox, OutboxRow, Outgoing, People, Priority
from storage.engine import OpenDatabase, open_database
from storage.migrate import migrate

NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
GROUP = ChatRef("telegram", "huying_bot", "-1001")
CALLER = Account("telegram", "1001")
BATCH = 50
CLAIM = Button(label="Take it", action="tickets.claim", value="1")


class Turn:
    """The work of one ticket-opening turn."""

    def __init__(self, number: int) -> None:
        self.number = number

    async def __call__(self, uow: UnitOfWork) -> None:
        """Eight statements: four questions (the group is remembered), four changes."""
        caller = await uow.store(People).by_account(CALLER)
        group = await uow.store(Groups).get(GROUP)
        assert caller is not None
        assert group is not None
        await uow.store(Dialogs).at(GROUP, caller.id, NOW)
        await uow.store(Facts).get("tickets.number")
        await uow.store(Facts).set("tickets.number", str(self.number))
        await uow.store(Outgoing).want(self.card())
        await uow.store(Outgoing).put(self.task())
        await uow.store(Inbox).done(self.number, NOW)

    def card(self) -> CardRow:
        """The group's card."""
        return CardRow(
            id=0,
            key=f"tickets:{self.number}",
            to=GROUP,
            wanted=self.message(),
            version_wanted=0,
            version_shown=0,
            once="",
            not_before=NOW,
        )

    def task(self) -> OutboxRow:
        """The worker's private message."""
        return OutboxRow(
            id=0,
            order=Post(to=Private("huying_bot", CALLER), message=self.message()),
            about=f"tickets:{self.number}",
            priority=Priority.ANSWER,
            once="",
            created_at=NOW,
            not_before=NOW,
        )

    def message(self) -> OutgoingMessage:
        """A card's words."""
        words = (Bold(f"#{self.number}"), Plain(" The lift in house 3 has stopped again"))
        return OutgoingMessage(text=words, buttons=((CLAIM,),))


async def prepare(database: OpenDatabase) -> None:
    """One caller and one group."""

    async def work(uow: UnitOfWork) -> None:
        await uow.store(People).add(Person(id=PersonId(0), name="Wang Fang", accounts=(CALLER,)))
        await uow.store(Groups).save(Group(chat=GROUP, title="House 3"))

    await database.write(work)


async def receive(database: OpenDatabase, first: int) -> None:
    """A batch of events into the inbox."""
    rows = [Raw(key=f"m:{first + number}", lane="-1001", payload='{"text":"…"}' * 20) for number in range(BATCH)]

    async def work(uow: UnitOfWork) -> None:
        await uow.store(Inbox).add("telegram", "huying_bot", rows, NOW)

    await database.write(work)


async def measure(database: OpenDatabase, seconds: float) -> tuple[int, float]:
    """Turns done and seconds spent in them."""
    await prepare(database)
    turns, spent = 0, 0.0
    while spent < seconds:
        await receive(database, turns)
        started = time.perf_counter()
        for _ in range(BATCH):
            turns += 1
            await database.write(Turn(turns))
        spent += time.perf_counter() - started
    return turns, spent


async def main(seconds: float, url: str) -> None:
    """Measure and print one line."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        folder = Path(name)
        await migrate(url, folder)
        database = open_database(url, folder)
        try:
            turns, spent = await measure(database, seconds)
        finally:
            await database.close()
    kind = url.partition(":")[0]
    print(f"{kind}: {turns} turns of nine statements in {spent:.2f} s = {turns / spent:.0f} turns/s")


if __name__ == "__main__":
    asked = sys.argv[1:]
    asyncio.run(main(float(asked[0]) if asked else 5.0, asked[1] if len(asked) > 1 else "sqlite:///turns.db"))
