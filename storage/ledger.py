"""The ledger's lines: only the columns that it has, so that a million of them are read quickly."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from bot.features.ledger.model import Wanted
from bot.features.ledger.store import Line
from storage.connection import Connection
from storage.figure_areas import EVERYWHERE, area_key, in_area, place_of
from storage.tickets import tickets

_NAMES = (
    "id", "opened_at", "channel", "public_words", "community", "compound", "grid", "building", "said", "category",
    "urgency", "state", "level", "assignee", "rating", "origin", "answered_at", "resolved_at", "closed_at", "closing",
)  # fmt: skip


class SqlLedger:
    """Answers `bot.features.ledger.store.Ledger`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def lines(self, wanted: Wanted, after: int, limit: int) -> Sequence[Line]:
        """The next of the wanted tickets."""
        names = ["words" if wanted.private and name == "public_words" else name for name in _NAMES]
        asked = select(*(tickets.c[name] for name in names)).where(tickets.c.id > after, *_where(wanted))
        return [Line(*row) for row in await self._execute(asked.order_by(tickets.c.id).limit(limit), wanted)]

    async def count(self, wanted: Wanted) -> int:
        """How many they are."""
        asked = select(func.count()).select_from(tickets).where(*_where(wanted))
        return int((await self._execute(asked, wanted)).scalar_one())

    async def _execute(self, asked: Select[Any], wanted: Wanted) -> Any:
        return await self._connection.execute(asked, dict(place_of(wanted.area)))


def _where(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    key = area_key(wanted.area)
    if key != EVERYWHERE:
        # The numbers lead: they are the order, and with them each portion goes on where the last one ended.
        yield in_area(key, by_index=False)
    if wanted.start is not None:
        yield tickets.c.opened_at >= wanted.start
    if wanted.end is not None:
        yield tickets.c.opened_at < wanted.end
    if wanted.category is not None:
        yield tickets.c.category == wanted.category
