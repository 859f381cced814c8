"""Tickets that somebody was unhappy with."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Table, select

from bot.community import PlaceId
from storage.connection import Connection
from storage.schema import metadata
from storage.tickets import is_open, tickets
from storage.types import UtcDateTime

moods = Table(
    "moods",
    metadata,
    Column("ticket", ForeignKey("tickets.id"), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)
Index("ix_moods_at", moods.c.at)


class SqlMoods:
    """Answers `bot.features.moods.store.Moods`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def mark(self, ticket: int, now: datetime) -> None:
        """Marked now; a later mark takes the place of an earlier one."""
        new = self._connection.insert(moods).values({"ticket": ticket, "at": now})
        await self._connection.execute(new.on_conflict_do_update(index_elements=["ticket"], set_={"at": now}))

    async def marked(self, community: PlaceId | None, since: datetime) -> Sequence[int]:
        """Those that are open and were marked since then."""
        there = tickets.c.community.is_(None) if community is None else tickets.c.community == community
        asked = select(moods.c.ticket).join(tickets, tickets.c.id == moods.c.ticket)
        asked = asked.where(moods.c.at >= since, is_open, there)
        asked = asked.order_by(moods.c.at.desc(), moods.c.ticket.desc())
        return list((await self._connection.execute(asked)).scalars())
