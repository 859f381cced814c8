"""The grid into which the hotline's calls go: one worker, a backup, two groups. Everybody is invented."""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.e2e.huying import command

GRID: Final = "第一网格"
PLACES: Final = "\n".join(
    [
        "社区,小区,网格,楼栋,别名,网格员,替补",
        *(f"春风社区,春风里,{GRID},{number}号楼,,李明,陈静" for number in range(1, 9)),
    ]
)
PEOPLE: Final = """姓名,角色,地点,账号,电话
李明,网格员,第一网格,{worker},
陈静,网格员,第一网格,{backup},
赵敏,书记,春风社区,{secretary},
"""
NAMES: Final = ("李明", "陈静", "赵敏")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The bot's reply under a call: how many seconds later, and whether it carries a ticket's number."""

    seconds: float
    has_number: bool


@dataclass(frozen=True, kw_only=True)
class Run:
    """What came of the calls. `answers` has one for each call that was answered."""

    manner: str
    answers: Sequence[Answer]
    too_many: int


@dataclass(frozen=True, kw_only=True)
class Book:
    """What the ledger says of the calls."""

    tickets: int
    assigned: int
    lost: int
    twice: int


async def import_roster(folder: Path, accounts: Mapping[str, str]) -> None:
    """Take the town in, beside the running service."""
    (folder / "places.csv").write_text(PLACES, encoding="utf-8")
    (folder / "people.csv").write_text(PEOPLE.format(**accounts), encoding="utf-8")
    code, printed = await command(folder, "import", "places.csv", "people.csv")
    if code != 0:
        raise RuntimeError(printed)


async def read_book(folder: Path, calls: Sequence[str]) -> Book:
    """Compare the ledger with the calls, word for word."""
    code, printed = await command(folder, "export", "--private", "ledger.csv")
    if code != 0:
        raise RuntimeError(printed)
    with (folder / "ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    sent, kept = Counter(map(_plain, calls)), Counter(_plain(row["text"]) for row in rows)
    return Book(
        tickets=len(rows),
        assigned=sum(bool(row["assignee"]) for row in rows),
        lost=(sent - kept).total(),
        twice=(kept - sent).total(),
    )


def _plain(words: str) -> str:
    return " ".join(words.split())
