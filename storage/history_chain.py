"""The months of the chain, and the lines of all histories as it takes them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Boolean, Column, Integer, Row, Table, Text, bindparam, func, or_, select

from bot.features.history.model import Month, Recorded
from bot.features.tickets.model import PERSONAL_DANGERS
from storage.connection import Connection
from storage.schema import metadata
from storage.ticket_history import history
from storage.tickets import tickets

chain_months = Table(
    "chain_months",
    metadata,
    Column("name", Text, primary_key=True),
    Column("before", Text, nullable=False),
    Column("head", Text, nullable=False),
    Column("after", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("lines", Integer, nullable=False),
    Column("sealed", Boolean, nullable=False),
)
# As `Ticket.shows_in_group` says it.
_HIDDEN: Final = or_(
    tickets.c.private.is_(True), tickets.c.is_private_source.is_(True), tickets.c.danger.in_(sorted(PERSONAL_DANGERS))
)
_LINES: Final = (
    select(history.c.id, history.c.ticket, history.c.at, history.c.what, func.coalesce(_HIDDEN, False).label("hidden"))
    .join(tickets, tickets.c.id == history.c.ticket)
    .where(history.c.id > bindparam("past"))
    .order_by(history.c.id)
    .limit(bindparam("most"))
)
_FIRST: Final = select(history.c.at).order_by(history.c.id).limit(1)
_MONTHS: Final = select(chain_months).order_by(chain_months.c.name)


class SqlChain:
    """Answers `bot.features.history.store.Chain`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def months(self) -> Sequence[Month]:
        """Every month, the oldest first."""
        return [_month(row) for row in await self._connection.execute(_MONTHS)]

    async def save(self, month: Month) -> None:
        """Keep it as it is now."""
        values: dict[str, Any] = asdict(month)
        values["lines"] = values.pop("count")
        new = self._connection.insert(chain_months).values(values)
        await self._connection.execute(new.on_conflict_do_update(index_elements=["name"], set_=values))

    async def first_line(self) -> datetime | None:
        """When the first line of all was written."""
        found: datetime | None = (await self._connection.execute(_FIRST)).scalar_one_or_none()
        return found

    async def lines(self, after: int, limit: int) -> Sequence[Recorded]:
        """The next lines after this id."""
        found = await self._connection.execute(_LINES, {"past": after, "most": limit})
        return [_recorded(row) for row in found]


def _month(row: Row[Any]) -> Month:
    return Month(
        name=row.name,
        before=row.before,
        head=row.head,
        after=row.after,
        last=row.last,
        count=row.lines,
        sealed=row.sealed,
    )


def _recorded(row: Row[Any]) -> Recorded:
    return Recorded(id=row.id, ticket=row.ticket, at=row.at, what=row.what, hidden=bool(row.hidden))
