"""What departments remembers."""

from collections.abc import Sequence
from typing import Protocol

from bot.community import PersonId, PlaceId
from bot.features.departments.model import Department, DepartmentId


class Departments(Protocol):
    """Departments and their members."""

    async def add(self, department: Department) -> Department:
        """Keep a new one; its id is given."""

    async def get(self, department: DepartmentId) -> Department:
        """The department with this id. Raises `LookupError` where there is none."""

    async def save(self, department: Department) -> None:
        """Keep a changed one, with its members."""

    async def at(self, places: Sequence[PlaceId]) -> Sequence[Department]:
        """Those that serve any of these places, or everywhere, and are not closed; by id."""

    async def of_member(self, person: PersonId) -> Sequence[Department]:
        """Those that this person belongs to, closed ones too; by id."""
