"""The commands for whoever looks after the service: what is parked, what never left, and giving it another try.

They work on the database alone; a live `run` acts on what they change within two seconds. None shows a person's words.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.backlog import DeadLetter, DeadLetters, Parked, ParkedRow, Queue, Queues
from bot.messages import Address, Private
from bot.ports import Clock, Database, UnitOfWork

Say = Callable[[str], None]

ALL: Final = "all"
SHOWN: Final = 200
_COLUMNS_PARKED: Final = ("id", "channel", "received", "tries", "next try", "reason")
_COLUMNS_DEAD: Final = ("id", "channel", "to", "about", "died", "tries", "reason")


class Upkeep:
    """The commands on one database, with moments shown in this zone."""

    def __init__(self, database: Database, clock: Clock, zone: ZoneInfo, say: Say) -> None:
        self._database = database
        self._clock = clock
        self._zone = zone
        self._say = say

    async def inbox(self, action: str | None, which: int | str | None) -> bool:
        """`huying inbox`: list what is parked, or retry or drop it. False: there is no such row."""
        if action is None:
            await self._list_parked()
            return True
        row = None if which == ALL else _number(which)
        now = self._clock.now()

        async def work(uow: UnitOfWork) -> int:
            parked = uow.store(Parked)
            return await (parked.retry(row) if action == "retry" else parked.drop(row, now))

        done = await self._database.write(work)
        self._say(_done(done, row, "have another turn now" if action == "retry" else "dropped", "parked row"))
        return done > 0 or row is None

    async def outbox(self, action: str | None, which: int | str | None) -> bool:
        """`huying outbox`: list what waits and what never left, or retry or drop the latter."""
        if action is None:
            await self._list_outbox()
            return True
        letter = None if which == ALL else _number(which)
        now = self._clock.now()

        async def work(uow: UnitOfWork) -> int:
            letters = uow.store(DeadLetters)
            return await (letters.retry(letter, now) if action == "retry" else letters.drop(letter))

        done = await self._database.write(work)
        self._say(_done(done, letter, "leave once more" if action == "retry" else "forgotten", "dead letter"))
        return done > 0 or letter is None

    async def _list_parked(self) -> None:
        rows = await self._database.read(lambda uow: uow.store(Parked).rows(SHOWN + 1))
        if not rows:
            self._say("nothing is parked")
            return
        self._table(_COLUMNS_PARKED, [self._parked(row) for row in rows[:SHOWN]], more=len(rows) > SHOWN)
        self._say("huying inbox retry ID|all: another turn; huying inbox drop ID|all: give it up")

    async def _list_outbox(self) -> None:
        now = self._clock.now()
        queues = await self._database.read(lambda uow: uow.store(Queues).all(now))
        for queue in queues:
            self._say(waiting_line(queue, now))
        if not queues:
            self._say("nothing waits to leave")
        letters = await self._database.read(lambda uow: uow.store(DeadLetters).rows(SHOWN + 1))
        if not letters:
            self._say("no dead letters")
            return
        self._table(_COLUMNS_DEAD, [self._dead(letter) for letter in letters[:SHOWN]], more=len(letters) > SHOWN)
        self._say("huying outbox retry ID|all: try once more; huying outbox drop ID|all: forget it")

    def _parked(self, row: ParkedRow) -> list[str]:
        again = "by hand" if row.retry_at is None else self._moment(row.retry_at)
        return [str(row.id), row.channel, self._moment(row.received_at), str(row.attempts), again, row.reason]

    def _dead(self, letter: DeadLetter) -> list[str]:
        died = self._moment(letter.died_at)
        about = letter.about or "-"
        to = letter.to
        return [str(letter.id), to.channel, _place(to), about, died, str(letter.attempts), letter.reason]

    def _moment(self, moment: datetime) -> str:
        return moment.astimezone(self._zone).strftime("%Y-%m-%d %H:%M:%S")

    def _table(self, header: Sequence[str], rows: Sequence[Sequence[str]], *, more: bool) -> None:
        widths = [max(len(row[place]) for row in (header, *rows)) for place in range(len(header))]
        for row in (header, *rows):
            self._say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        if more:
            self._say(f"… and more; these are the oldest {SHOWN}")


def waiting_line(queue: Queue, now: datetime) -> str:
    """How much waits for an account, and for how long."""
    since = "" if queue.oldest is None else f", the oldest for {length((now - queue.oldest).total_seconds())}"
    return f"{queue.channel} {queue.bot}: {queue.waiting} waiting to leave{since}"


def length(seconds: float) -> str:
    """A length of time in its largest unit of which there are two at least."""
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds // size:.0f} {unit}"
    return f"{max(0.0, seconds):.0f} s"


def _place(to: Address) -> str:
    if isinstance(to, Private):
        return f"private {to.account.id}"
    return to.chat if to.thread is None else f"{to.chat}/{to.thread}"


def _number(which: int | str | None) -> int:
    if not isinstance(which, int):
        raise TypeError(f"{which!r} is no row's id")
    return which


def _done(count: int, which: int | None, what: str, kind: str) -> str:
    if count == 0 and which is not None:
        return f"there is no {kind} {which}"
    return f"{count} {kind}{'' if count == 1 else 's'}: {what}"
