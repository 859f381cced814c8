"""Who is away from duty, as it is remembered."""

from dataclasses import replace

from bot.community import Person, PersonId
from bot.features.roster.store import Absence, Absences, Register
from bot.stores import People
from storage.engine import OpenDatabase
from tests.storage.builders import NOON, after, read, write


async def person(database: OpenDatabase, name: str) -> PersonId:
    added: Person = await write(
        database, People, lambda people: people.add(Person(id=PersonId(0), name=name, in_roster=True))
    )
    return added.id


async def away(database: OpenDatabase) -> list[Absence]:
    found = await read(database, Absences, lambda store: store.all())
    return list(found.values())


async def test_an_absence_comes_out_as_it_went_in(each_database: OpenDatabase) -> None:
    li, chen = await person(each_database, "Li"), await person(each_database, "Chen")
    absence = Absence(person=li, since=NOON, until=after(days=3), substitute=chen)

    await write(each_database, Absences, lambda store: store.save(absence))

    assert await away(each_database) == [absence]


async def test_a_person_has_one_absence(each_database: OpenDatabase) -> None:
    li = await person(each_database, "Li")
    absence = Absence(person=li, since=NOON)
    await write(each_database, Absences, lambda store: store.save(absence))
    assert await away(each_database) == [absence]

    longer = replace(absence, until=after(days=9), begun=True)
    await write(each_database, Absences, lambda store: store.save(longer))

    assert await away(each_database) == [longer]


async def test_whoever_is_back_is_away_no_more(each_database: OpenDatabase) -> None:
    li = await person(each_database, "Li")
    await write(each_database, Absences, lambda store: store.save(Absence(person=li, since=NOON)))
    await away(each_database)

    await write(each_database, Absences, lambda store: store.end(li))

    assert await away(each_database) == []


async def test_of_two_persons_who_are_one_only_one_absence_stays(each_database: OpenDatabase) -> None:
    li, other = await person(each_database, "Li"), await person(each_database, "Li again")
    first = Absence(person=li, since=NOON)
    await write(each_database, Absences, lambda store: store.save(first))
    await write(each_database, Absences, lambda store: store.save(Absence(person=other, since=after(days=1))))

    await write(each_database, Register, lambda store: store.merge(li, other))

    assert await away(each_database) == [first]
