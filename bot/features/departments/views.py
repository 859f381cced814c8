"""Questions about departments that other features ask."""

from collections.abc import Sequence

from bot.community import Person, PersonId
from bot.features.departments.model import Department, DepartmentId, Kind
from bot.features.departments.store import Departments
from bot.stores import People
from bot.turn import Turn

# What other features may name when they speak of departments.
__all__ = ["Department", "Kind"]


async def department(turn: Turn, number: int) -> Department:
    """The department with this number."""
    return await turn.store(Departments).get(DepartmentId(number))


async def of_member(turn: Turn, person: PersonId) -> Sequence[Department]:
    """The departments that this person belongs to."""
    return await turn.store(Departments).of_member(person)


async def people(turn: Turn, members: Sequence[PersonId]) -> Sequence[Person]:
    """Members by name and account."""
    return [await turn.store(People).get(person) for person in members]
