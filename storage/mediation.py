"""Mediations and what was said in them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Row, Table, Text, func, insert, select
from sqlalchemy import update as sql_update

from bot.community import PersonId, PlaceId
from bot.errors import Conflict
from bot.features.mediation.model import Failure, Line, Mediation, MediationId, Stage
from storage.connection import Connection
from storage.schema import metadata
from storage.tickets import tickets
from storage.types import UtcDateTime, Words

mediations = Table(
    "mediations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket", ForeignKey("tickets.id"), nullable=False),
    Column("mediator", ForeignKey("persons.id"), nullable=False),
    Column("caller", ForeignKey("persons.id")),
    Column("other", ForeignKey("persons.id")),
    Column("other_name", Words, nullable=False),
    Column("about", Words, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("due", UtcDateTime),
    Column("talk_until", UtcDateTime),
    Column("stage", Text, nullable=False),
    Column("caller_says", Boolean),
    Column("other_says", Boolean),
    Column("rounds", Integer, nullable=False),
    Column("agreement", Words, nullable=False),
    Column("failure", Text),
    # Empty once it is over: a ticket has one open mediation at most.
    Column("is_open", Boolean),
    Column("version", Integer, nullable=False),
)
_PENDING: Final = mediations.c.due.is_not(None)
_OPEN: Final = mediations.c.is_open.is_(True)
Index("ix_mediations_due", mediations.c.due, sqlite_where=_PENDING, postgresql_where=_PENDING)
Index("ix_mediations_ticket", mediations.c.ticket)
Index("ux_mediations_open", mediations.c.ticket, unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN)

lines = Table(
    "mediation_lines",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("mediation", ForeignKey("mediations.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", ForeignKey("persons.id")),
    Column("kind", Text, nullable=False),
    Column("words", Words, nullable=False),
    Column("round", Integer, nullable=False),
)
Index("ix_mediation_lines_mediation", lines.c.mediation, lines.c.id)


class SqlMediations:
    """Answers `bot.features.mediation.store.Mediations`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, mediation: Mediation) -> Mediation:
        """Keep a new one; a second open one about a ticket raises `Conflict`."""
        made = self._connection.insert(mediations).values(_values(mediation)).on_conflict_do_nothing()
        number = (await self._connection.execute(made.returning(mediations.c.id))).scalar_one_or_none()
        if number is None:
            raise Conflict("there is an open mediation about this ticket")
        return replace(mediation, id=MediationId(number))

    async def get(self, mediation: MediationId) -> Mediation | None:
        """The mediation with this id."""
        row = (await self._connection.execute(select(mediations).where(mediations.c.id == mediation))).one_or_none()
        return None if row is None else _mediation(row)

    async def save(self, mediation: Mediation) -> Mediation:
        """Keep a changed one, unless somebody else was faster."""
        next_version = mediation.version + 1
        that = (mediations.c.id == mediation.id) & (mediations.c.version == mediation.version)
        values = {**_values(mediation), "version": next_version}
        changed = await self._connection.execute(sql_update(mediations).where(that).values(values))
        if changed.rowcount != 1:
            raise Conflict(f"mediation {mediation.id} was changed at the same time")
        return replace(mediation, version=next_version)

    async def of_ticket(self, ticket: int) -> Sequence[Mediation]:
        """All about this ticket, oldest first."""
        asked = select(mediations).where(mediations.c.ticket == ticket).order_by(mediations.c.id)
        return [_mediation(row) for row in await self._connection.execute(asked)]

    async def due(self, now: datetime, limit: int) -> Sequence[Mediation]:
        """Open ones whose time has come."""
        asked = select(mediations).where(_PENDING, mediations.c.due <= now).order_by(mediations.c.due).limit(limit)
        return [_mediation(row) for row in await self._connection.execute(asked)]

    async def next_due(self, now: datetime) -> datetime | None:
        """The earliest time after now."""
        asked = select(func.min(mediations.c.due)).where(_PENDING, mediations.c.due > now)
        found: datetime | None = (await self._connection.execute(asked)).scalar_one()
        return found

    async def write(self, line: Line) -> None:
        """Add a line."""
        await self._connection.execute(insert(lines), {name: getattr(line, name) for name in _LINE})

    async def lines(self, mediation: MediationId) -> Sequence[Line]:
        """All its lines, oldest first."""
        asked = select(lines).where(lines.c.mediation == mediation).order_by(lines.c.id)
        return [_line(row) for row in await self._connection.execute(asked)]


class SqlOpenTalks:
    """Answers `bot.features.mediation.store.OpenTalks`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def within(self, community: PlaceId | None) -> Sequence[Mediation]:
        """Open talks of a community, by the ticket's number."""
        asked = select(mediations).where(_OPEN).order_by(mediations.c.ticket)
        if community is not None:
            asked = asked.where(mediations.c.ticket.in_(select(tickets.c.id).where(tickets.c.community == community)))
        return [_mediation(row) for row in await self._connection.execute(asked)]


_LINE: Final = ("mediation", "at", "by", "kind", "words", "round")
_SAME: Final = (
    "ticket",
    "mediator",
    "caller",
    "other",
    "other_name",
    "about",
    "started_at",
    "due",
    "talk_until",
    "stage",
    "caller_says",
    "other_says",
    "rounds",
    "agreement",
    "failure",
    "version",
)


def _values(mediation: Mediation) -> dict[str, Any]:
    return {**{name: getattr(mediation, name) for name in _SAME}, "is_open": None if mediation.is_over else True}


def _mediation(row: Row[Any]) -> Mediation:
    plain = {name: getattr(row, name) for name in _SAME}
    failure = None if row.failure is None else Failure(row.failure)
    return Mediation(id=MediationId(row.id), **{**plain, "stage": Stage(row.stage), "failure": failure})


def _line(row: Row[Any]) -> Line:
    by = None if row.by is None else PersonId(row.by)
    mediation = MediationId(row.mediation)
    return Line(mediation=mediation, at=row.at, by=by, kind=row.kind, words=row.words, round=row.round)
