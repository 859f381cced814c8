"""Departments and their members."""

from dataclasses import replace
from typing import Any

from bot.community import Person, PersonId, Place, PlaceId, PlaceKind
from bot.features.departments.model import Department, DepartmentId, Kind
from bot.features.departments.store import Departments
from bot.features.roster.store import Register
from bot.stores import People, Places
from storage.engine import OpenDatabase
from tests.storage.builders import NOON, read, write


async def person(database: OpenDatabase, name: str) -> PersonId:
    added: Person = await write(database, People, lambda people: people.add(Person(id=PersonId(0), name=name)))
    return added.id


async def community(database: OpenDatabase, name: str) -> PlaceId:
    made = Place(id=PlaceId(0), kind=PlaceKind.COMMUNITY, name=name)
    added: Place = await write(database, Places, lambda places: places.add(made))
    return added.id


async def add(database: OpenDatabase, name: str = "Water Station", **more: Any) -> Department:
    new = Department(id=DepartmentId(0), name=name, **{"kind": Kind.DEPARTMENT, **more})
    added: Department = await write(database, Departments, lambda store: store.add(new))
    return added


async def test_a_department_comes_out_as_it_went_in(each_database: OpenDatabase) -> None:
    wang, li = await person(each_database, "Wang"), await person(each_database, "Li")
    above = await add(each_database, "Bureau")

    added = await add(
        each_database,
        kind=Kind.TASK_FORCE,
        place=await community(each_database, "Yucheng"),
        members=(li, wang),
        lead=li,
        categories=("facility", "service"),
        superior=above.id,
        person=wang,
        ends_at=NOON,
    )

    assert await read(each_database, Departments, lambda store: store.get(added.id)) == added
    assert added.members == (li, wang)


async def test_members_that_change_are_kept_in_their_order(each_database: OpenDatabase) -> None:
    wang, li = await person(each_database, "Wang"), await person(each_database, "Li")
    added = await add(each_database, members=(wang,))

    changed = replace(added.led_by(li).without_member(wang).with_member(wang), closed=True)
    await write(each_database, Departments, lambda store: store.save(changed))

    assert await read(each_database, Departments, lambda store: store.get(added.id)) == changed
    assert changed.members == (li, wang)


async def test_departments_are_found_by_the_places_that_they_serve(each_database: OpenDatabase) -> None:
    here, there = await community(each_database, "Yucheng"), await community(each_database, "Huaiyin")
    await add(each_database, "here", place=here)
    await add(each_database, "there", place=there)
    await add(each_database, "everywhere")
    await add(each_database, "closed", place=here, closed=True)

    async def at(*places: PlaceId) -> list[str]:
        return [one.name for one in await read(each_database, Departments, lambda store: store.at(places))]

    assert await at(here) == ["here", "everywhere"]
    assert await at(here, there) == ["here", "there", "everywhere"]
    assert await at() == ["everywhere"]


async def test_a_member_finds_all_of_its_departments(each_database: OpenDatabase) -> None:
    wang, li = await person(each_database, "Wang"), await person(each_database, "Li")
    await add(each_database, "both", members=(wang, li))
    await add(each_database, "one", members=(li,), closed=True)

    async def of(who: PersonId) -> list[str]:
        return [one.name for one in await read(each_database, Departments, lambda store: store.of_member(who))]

    assert await of(wang) == ["both"]
    assert await of(li) == ["both", "one"]


async def test_two_persons_who_become_one_are_one_member(each_database: OpenDatabase) -> None:
    wang, li = await person(each_database, "Wang"), await person(each_database, "Li")
    added = await add(each_database, members=(wang, li), lead=li)

    await write(each_database, Register, lambda register: register.merge(wang, li))

    found: Department = await read(each_database, Departments, lambda store: store.get(added.id))
    assert (found.members, found.lead) == ((wang,), wang)
