"""Who watches which ticket."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Row,
    Table,
    bindparam,
    delete,
    func,
    select,
)

from bot.community import PersonId, PlaceId
from bot.features.supervision.model import Watch
from storage.connection import Connection
from storage.memory import Subject
from storage.schema import metadata
from storage.tickets import tickets
from storage.types import UtcDateTime
from storage.versions import changed, remembered

watches = Table(
    "watches",
    metadata,
    Column("ticket", ForeignKey("tickets.id"), nullable=False),
    Column("person", ForeignKey("persons.id"), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("due", UtcDateTime),
    Column("told", UtcDateTime),
    Column("lapses", Integer, nullable=False),
    PrimaryKeyConstraint("ticket", "person"),
)
_PENDING: Final = watches.c.due.is_not(None)
Index("ix_watches_due", watches.c.due, sqlite_where=_PENDING, postgresql_where=_PENDING)
Index("ix_watches_person", watches.c.person)

_WATCHED: Final = select(watches.c.ticket).distinct()
_OF_TICKET: Final = select(watches).where(watches.c.ticket == bindparam("number")).order_by(watches.c.person)
_OF_PERSON: Final = (
    select(watches)
    .join(tickets, tickets.c.id == watches.c.ticket)
    .where(watches.c.person == bindparam("watcher"))
    .order_by(tickets.c.next_due, tickets.c.id)
)
_END: Final = delete(watches).where(watches.c.ticket == bindparam("number"), watches.c.person == bindparam("watcher"))
_DUE: Final = (
    select(watches.c.ticket)
    .where(_PENDING, watches.c.due <= bindparam("now"))
    .group_by(watches.c.ticket)
    .order_by(func.min(watches.c.due), watches.c.ticket)
)
_NEXT_DUE: Final = select(func.min(watches.c.due)).where(_PENDING, watches.c.due > bindparam("now"))


class SqlWatches:
    """Answers `bot.features.supervision.store.Watches`.

    Which tickets are watched is remembered between transactions, so that the others cost nothing.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def of_ticket(self, ticket: int) -> Sequence[Watch]:
        """Everybody's watch of it."""
        if ticket not in await remembered(self._connection, Subject.WATCHES, "watched", self._watched):
            return ()
        return [_watch(row) for row in await self._connection.execute(_OF_TICKET, {"number": ticket})]

    async def of_person(self, person: PersonId) -> Sequence[Watch]:
        """What the person watches."""
        return [_watch(row) for row in await self._connection.execute(_OF_PERSON, {"watcher": person})]

    async def within(self, community: PlaceId | None) -> Sequence[int]:
        """The watched tickets of a community."""
        asked = select(watches.c.ticket).distinct().order_by(watches.c.ticket)
        if community is not None:
            asked = asked.join(tickets, tickets.c.id == watches.c.ticket).where(tickets.c.community == community)
        return list((await self._connection.execute(asked)).scalars())

    async def save(self, watch: Watch) -> None:
        """Keep it. Only a new one changes which tickets are watched."""
        known = await self.of_ticket(watch.ticket)
        values = {name: getattr(watch, name) for name in ("since", "due", "told", "lapses")}
        insert = self._connection.insert(watches).values(ticket=watch.ticket, person=watch.person, **values)
        await self._connection.execute(insert.on_conflict_do_update(index_elements=["ticket", "person"], set_=values))
        if not known:
            await changed(self._connection, Subject.WATCHES)

    async def end(self, ticket: int, person: PersonId) -> None:
        """Forget it."""
        await self._connection.execute(_END, {"number": ticket, "watcher": person})
        await changed(self._connection, Subject.WATCHES)

    async def due(self, now: datetime) -> Sequence[int]:
        """Tickets of which a deadline has passed untold."""
        return list((await self._connection.execute(_DUE, {"now": now})).scalars())

    async def next_due(self, now: datetime) -> datetime | None:
        """When the next deadline passes."""
        found: datetime | None = (await self._connection.execute(_NEXT_DUE, {"now": now})).scalar_one()
        return found

    async def _watched(self) -> frozenset[int]:
        return frozenset((await self._connection.execute(_WATCHED)).scalars())


def _watch(row: Row[Any]) -> Watch:
    return Watch(
        ticket=row.ticket,
        person=PersonId(row.person),
        since=row.since,
        due=row.due,
        told=row.told,
        lapses=row.lapses,
    )
