"""Departments and their members."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Row,
    Table,
    Text,
    delete,
    or_,
    select,
    update,
)

from bot.community import PersonId, PlaceId
from bot.features.departments.model import Department, DepartmentId, Kind
from storage.connection import Connection
from storage.schema import metadata
from storage.types import JsonText, UtcDateTime, Words

departments = Table(
    "departments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Words, nullable=False),
    Column("kind", Text, nullable=False),
    Column("place", ForeignKey("places.id")),
    Column("lead", ForeignKey("persons.id")),
    Column("categories", JsonText, nullable=False),
    Column("superior", ForeignKey("departments.id")),
    Column("person", ForeignKey("persons.id")),
    Column("ends_at", UtcDateTime),
    Column("closed", Boolean, nullable=False),
)
Index("ix_departments_place", departments.c.place)

department_members = Table(
    "department_members",
    metadata,
    Column("department", ForeignKey("departments.id"), nullable=False),
    Column("person", ForeignKey("persons.id"), nullable=False),
    # The order of their joining.
    Column("position", Integer, nullable=False),
    PrimaryKeyConstraint("department", "person"),
)
Index("ix_department_members_person", department_members.c.person)
_OPEN: Final = departments.c.closed.is_(False)
_SAME: Final = ("name", "kind", "place", "lead", "superior", "person", "ends_at", "closed")


class SqlDepartments:
    """Answers `bot.features.departments.store.Departments`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, department: Department) -> Department:
        """Keep a new one."""
        insert = self._connection.insert(departments).values(_values(department)).returning(departments.c.id)
        number = (await self._connection.execute(insert)).scalar_one()
        added = replace(department, id=DepartmentId(number))
        await self._link(added)
        return added

    async def get(self, department: DepartmentId) -> Department:
        """The department with this id."""
        found = await self._found(departments.c.id == department)
        if not found:
            raise LookupError(f"no department has the id {department}")
        return found[0]

    async def save(self, department: Department) -> None:
        """Keep a changed one."""
        that = departments.c.id == department.id
        await self._connection.execute(update(departments).where(that).values(_values(department)))
        old = department_members.c.department == department.id
        await self._connection.execute(delete(department_members).where(old))
        await self._link(department)

    async def at(self, places: Sequence[PlaceId]) -> Sequence[Department]:
        """Those that serve any of these places."""
        return await self._found(_OPEN, or_(departments.c.place.is_(None), departments.c.place.in_(places)))

    async def of_member(self, person: PersonId) -> Sequence[Department]:
        """Those that this person belongs to."""
        mine = select(department_members.c.department).where(department_members.c.person == person)
        return await self._found(departments.c.id.in_(mine))

    async def _link(self, department: Department) -> None:
        rows = [
            {"department": department.id, "person": person, "position": position}
            for position, person in enumerate(department.members)
        ]
        if rows:
            await self._connection.execute(self._connection.insert(department_members), rows)

    async def _found(self, *wanted: Any) -> list[Department]:
        """Departments with their members: two questions, however many they are."""
        rows = list(await self._connection.execute(select(departments).where(*wanted).order_by(departments.c.id)))
        numbers = [row.id for row in rows]
        linked = select(department_members).where(department_members.c.department.in_(numbers))
        members = list(await self._connection.execute(linked.order_by(department_members.c.position))) if rows else []
        return [_department(row, (m.person for m in members if m.department == row.id)) for row in rows]


def _values(department: Department) -> dict[str, Any]:
    return {"categories": list(department.categories), **{name: getattr(department, name) for name in _SAME}}


def _department(row: Row[Any], members: Iterable[int]) -> Department:
    return Department(
        id=DepartmentId(row.id),
        name=row.name,
        kind=Kind(row.kind),
        place=row.place,
        members=tuple(PersonId(member) for member in members),
        lead=row.lead,
        categories=tuple(row.categories),
        superior=row.superior,
        person=row.person,
        ends_at=row.ends_at,
        closed=row.closed,
    )
