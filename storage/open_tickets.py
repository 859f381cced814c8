"""Open tickets of one building that are about one kind of thing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Index, bindparam, select

from bot.community import PlaceId
from bot.features.tickets.model import TicketId
from bot.features.tickets.store import Sketch
from storage.connection import Connection
from storage.tickets import is_open, tickets

Index(
    "ix_tickets_building_open", tickets.c.building, tickets.c.opened_at, sqlite_where=is_open, postgresql_where=is_open
)
_OPENED_AT: Final = (
    select(tickets.c.id, tickets.c.opened_at, tickets.c.private, tickets.c.words)
    .where(
        is_open,
        tickets.c.building == bindparam("place"),
        tickets.c.opened_at >= bindparam("start"),
        tickets.c.category == bindparam("kind"),
    )
    .order_by(tickets.c.opened_at, tickets.c.id)
    .limit(bindparam("most"))
)


class SqlOpenTickets:
    """Answers `bot.features.tickets.store.OpenTickets`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def opened_at(self, building: PlaceId, category: str, since: datetime, limit: int) -> Sequence[Sketch]:
        """The oldest of those that were opened since then."""
        asked = {"place": building, "kind": category, "start": since, "most": limit}
        rows = await self._connection.execute(_OPENED_AT, asked)
        return [
            Sketch(id=TicketId(row.id), opened_at=row.opened_at, private=row.private, words=row.words) for row in rows
        ]
