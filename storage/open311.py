"""Public tickets as Open311 asks for them: a walk down a community's tickets by the moment of their opening."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, select

from bot.features.open311.model import Status, Wish
from bot.features.tickets.model import State, Ticket
from storage.board import is_shared, is_shown
from storage.connection import Connection
from storage.tickets import is_open, ticket_of, tickets


class SqlRequests:
    """Answers `bot.features.open311.store.Requests`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def found(self, wish: Wish, private_categories: Collection[str]) -> Sequence[Ticket]:
        """The tickets that are wanted, the newest first."""
        asked = select(tickets).where(
            tickets.c.community == wish.community,
            is_shown,
            tickets.c.state != State.WITHDRAWN,
            is_shared(private_categories),
            *_chosen(wish),
        )
        asked = asked.order_by(tickets.c.opened_at.desc(), tickets.c.id.desc()).offset(wish.skip).limit(wish.limit)
        return [ticket_of(row) for row in await self._connection.execute(asked)]


def _chosen(wish: Wish) -> Sequence[ColumnElement[bool]]:
    if wish.numbers:
        return [tickets.c.id.in_(wish.numbers)]
    return [
        *([tickets.c.category.in_(wish.services)] if wish.services else []),
        *([tickets.c.opened_at >= wish.since] if wish.since is not None else []),
        *([tickets.c.opened_at <= wish.until] if wish.until is not None else []),
        *([is_open] if wish.status is Status.OPEN else []),
        *([~is_open] if wish.status is Status.CLOSED else []),
    ]
