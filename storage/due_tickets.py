"""What time makes of tickets: which are due, and which come next."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, func, select

from bot.features.tickets.model import State, Ticket, TicketId
from storage.connection import Connection
from storage.tickets import is_open, ticket_of, tickets

_in_states = tickets.c.state.in_(bindparam("states", expanding=True))
_DUE: Final = (
    select(tickets.c.id)
    .where(is_open, _in_states, tickets.c.next_due <= bindparam("now"))
    .order_by(tickets.c.next_due, tickets.c.id)
)
_DUE_BETWEEN: Final = (
    select(tickets)
    .where(is_open, _in_states, tickets.c.next_due > bindparam("now"), tickets.c.next_due <= bindparam("end"))
    .order_by(tickets.c.next_due, tickets.c.id)
)
_NEXT_DUE: Final = select(func.min(tickets.c.next_due)).where(
    is_open, _in_states, tickets.c.next_due > bindparam("now")
)


class SqlDueTickets:
    """Answers `bot.features.tickets.store.DueTickets`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def due(self, states: Sequence[State], now: datetime) -> Sequence[TicketId]:
        """The numbers of tickets in these states whose time has come."""
        found = await self._connection.execute(_DUE, {"states": states, "now": now})
        return [TicketId(number) for number in found.scalars()]

    async def due_between(self, states: Sequence[State], now: datetime, end: datetime) -> Sequence[Ticket]:
        """Tickets in these states whose time comes until then."""
        asked = {"states": states, "now": now, "end": end}
        return [ticket_of(row) for row in await self._connection.execute(_DUE_BETWEEN, asked)]

    async def next_due(self, states: Sequence[State], now: datetime) -> datetime | None:
        """The earliest time that is still to come."""
        found: datetime | None = (
            await self._connection.execute(_NEXT_DUE, {"states": states, "now": now})
        ).scalar_one()
        return found
