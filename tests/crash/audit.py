"""The reckoning: what became of every call, by the ledger and by what the networks show."""

import asyncio
import sqlite3
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Final

import asyncpg

from tests.crash import matrix_side
from tests.crash.calls import Call, Work, mark_in
from tests.crash.seen import Seen
from tests.crash.town import SQLITE, Town
from tests.e2e.ledger import Row, ledger

# What still has to happen inside, of whatever kind.
_LEFT: Final = {
    "events without their turn": "SELECT count(*) FROM inbox WHERE done_at IS NULL",
    "messages not sent": "SELECT count(*) FROM outbox",
    "cards behind": "SELECT count(*) FROM cards WHERE version_shown < version_wanted",
}
_DEAD: Final = {"dead letters": "SELECT count(*) FROM dead_letters"}
# The workers act on what they see, so a moment of quiet is not the end of it.
_QUIET: Final = 4
_LOOK_SECONDS: Final = 0.5


@dataclass(kw_only=True)
class Account:
    """What was found; `seen` by network, `left` by kind. Everything but doubles on Telegram must be nothing."""

    calls: int
    tickets: int
    lost: list[int]
    twice: list[int]
    seen: Mapping[str, Seen]
    left: Mapping[str, int]
    wrong_cards: list[str] = field(default_factory=list)
    lost_steps: list[str] = field(default_factory=list)
    lost_tasks: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        """What must not be, a line each; none when every promise was kept."""
        lost = [f"call {mark} is lost" for mark in self.lost]
        twice = [f"call {mark} is more than one ticket" for mark in self.twice]
        rest = [f"{name}: {number}" for name, number in self.left.items() if number]
        return [*lost, *twice, *self.wrong_cards, *self.lost_steps, *self.lost_tasks, *rest, *self._wrong_on_matrix()]

    def _wrong_on_matrix(self) -> list[str]:
        seen = self.seen.get(matrix_side.NETWORK, Seen())
        twice = [f"twice on Matrix: {texts}" for texts in (*seen.doubled, *seen.repeated)]
        counted = {"messages without a key": seen.unreadable, "private rooms too many": seen.rooms_too_many}
        return twice + [f"{name}: {number}" for name, number in counted.items() if number]


@dataclass(frozen=True, kw_only=True)
class StockAccount:
    """What a stock bot has kept of the calls on its network."""

    calls: int
    rows: int
    lost: int
    twice: int


async def _counted(town: Town, questions: Mapping[str, str]) -> dict[str, int]:
    if town.size.storage == SQLITE:
        with closing(sqlite3.connect(f"file:{town.folder}/huying.db?mode=ro", uri=True)) as database:
            return {name: database.execute(question).fetchone()[0] for name, question in questions.items()}
    server = await asyncpg.connect(town.size.storage)
    try:
        return {name: await server.fetchval(question) for name, question in questions.items()}
    finally:
        await server.close()


async def settled(town: Town, seconds: float) -> None:
    """Wait until all is received, all is done inside, and the workers have nothing to do; at most so long."""
    deadline, quiet = time.monotonic() + seconds, 0
    while quiet < _QUIET and time.monotonic() < deadline:
        await asyncio.sleep(_LOOK_SECONDS)
        is_busy = any((await _counted(town, _LEFT)).values()) or await town.telegram.waiting()
        quiet = 0 if is_busy else quiet + 1


async def account_of(town: Town) -> Account:
    """The reckoning of a town that has settled; its service need not run."""
    rows = await ledger(town.folder)
    marks = Counter(mark_in(row["text"]) for row in rows)
    account = Account(
        calls=len(town.calls),
        tickets=len(rows),
        lost=[call.mark for call in town.calls if not marks[call.mark]],
        twice=[call.mark for call in town.calls if marks[call.mark] > 1],
        seen={network: await side.look() for network, side in town.sides.items()},
        left=await _counted(town, {**_LEFT, **_DEAD}),
    )
    _compare(account, rows, {call.mark: call for call in town.calls})
    return account


def stock_account_of(town: Town, network: str) -> StockAccount:
    """The reckoning of the stock bot of a network."""
    with closing(sqlite3.connect(f"file:{town.folder}/stock_{network}.db?mode=ro", uri=True)) as database:
        marks = Counter(mark_in(words) for (words,) in database.execute("SELECT words FROM calls"))
    calls = [call.mark for call in town.calls if call.network == network]
    return StockAccount(
        calls=len(calls),
        rows=marks.total(),
        lost=sum(not marks[mark] for mark in calls),
        twice=sum(marks[mark] > 1 for mark in calls),
    )


def _compare(account: Account, rows: list[Row], calls: Mapping[int, Call]) -> None:
    tasks = {task for one in account.seen.values() for task in (*one.tasks, *one.task_lines)}
    for row in rows:
        call, work = calls[mark_in(row["text"]) or 0], Work(number=int(row["number"]))
        seen = account.seen[call.network]
        cards, lines = seen.cards[call.chat, call.message], seen.lines.get(work.number, [])
        if not _shows(work, cards, lines):
            account.wrong_cards.append(f"#{work.number} should show {work.sign!r}: {cards} {lines}")
        if row["state"] != work.state:
            account.lost_steps.append(f"#{work.number} is {row['state']}, not {work.state}")
        if (row["assignee"], work.number) not in tasks:
            account.lost_tasks.append(f"#{work.number} never reached {row['assignee']}")


def _shows(work: Work, cards: list[str], lines: list[str]) -> bool:
    """Is the ticket shown as it is, on its card or in a list? Of two the later one goes on; people read the last.

    A card that was sent and not noted may be followed by a list, which goes on in its place.
    """
    is_on_card = bool(cards) and cards[-1].startswith(f"#{work.number} ") and work.sign in cards[-1]
    return is_on_card or (bool(lines) and work.sign_in_list in lines[-1])
