"""The chain: each line of every ticket's history hashed onto the line before it, month after month.

It covers what a line says without words and names (which ticket, when, what), so that erasure breaks nothing. A line
of a private ticket stands in it as a hash alone: nobody reads which ticket it is, and the chain still holds. Anybody
can check a month's file with `huying verify`, or with the few lines in docs/operating.md.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any, Final

# What the first line of the first month is hashed onto.
BEGINNING: Final = "0" * 64


@dataclass(frozen=True, kw_only=True)
class Month:
    """A month of the chain. `name` is 2026-11; its lines are those with ids after `after` up to `last`.

    `before` is the hash of the month before, `head` that of its own last line so far.
    """

    name: str
    before: str
    head: str
    after: int
    last: int
    count: int = 0
    sealed: bool = False


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """A line of history as the chain takes it. `hidden`: of a ticket that the public does not read."""

    id: int
    ticket: int
    at: datetime
    what: str
    hidden: bool


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What a sound file says: its month, the hash that it goes on from, its own last one, and how many lines."""

    month: str
    before: str
    head: str
    count: int


class Broken(Exception):  # noqa: N818 - a finding
    """The file is not what was written; the message says in which line and why."""


def first_month(at: datetime, zone: tzinfo) -> Month:
    """The month of the very first line."""
    return Month(name=_name(at.astimezone(zone)), before=BEGINNING, head=BEGINNING, after=0, last=0)


def next_month(month: Month) -> Month:
    """The month that goes on from this one."""
    return Month(name=f"{_end_day(month):%Y-%m}", before=month.head, head=month.head, after=month.last, last=month.last)


def end_of(month: Month, zone: tzinfo) -> datetime:
    """The moment at which the month is over."""
    return datetime.combine(_end_day(month), time(0), tzinfo=zone)


def extended(month: Month, lines: Iterable[Recorded], secret: str) -> Month:
    """The month with these lines at its end."""
    for line in lines:
        head = _hashed(month.head, _leaf(month.count + 1, line, secret))
        month = replace(month, head=head, last=line.id, count=month.count + 1)
    return month


def written(month: Month, lines: Iterable[Recorded], secret: str) -> Iterator[dict[str, Any]]:
    """The file of a month, line by line: its head, every line with its hash, its end."""
    yield {"month": month.name, "before": month.before}
    head, count = month.before, 0
    for count, line in enumerate(lines, 1):
        leaf = _leaf(count, line, secret)
        head = _hashed(head, leaf)
        shown = {"leaf": leaf} if line.hidden else {**_facts(count, line), "salt": _salt(line, secret)}
        yield {"n": count, **shown, "hash": head}
    yield {"end": count, "hash": head}


def verify(lines: Sequence[str]) -> Verified:
    """Check a month's file from its own words alone. Raises `Broken`."""
    rows = [_row(number, line) for number, line in enumerate(lines, 1)]
    if len(rows) < 2 or "month" not in rows[0] or "end" not in rows[-1]:  # noqa: PLR2004 - a head and an end
        raise Broken("its beginning or its end is missing")
    head = before = str(rows[0].get("before"))
    for number, row in enumerate(rows[1:-1], 1):
        head = _hashed(head, _leaf_in(row, number))
        if row.get("n") != number or row.get("hash") != head:
            raise Broken(f"line {number + 1} does not fit the lines before it")
    if rows[-1] != {"end": len(rows) - 2, "hash": head}:
        raise Broken("its end does not fit its lines")
    return Verified(month=str(rows[0]["month"]), before=before, head=head, count=len(rows) - 2)


def _row(number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError:
        row = None
    if not isinstance(row, dict):
        raise Broken(f"line {number} is no object of JSON")
    return row


def _leaf_in(row: dict[str, Any], number: int) -> str:
    if "leaf" in row:
        return str(row["leaf"])
    facts = (str(row.get(name)) for name in ("salt", "n", "ticket", "at", "what"))
    return _sha("|".join(facts)) if row.get("n") == number else ""


def _leaf(number: int, line: Recorded, secret: str) -> str:
    facts = _facts(number, line)
    return _sha("|".join([_salt(line, secret), *(str(value) for value in facts.values())]))


def _facts(number: int, line: Recorded) -> dict[str, Any]:
    at = line.at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return {"n": number, "ticket": line.ticket, "at": at, "what": line.what}


def _salt(line: Recorded, secret: str) -> str:
    """Without it a hidden line could be guessed by trying tickets and moments."""
    return hmac.new(secret.encode(), str(line.id).encode(), hashlib.sha256).hexdigest()[:32]


def _hashed(head: str, leaf: str) -> str:
    return _sha(f"{head}|{leaf}")


def _sha(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _name(local: datetime) -> str:
    return f"{local:%Y-%m}"


def _end_day(month: Month) -> date:
    year, number = int(month.name[:4]), int(month.name[5:])
    return date(year + number // 12, number % 12 + 1, 1)
