"""What is remembered between transactions is what a fresh look finds: after a change, a rollback, and elsewhere."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot.community import Duty, Group, Person, PersonId, Place, PlaceId, PlaceKind, Role
from bot.features.roster.store import Register
from bot.ports import UnitOfWork
from bot.stores import Groups, People, Places
from storage.engine import OpenDatabase
from storage.memory import Memory, Subject
from storage.postgres import PostgresDatabase
from storage.sqlite import SqliteDatabase
from tests.storage.builders import GROUP, LI, WANG, read, write


class Undone(Exception):  # noqa: N818 - it says what happens
    pass


@pytest.fixture
async def elsewhere(each_database: OpenDatabase, tmp_path: Path) -> AsyncIterator[OpenDatabase]:
    """The same database as another process has it."""
    opened: OpenDatabase = SqliteDatabase(tmp_path / "huying.db")
    if isinstance(each_database, PostgresDatabase):
        opened = PostgresDatabase(each_database._engine.url)
    yield opened
    await opened.close()


@pytest.fixture
async def grid(each_database: OpenDatabase) -> Place:
    place = Place(id=PlaceId(0), kind=PlaceKind.GRID, name="Grid 1")
    added: Place = await write(each_database, Places, lambda places: places.add(place))
    return added


@pytest.fixture
async def wang(each_database: OpenDatabase) -> Person:
    return await add_person(each_database, "Wang Fang")


@pytest.fixture
async def li(each_database: OpenDatabase, grid: Place) -> Person:
    person = await add_person(each_database, "Li Ming", in_roster=True)
    await give(each_database, person, grid)
    return person


async def add_person(database: OpenDatabase, name: str, *, in_roster: bool = False) -> Person:
    person = Person(id=PersonId(0), name=name, accounts=(LI if in_roster else WANG,), in_roster=in_roster)
    added: Person = await write(database, People, lambda people: people.add(person))
    return added


async def give(database: OpenDatabase, person: Person, grid: Place) -> None:
    duties = [Duty(person=person.id, role=Role.WORKER, place=grid.id)]
    await write(database, People, lambda people: people.set_duties(duties, within=[grid.id]))


async def place_at(database: OpenDatabase, place: Place) -> Place:
    found: Place = await read(database, Places, lambda places: places.get(place.id))
    return found


async def workers(database: OpenDatabase, grid: Place) -> list[str]:
    found = await read(database, People, lambda people: people.holders(Role.WORKER, grid.id))
    return [person.name for person in found]


async def undone(database: OpenDatabase, work: Callable[[UnitOfWork], Awaitable[Any]]) -> None:
    async def fail(uow: UnitOfWork) -> None:
        await work(uow)
        raise Undone

    with pytest.raises(Undone):
        await database.write(fail)


@contextmanager
def statements_of() -> Iterator[list[str]]:
    """The statements that any database is asked until the end of the block."""
    statements: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def test_a_change_is_seen_by_the_transaction_that_makes_it(each_database: OpenDatabase, grid: Place) -> None:
    async def rename(uow: UnitOfWork) -> str:
        await uow.store(Places).get(grid.id)
        await uow.store(Places).save(replace(grid, name="Grid 2"))
        return (await uow.store(Places).get(grid.id)).name

    assert await each_database.write(rename) == "Grid 2"


async def test_a_change_that_was_undone_is_not_seen(each_database: OpenDatabase, grid: Place) -> None:
    async def rename(uow: UnitOfWork) -> None:
        await uow.store(Places).save(replace(grid, name="Grid 2"))
        await uow.store(Places).get(grid.id)
        await uow.store(Places).of_kind(PlaceKind.GRID, within=grid.id)

    await undone(each_database, rename)

    assert await place_at(each_database, grid) == grid
    await write(each_database, Places, lambda places: places.save(replace(grid, name="Grid 3")))
    assert (await place_at(each_database, grid)).name == "Grid 3"


async def test_a_change_elsewhere_is_seen_in_the_next_transaction(
    each_database: OpenDatabase, elsewhere: OpenDatabase, grid: Place
) -> None:
    assert await place_at(each_database, grid) == grid

    await write(elsewhere, Places, lambda places: places.save(replace(grid, name="Grid 2")))

    assert (await place_at(each_database, grid)).name == "Grid 2"


async def test_a_duty_given_elsewhere_is_seen_in_the_next_transaction(
    each_database: OpenDatabase, elsewhere: OpenDatabase, grid: Place, li: Person, wang: Person
) -> None:
    assert await workers(each_database, grid) == ["Li Ming"]

    await give(elsewhere, wang, grid)

    assert await workers(each_database, grid) == ["Wang Fang"]
    assert await read(each_database, People, lambda people: people.duties(li.id)) == []


async def test_a_duty_that_was_taken_back_was_never_given(
    each_database: OpenDatabase, grid: Place, li: Person, wang: Person
) -> None:
    async def swap(uow: UnitOfWork) -> None:
        given = [Duty(person=wang.id, role=Role.WORKER, place=grid.id)]
        await uow.store(People).set_duties(given, within=[grid.id])
        await uow.store(People).holders(Role.WORKER, grid.id)
        await uow.store(People).duties(wang.id)

    await undone(each_database, swap)

    assert await workers(each_database, grid) == [li.name]
    assert await read(each_database, People, lambda people: people.duties(wang.id)) == []


async def test_whoever_holds_a_duty_is_known_as_now_named_everywhere(
    each_database: OpenDatabase, elsewhere: OpenDatabase, grid: Place, li: Person
) -> None:
    assert await workers(each_database, grid) == ["Li Ming"]
    assert await read(each_database, People, lambda people: people.by_account(LI)) == li

    await write(elsewhere, People, lambda people: people.save(replace(li, name="Li Na")))

    assert await workers(each_database, grid) == ["Li Na"]
    assert (await read(each_database, People, lambda people: people.by_account(LI))).name == "Li Na"
    assert (await read(each_database, People, lambda people: people.get(li.id))).name == "Li Na"


async def test_a_resident_who_holds_a_duty_is_known_as_now_named(
    each_database: OpenDatabase, elsewhere: OpenDatabase, grid: Place, wang: Person
) -> None:
    await give(each_database, wang, grid)
    assert await workers(each_database, grid) == ["Wang Fang"]

    await write(elsewhere, People, lambda people: people.save(replace(wang, name="Wang Fangfang")))

    assert await workers(each_database, grid) == ["Wang Fangfang"]


async def test_a_resident_is_known_as_now_named(
    each_database: OpenDatabase, elsewhere: OpenDatabase, wang: Person
) -> None:
    assert await read(each_database, People, lambda people: people.get(wang.id)) == wang

    await write(elsewhere, People, lambda people: people.save(replace(wang, name="Wang Fangfang")))

    assert (await read(each_database, People, lambda people: people.get(wang.id))).name == "Wang Fangfang"


async def test_somebody_whose_coming_was_undone_is_nobody(each_database: OpenDatabase) -> None:
    async def come(uow: UnitOfWork) -> None:
        person = Person(id=PersonId(0), name="Li Ming", accounts=(LI,), in_roster=True)
        added = await uow.store(People).add(person)
        assert await uow.store(People).by_account(LI) == added

    await undone(each_database, come)

    assert await read(each_database, People, lambda people: people.by_account(LI)) is None
    # The number may be given again, on SQLite it is.
    resident = await add_person(each_database, "Wang Fang")
    assert await read(each_database, People, lambda people: people.get(resident.id)) == resident


async def test_of_two_who_become_one_only_one_is_known(
    each_database: OpenDatabase, elsewhere: OpenDatabase, li: Person, wang: Person
) -> None:
    assert await read(each_database, People, lambda people: people.get(li.id)) == li

    await write(elsewhere, Register, lambda register: register.merge(li.id, wang.id))

    found: Person = await read(each_database, People, lambda people: people.get(li.id))
    assert set(found.accounts) == {LI, WANG}
    assert await read(each_database, People, lambda people: people.by_account(WANG)) == found


async def test_a_group_is_known_as_it_is_now(each_database: OpenDatabase, elsewhere: OpenDatabase, grid: Place) -> None:
    assert await read(each_database, Groups, lambda groups: groups.get(GROUP)) is None
    await write(elsewhere, Groups, lambda groups: groups.save(Group(chat=GROUP, title="House 3")))
    assert (await read(each_database, Groups, lambda groups: groups.get(GROUP))).title == "House 3"

    async def bind(uow: UnitOfWork) -> None:
        await uow.store(Groups).save(Group(chat=GROUP, title="House 3", place=grid.id))
        await uow.store(Groups).get(GROUP)

    await undone(each_database, bind)

    assert (await read(each_database, Groups, lambda groups: groups.get(GROUP))).place is None


async def test_what_is_known_is_asked_once(database: OpenDatabase) -> None:
    place = await write(
        database, Places, lambda places: places.add(Place(id=PlaceId(0), kind=PlaceKind.GRID, name="Grid 1"))
    )
    person = await add_person(database, "Li Ming", in_roster=True)
    await give(database, person, place)

    async def look(uow: UnitOfWork) -> None:
        await uow.store(Places).get(place.id)
        await uow.store(Places).of_kind(PlaceKind.BUILDING, within=place.id)
        await uow.store(People).holders(Role.WORKER, place.id)
        await uow.store(People).duties(person.id)
        await uow.store(People).by_account(LI)
        await uow.store(People).get(person.id)
        await uow.store(Groups).get(GROUP)

    await database.read(look)
    with statements_of() as statements:
        await database.read(look)

    assert [statement.split("FROM ")[-1] for statement in statements] == ["versions"]


async def test_in_a_transaction_a_resident_is_asked_for_once(database: OpenDatabase) -> None:
    wang = await add_person(database, "Wang Fang")

    async def look(uow: UnitOfWork) -> tuple[Person | None, Person]:
        return await uow.store(People).by_account(WANG), await uow.store(People).get(wang.id)

    with statements_of() as statements:
        found = await database.read(look)

    assert found == (wang, wang)
    assert len([statement for statement in statements if "persons" in statement]) == 1


def test_a_transaction_that_sees_an_older_version_keeps_nothing() -> None:
    memory = Memory()
    memory.at(Subject.PLACES, 2)["place"] = "as it is now"

    old = memory.at(Subject.PLACES, 1)
    old["place"] = "as it was"

    assert memory.at(Subject.PLACES, 2) == {"place": "as it is now"}
    assert memory.at(Subject.PLACES, 1) == {}
    assert memory.at(Subject.PEOPLE, 2) == {}
