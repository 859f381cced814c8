"""A department: anything outside the community's own people that can be called to a ticket."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, NewType

from bot.community import PersonId, PlaceId, Role

DepartmentId = NewType("DepartmentId", int)


class Kind(StrEnum):
    """The ways of the "442": departments, units in the area, task forces and third parties (DOMAIN 3, 37, 38)."""

    DEPARTMENT = "department"
    AREA = "area"
    TASK_FORCE = "task_force"
    THIRD_PARTY = "third_party"
    PROPERTY = "property"
    OWNERS = "owners"


# People of the roster who stand for a department of their name.
OF_ROLE: Final = {Role.DEPARTMENT: Kind.DEPARTMENT, Role.PROPERTY: Kind.PROPERTY, Role.OWNERS: Kind.OWNERS}


@dataclass(frozen=True, kw_only=True)
class Department:
    """`place` is the community or compound that it serves; None: everywhere. `categories` are what it is good for.

    `person` is the person of the roster whose row made it; then it can be called only as long as that row stands.
    `superior` is another department, which hears of its silence. `ends_at` is the end of a task force.
    """

    id: DepartmentId
    name: str
    kind: Kind
    place: PlaceId | None = None
    members: tuple[PersonId, ...] = ()
    lead: PersonId | None = None
    categories: tuple[str, ...] = ()
    superior: DepartmentId | None = None
    person: PersonId | None = None
    ends_at: datetime | None = None
    closed: bool = False

    def with_member(self, person: PersonId) -> "Department":
        """The same with one member more."""
        return replace(self, members=tuple(dict.fromkeys((*self.members, person))))

    def without_member(self, person: PersonId) -> "Department":
        """The same without that member."""
        members = tuple(member for member in self.members if member != person)
        return replace(self, members=members, lead=None if self.lead == person else self.lead)

    def led_by(self, person: PersonId) -> "Department":
        """The same with that lead, who is a member, too."""
        return replace(self.with_member(person), lead=person)

    def called_first(self) -> tuple[PersonId, ...]:
        """Who hears a whistle: all members; of a unit in the area first the area lead alone (DOMAIN 38)."""
        if self.kind is Kind.AREA and self.lead is not None:
            return (self.lead,)
        return self.members

    def is_over(self, now: datetime) -> bool:
        """Can it not be called any more?"""
        return self.closed or (self.ends_at is not None and self.ends_at <= now)
