"""Who is away from duty, and until when."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Boolean, Column, ForeignKey, Index, Row, Table, bindparam, delete, select

from bot.community import PersonId
from bot.features.roster.store import Absence
from storage.connection import Connection
from storage.memory import Subject
from storage.schema import metadata
from storage.types import UtcDateTime
from storage.versions import changed, remembered

absences = Table(
    "absences",
    metadata,
    Column("person", ForeignKey("persons.id"), primary_key=True, autoincrement=False),
    Column("since", UtcDateTime, nullable=False),
    Column("until", UtcDateTime),
    Column("substitute", ForeignKey("persons.id")),
    Column("begun", Boolean, nullable=False),
)
Index("ix_absences_substitute", absences.c.substitute)

# Only those who are away now or soon have a row, so reading all of them stays cheap.
_ALL: Final = select(absences).order_by(absences.c.person)
_END: Final = delete(absences).where(absences.c.person == bindparam("ended"))


class SqlAbsences:
    """Answers `bot.features.roster.store.Absences`. Remembered between transactions, as the duties are."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def all(self) -> Mapping[PersonId, Absence]:
        """Everybody who is away, or will be."""
        return await remembered(self._connection, Subject.PEOPLE, "absences", self._read)

    async def save(self, absence: Absence) -> None:
        """Keep it instead of any other of this person."""
        values = {name: getattr(absence, name) for name in ("since", "until", "substitute", "begun")}
        insert = self._connection.insert(absences).values(person=absence.person, **values)
        await self._connection.execute(insert.on_conflict_do_update(index_elements=["person"], set_=values))
        await changed(self._connection, Subject.PEOPLE)

    async def end(self, person: PersonId) -> None:
        """The person is back."""
        await self._connection.execute(_END, {"ended": person})
        await changed(self._connection, Subject.PEOPLE)

    async def _read(self) -> Mapping[PersonId, Absence]:
        found = [_absence(row) for row in await self._connection.execute(_ALL)]
        return {absence.person: absence for absence in found}


def _absence(row: Row[Any]) -> Absence:
    return Absence(
        person=PersonId(row.person),
        since=row.since,
        until=row.until,
        substitute=None if row.substitute is None else PersonId(row.substitute),
        begun=row.begun,
    )
