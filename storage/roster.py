"""What the roster's tables said, invitations, and making one person of two."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Row,
    Table,
    Text,
    UniqueConstraint,
    and_,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from bot.community import Account, Duty, PersonId, Place, PlaceId, Role
from bot.features.roster.model import Table as RosterTable
from bot.features.roster.store import Invitation
from storage.connection import Connection
from storage.memory import Subject
from storage.people import duties, persons
from storage.places import inside, place_of, places
from storage.schema import metadata
from storage.tickets import is_open, tickets
from storage.types import UtcDateTime
from storage.versions import changed

# Numbered by hand: the order of the roster's rows.
roster_duties = Table(
    "roster_duties",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("person", ForeignKey("persons.id"), nullable=False),
    Column("role", Text, nullable=False),
    Column("place", ForeignKey("places.id"), nullable=False),
)
Index("ix_roster_duties_place", roster_duties.c.place)
Index("ix_roster_duties_person", roster_duties.c.person)

invitations = Table(
    "invitations",
    metadata,
    Column("code", Text, primary_key=True),
    Column("person", ForeignKey("persons.id"), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
)
Index("ix_invitations_person", invitations.c.person)

invitation_misses = Table(
    "invitation_misses",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
Index("ix_invitation_misses_account", invitation_misses.c.channel, invitation_misses.c.account, invitation_misses.c.at)
Index("ix_invitation_misses_at", invitation_misses.c.at)


class SqlRegister:
    """Answers `bot.features.roster.store.Register`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def places_of(self, community: PlaceId) -> Sequence[Place]:
        """The community and every place in it, by id."""
        there = select(places).where(or_(places.c.id == community, inside(community))).order_by(places.c.id)
        return [place_of(row) for row in await self._connection.execute(there)]

    async def duties_at(self, where: Sequence[PlaceId]) -> Sequence[Duty]:
        """Every duty held at these places."""
        held = select(duties).where(duties.c.place.in_(where)).order_by(duties.c.id)
        return [_duty(row) for row in await self._connection.execute(held)]

    async def said(self, table: RosterTable, where: Sequence[PlaceId]) -> Sequence[Duty]:
        """The duties that this table gave at these places."""
        given = select(roster_duties).where(roster_duties.c.source == table, roster_duties.c.place.in_(where))
        return [_duty(row) for row in await self._connection.execute(given.order_by(roster_duties.c.id))]

    async def say(self, table: RosterTable, given: Sequence[Duty], *, within: Sequence[PlaceId]) -> None:
        """Replace what this table gave at these places."""
        old = and_(roster_duties.c.source == table, roster_duties.c.place.in_(within))
        await self._connection.execute(delete(roster_duties).where(old))
        rows = [{"source": table, "person": duty.person, "role": duty.role, "place": duty.place} for duty in given]
        if rows:
            await self._connection.execute(self._connection.insert(roster_duties), rows)

    async def open_tickets(self, community: PlaceId) -> Sequence[int]:
        """Open tickets of this community."""
        there = select(tickets.c.id).where(is_open, tickets.c.community == community).order_by(tickets.c.id)
        return list((await self._connection.execute(there)).scalars())

    async def move_homes(self, old: PlaceId, new: PlaceId) -> None:
        """Homes in the first building are in the second."""
        await self._connection.execute(update(persons).where(persons.c.home == old).values(home=new))
        await changed(self._connection, Subject.PEOPLE)

    async def merge(self, kept: PersonId, gone: PersonId) -> None:
        """Everything of the second person becomes the first's."""
        for column in _references():
            await self._drop_doubles(column, kept, gone)
            await self._connection.execute(update(column.table).where(column == gone).values({column.name: kept}))
        await self._connection.execute(delete(persons).where(persons.c.id == gone))
        await changed(self._connection, Subject.PEOPLE)

    async def _drop_doubles(self, column: Column[Any], kept: PersonId, gone: PersonId) -> None:
        """Of two rows that would become equal in a unique key, the second person's goes."""
        table = column.table
        for others in _unique_with(column):
            twin = table.alias()
            same = and_(twin.c[column.name] == kept, *(twin.c[other.name] == other for other in others))
            double = and_(column == gone, exists().where(same))
            await self._connection.execute(delete(table).where(double))


def _references() -> Iterator[Column[Any]]:
    """Every column of every table that names a person."""
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table is persons:
                yield table.c[key.parent.name]


def _unique_with(column: Column[Any]) -> Iterator[list[Column[Any]]]:
    """For each unique key that the column is a part of, its other columns."""
    for constraint in column.table.constraints:
        if isinstance(constraint, PrimaryKeyConstraint | UniqueConstraint) and column.name in constraint.columns:
            yield [other for other in constraint.columns if other is not column]


class SqlInvitations:
    """Answers `bot.features.roster.store.Invitations`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def at(self, code: str) -> Invitation | None:
        """The invitation with this code."""
        return await self._one(invitations.c.code == code)

    async def open_for(self, person: PersonId) -> Invitation | None:
        """The unused invitation of this person."""
        return await self._one(and_(invitations.c.person == person, invitations.c.used_at.is_(None)))

    async def save(self, invitation: Invitation) -> None:
        """Keep a new or changed invitation."""
        values = {"person": invitation.person, "made_at": invitation.made_at, "used_at": invitation.used_at}
        insert = self._connection.insert(invitations).values(code=invitation.code, **values)
        await self._connection.execute(insert.on_conflict_do_update(index_elements=["code"], set_=values))

    async def withdraw(self, person: PersonId) -> None:
        """Forget unused invitations of this person."""
        unused = and_(invitations.c.person == person, invitations.c.used_at.is_(None))
        await self._connection.execute(delete(invitations).where(unused))

    async def miss(self, account: Account, now: datetime, *, forget_before: datetime) -> None:
        """Note a wrong code."""
        await self._connection.execute(delete(invitation_misses).where(invitation_misses.c.at < forget_before))
        values = {"channel": account.channel, "account": account.id, "at": now}
        await self._connection.execute(self._connection.insert(invitation_misses).values(values))

    async def misses(self, account: Account, since: datetime) -> int:
        """How many wrong codes this account tried since then."""
        own = and_(invitation_misses.c.channel == account.channel, invitation_misses.c.account == account.id)
        asked = select(func.count()).where(own, invitation_misses.c.at >= since)
        return int((await self._connection.execute(asked)).scalar_one())

    async def _one(self, wanted: Any) -> Invitation | None:
        row = (await self._connection.execute(select(invitations).where(wanted).limit(1))).one_or_none()
        return None if row is None else _invitation(row)


def _duty(row: Row[Any]) -> Duty:
    return Duty(person=PersonId(row.person), role=Role(row.role), place=row.place)


def _invitation(row: Row[Any]) -> Invitation:
    return Invitation(code=row.code, person=PersonId(row.person), made_at=row.made_at, used_at=row.used_at)
