"""What the questions of a digest read: the database's own plan, and how many rows or steps it took."""

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import asyncpg
from sqlalchemy import Engine, event

_INDEX: Final = re.compile(r"USING (?:COVERING )?INDEX (\w+)")


@dataclass(frozen=True, kw_only=True)
class Question:
    """A statement as it went to the database, with its values."""

    words: str
    values: Any


@dataclass(frozen=True, kw_only=True)
class Read:
    """What the questions read: through which indexes, whether any table was walked from end to end, and how much.

    `amount` counts rows on PostgreSQL and steps of its machine on SQLite, a few for each row.
    """

    indexes: Sequence[str]
    walks: Sequence[str]
    amount: int


@contextmanager
def questions() -> Iterator[list[Question]]:
    """Everything that any database is asked until the end of the block."""
    asked: list[Question] = []

    def note(_: Any, __: Any, words: str, values: Any, *___: Any) -> None:
        if words.lstrip().startswith("SELECT"):
            asked.append(Question(words=words, values=values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def read_on_sqlite(file: Path, asked: Sequence[Question]) -> Read:
    """Ask them again, and watch."""
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    steps, indexes, walks = [0], set[str](), set[str]()

    def count() -> int:
        steps[0] += 1
        return 0

    for question in asked:
        for row in database.execute(f"EXPLAIN QUERY PLAN {question.words}", question.values):
            indexes.update(_INDEX.findall(row[3]))
            if row[3].startswith("SCAN") and "INDEX" not in row[3]:
                walks.add(row[3].removeprefix("SCAN "))
        database.set_progress_handler(count, 1)
        database.execute(question.words, question.values).fetchall()
        database.set_progress_handler(None, 1)
    database.close()
    return Read(indexes=sorted(indexes), walks=sorted(walks), amount=steps[0])


async def read_on_postgres(url: str, asked: Sequence[Question]) -> Read:
    """Ask them again, explained."""
    connection = await asyncpg.connect(url)
    rows, indexes, walks = 0, set[str](), set[str]()
    for question in asked:
        plan = await connection.fetchval(f"EXPLAIN (ANALYZE, FORMAT JSON) {question.words}", *question.values)
        for node in _nodes(json.loads(plan)[0]["Plan"]):
            if "Index Name" in node:
                indexes.add(node["Index Name"])
            if node["Node Type"] == "Seq Scan":
                walks.add(node["Relation Name"])
            if "Relation Name" in node:
                removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
                rows += (node["Actual Rows"] + removed) * node["Actual Loops"]
    await connection.close()
    return Read(indexes=sorted(indexes), walks=sorted(walks), amount=round(rows))


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)
