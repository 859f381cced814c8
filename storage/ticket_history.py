"""The histories of tickets."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Row, Table, Text, bindparam, insert, select

from bot.community import PersonId
from bot.features.tickets.model import Entry, TicketId
from storage.connection import Connection
from storage.schema import metadata
from storage.types import UtcDateTime, Words

history = Table(
    "ticket_history",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket", ForeignKey("tickets.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("what", Text, nullable=False),
    Column("by", ForeignKey("persons.id")),
    Column("words", Words, nullable=False),
    Column("before", Words, nullable=False),
    Column("after", Words, nullable=False),
    Column("public", Boolean, nullable=False),
    Column("via", Text, nullable=False, server_default=""),
)
Index("ix_ticket_history_ticket", history.c.ticket, history.c.id)
_WRITE: Final = insert(history)
_HISTORY: Final = select(history).where(history.c.ticket == bindparam("of")).order_by(history.c.id)


class SqlHistory:
    """Answers `bot.features.tickets.store.History`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        # Read in this transaction, with what it has added since.
        self._known: dict[TicketId, list[Entry]] = {}

    async def write(self, *entries: Entry) -> None:
        """Add lines."""
        if not entries:
            return
        await self._connection.execute(_WRITE, [_values(entry) for entry in entries])
        for entry in entries:
            if entry.ticket in self._known:
                self._known[entry.ticket].append(entry)

    async def of(self, ticket: TicketId) -> Sequence[Entry]:
        """All lines of a ticket, oldest first."""
        if ticket not in self._known:
            found = await self._connection.execute(_HISTORY, {"of": ticket})
            self._known[ticket] = [_entry(row) for row in found]
        return list(self._known[ticket])


def _values(entry: Entry) -> dict[str, Any]:
    names = ("ticket", "at", "what", "by", "words", "before", "after", "public", "via")
    return {name: getattr(entry, name) for name in names}


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        ticket=TicketId(row.ticket),
        at=row.at,
        what=row.what,
        by=None if row.by is None else PersonId(row.by),
        words=row.words,
        before=row.before,
        after=row.after,
        public=row.public,
        via=row.via,
    )
