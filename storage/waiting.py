"""What waits to leave, of each chat the first: a pile in one chat hides no other, and only what is needed is read."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, Select

from bot.stores import PER_CHAT
from storage.addresses import ADDRESS
from storage.connection import Connection
from storage.letters import IN_LISTS

_GROWTH: Final = 4


async def first_of_each(
    connection: Connection,
    asked: Select[Any],
    now: datetime,
    limit: int,
    elsewhere: Collection[tuple[str, str]] = (),
) -> Sequence[Row[Any]]:
    """The first rows, in the order that is asked for, without those beyond `PER_CHAT` of a chat, priority and kind.

    `asked` takes `now`, `most` and, where there are any, the accounts `elsewhere`. Kinds are posts and edits of cards,
    and what may stand in a list and what may not: the one do not wait for the other.
    """
    values = {"now": now, **({"elsewhere": list(elsewhere)} if elsewhere else {})}
    most = limit
    while True:
        found = (await connection.execute(asked, {**values, "most": most})).all()
        kept = _first(found)
        if len(found) < most or len(kept) >= limit:
            return kept[:limit]
        most *= _GROWTH


def _first(rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    seen: Counter[tuple[Any, ...]] = Counter()
    kept = []
    for row in rows:
        letter = row.wanted if "wanted" in row._fields else row.letter
        is_post = getattr(row, "remote", None) is None
        kind = (*(getattr(row, name) for name in ADDRESS), row.priority, is_post, IN_LISTS in letter)
        seen[kind] += 1
        if seen[kind] <= PER_CHAT:
            kept.append(row)
    return kept
