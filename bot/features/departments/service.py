"""What can be done with departments: found where they can be called, made, changed, closed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from bot.community import Person, PlaceId, PlaceKind, Role
from bot.features.departments.model import OF_ROLE, Department, DepartmentId, Kind
from bot.features.departments.store import Departments
from bot.stores import People, Places
from bot.turn import Turn

_NEW: Final = DepartmentId(0)


async def callable_at(turn: Turn, community: PlaceId | None, compound: PlaceId | None = None) -> Sequence[Department]:
    """Everybody who can be called to a place, by name.

    People of the roster with the role department, property or owners stand for a department of their name, which is
    kept from the first look on. Where the compound is known, the others' property companies and owners are left out.
    """
    places = [None, *(await _served(turn, community, compound))]
    known = await turn.store(Departments).at([place for place in places if place is not None])
    standing = {(person.id, place): (person, kind) for person, kind, place in await _of_roster(turn, places)}
    kept = [
        await _with_its_own(turn, one) for one in known if one.person is None or (one.person, one.place) in standing
    ]
    there = {(one.person, one.place) for one in kept}
    made = [
        await turn.store(Departments).add(
            Department(id=_NEW, name=person.name, kind=kind, place=place, members=(person.id,), person=person.id)
        )
        for (number, place), (person, kind) in standing.items()
        if (number, place) not in there
    ]
    return sorted((one for one in (*kept, *made) if not one.is_over(turn.now)), key=lambda one: one.name)


async def _with_its_own(turn: Turn, one: Department) -> Department:
    """Whom the roster names again, after having left it, belongs to the department again."""
    return one if one.person is None or one.members else await change(turn, one.with_member(one.person))


async def _served(turn: Turn, community: PlaceId | None, compound: PlaceId | None) -> Sequence[PlaceId]:
    if community is None:
        return ()
    if compound is not None:
        return community, compound
    return community, *(place.id for place in await turn.store(Places).of_kind(PlaceKind.COMPOUND, within=community))


async def _of_roster(turn: Turn, places: Iterable[PlaceId | None]) -> Sequence[tuple[Person, Kind, PlaceId | None]]:
    people = turn.store(People)
    return [
        (person, kind, place)
        for place in places
        for role, kind in OF_ROLE.items()
        for person in await people.holders(role, place)
    ]


async def establish(turn: Turn, name: str, kind: Kind, place: PlaceId | None) -> Department:
    """A new department that no roster names."""
    return await turn.store(Departments).add(Department(id=_NEW, name=name, kind=kind, place=place))


async def change(turn: Turn, department: Department) -> Department:
    """Keep it as it is now."""
    await turn.store(Departments).save(department)
    return department


async def close(turn: Turn, department: Department) -> None:
    """It can be called no more. What it was called to before stays."""
    await turn.store(Departments).save(replace(department, closed=True))


async def above(turn: Turn, department: Department, community: PlaceId | None) -> Sequence[Sequence[Person]]:
    """Who hears of its silence, rung by rung: its superior, the street, the district. Rungs without a person lack."""
    people = turn.store(People)
    rungs: list[Sequence[Person]] = []
    if department.superior is not None:
        superior = await turn.store(Departments).get(department.superior)
        rungs.append([await people.get(member) for member in superior.members])
    rungs.extend([await people.holders(role, community) for role in (Role.STREET, Role.DISTRICT)])
    return [rung for rung in rungs if rung]
