"""The desk: one-time links, visits in browsers, what was changed there; and the queue of what is due."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Row, Table, Text, and_, case, delete, func, insert, select

from bot.community import PersonId, PlaceId
from bot.features.desk.model import Change, Kind, Link, Visit
from bot.features.tickets.model import Ticket
from storage.connection import Connection
from storage.schema import metadata
from storage.tickets import is_open, ticket_of, tickets
from storage.types import UtcDateTime

desk_links = Table(
    "desk_links",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("person", ForeignKey("persons.id"), nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
)
desk_visits = Table(
    "desk_visits",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("person", ForeignKey("persons.id"), nullable=False),
    Column("browser", Text, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
)
# Append-only: the latest change of a key is what holds.
desk_changes = Table(
    "desk_changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("by", ForeignKey("persons.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
Index("ix_desk_changes_kind", desk_changes.c.kind, desk_changes.c.key, desk_changes.c.id)


class SqlEntries:
    """Answers `bot.features.desk.store.Entries`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, link: Link) -> None:
        """Keep a new link instead of earlier ones."""
        await self._connection.execute(delete(desk_links).where(desk_links.c.person == link.person))
        values = {"token_hash": link.token_hash, "person": link.person, "ends_at": link.ends_at}
        await self._connection.execute(insert(desk_links).values(values))

    async def look(self, token_hash: str, now: datetime) -> Link | None:
        """The link that may still be used."""
        good = and_(desk_links.c.token_hash == token_hash, desk_links.c.ends_at > now)
        row = (await self._connection.execute(select(desk_links).where(good))).one_or_none()
        return None if row is None else _link(row)

    async def use(self, token_hash: str, now: datetime) -> Link | None:
        """Take it away with one statement, so that of two who use it one gets it; old ones go too."""
        mine = delete(desk_links).where(desk_links.c.token_hash == token_hash).returning(*desk_links.c)
        row = (await self._connection.execute(mine)).one_or_none()
        await self._connection.execute(delete(desk_links).where(desk_links.c.ends_at <= now))
        await self._connection.execute(delete(desk_visits).where(desk_visits.c.ends_at <= now))
        return None if row is None or row.ends_at <= now else _link(row)

    async def begin(self, visit: Visit) -> None:
        """Somebody is signed in."""
        values = {name: getattr(visit, name) for name in ("token_hash", "person", "browser", "ends_at")}
        await self._connection.execute(insert(desk_visits).values(values))

    async def visit(self, token_hash: str, now: datetime) -> Visit | None:
        """The visit that still lasts."""
        lasts = and_(desk_visits.c.token_hash == token_hash, desk_visits.c.ends_at > now)
        row = (await self._connection.execute(select(desk_visits).where(lasts))).one_or_none()
        if row is None:
            return None
        return Visit(token_hash=row.token_hash, person=PersonId(row.person), browser=row.browser, ends_at=row.ends_at)

    async def end(self, token_hash: str) -> None:
        """Somebody signed out."""
        await self._connection.execute(delete(desk_visits).where(desk_visits.c.token_hash == token_hash))


class SqlWaiting:
    """Answers `bot.features.desk.store.Waiting`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def due(self, communities: Sequence[PlaceId], skip: int, limit: int) -> Sequence[Ticket]:
        """Open tickets, the earliest due first."""
        here = and_(is_open, tickets.c.community.in_(communities))
        # Of what has no clock nobody knows when it is due, so it comes last on both databases.
        order = (tickets.c.next_due.is_(None), tickets.c.next_due, tickets.c.id)
        asked = select(tickets).where(here).order_by(*order).offset(skip).limit(limit)
        return [ticket_of(row) for row in await self._connection.execute(asked)]

    async def count(self, communities: Sequence[PlaceId], now: datetime) -> tuple[int, int]:
        """How many are open, and how many of them are late."""
        late = func.coalesce(func.sum(case((tickets.c.late_at < now, 1), else_=0)), 0)
        counted = select(func.count().label("all"), late.label("late"))
        asked = counted.where(is_open, tickets.c.community.in_(communities))
        row = (await self._connection.execute(asked)).one()
        return int(row.all), int(row.late)


class SqlChanges:
    """Answers `bot.features.desk.store.Changes`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, change: Change) -> None:
        """Keep it."""
        values = {name: getattr(change, name) for name in ("kind", "key", "value", "by", "at")}
        await self._connection.execute(insert(desk_changes).values(values))

    async def current(self, kind: Kind) -> Sequence[Change]:
        """The latest change of each key."""
        latest = select(func.max(desk_changes.c.id)).where(desk_changes.c.kind == kind).group_by(desk_changes.c.key)
        asked = select(desk_changes).where(desk_changes.c.id.in_(latest)).order_by(desk_changes.c.key)
        return [_change(row) for row in await self._connection.execute(asked)]

    async def history(self, kinds: Sequence[Kind], limit: int) -> Sequence[Change]:
        """The latest changes, newest first."""
        these = desk_changes.c.kind.in_(kinds)
        asked = select(desk_changes).where(these).order_by(desk_changes.c.id.desc()).limit(limit)
        return [_change(row) for row in await self._connection.execute(asked)]

    async def latest(self) -> int:
        """The number of the latest change."""
        return int((await self._connection.execute(select(func.max(desk_changes.c.id)))).scalar() or 0)


def _link(row: Row[Any]) -> Link:
    return Link(token_hash=row.token_hash, person=PersonId(row.person), ends_at=row.ends_at)


def _change(row: Row[Any]) -> Change:
    return Change(id=row.id, kind=Kind(row.kind), key=row.key, value=row.value, by=PersonId(row.by), at=row.at)
