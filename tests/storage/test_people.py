import itertools
from dataclasses import replace

import pytest

from bot.community import Account, Duty, Home, Person, PersonId, Place, PlaceId, PlaceKind, Role
from bot.stores import People, Places
from storage.engine import OpenDatabase
from tests.storage.builders import LI, WANG, read, write

NOBODY = PersonId(999)


async def person(database: OpenDatabase, name: str = "Wang Fang", *accounts: Account, **more: object) -> Person:
    new = Person(**{"id": PersonId(0), "name": name, "accounts": accounts, **more})  # type: ignore[arg-type]
    added: Person = await write(database, People, lambda people: people.add(new))
    return added


async def place(database: OpenDatabase, kind: PlaceKind, name: str, **above: PlaceId) -> PlaceId:
    new = Place(id=PlaceId(0), kind=kind, name=name, **above)  # type: ignore[arg-type]
    added = await write(database, Places, lambda places: places.add(new))
    number: PlaceId = added.id
    return number


async def get(database: OpenDatabase, number: PersonId) -> Person:
    found: Person = await read(database, People, lambda people: people.get(number))
    return found


async def test_a_person_comes_out_as_he_went_in(each_database: OpenDatabase) -> None:
    building = await place(each_database, PlaceKind.BUILDING, "3")
    whole = {
        "reachable": frozenset({LI}),
        "language": "en",
        "home": Home(building=building, unit="2", room="501"),
        "phone": "555 0100",
        "in_roster": True,
    }

    added = await person(each_database, "Wang Fang", WANG, LI, **whole)

    assert await get(each_database, added.id) == added
    assert (added.accounts, added.private) == ((WANG, LI), LI)


async def test_a_person_without_an_account_is_a_person(each_database: OpenDatabase) -> None:
    added = await person(each_database, "Granny Zhao")

    assert await get(each_database, added.id) == added


async def test_an_account_leads_to_its_person(each_database: OpenDatabase) -> None:
    await person(each_database, "Li Jun")
    wang = await person(each_database, "Wang Fang", WANG)

    assert await read(each_database, People, lambda people: people.by_account(WANG)) == wang
    assert await read(each_database, People, lambda people: people.by_account(LI)) is None


async def test_an_unknown_id_is_a_fault(each_database: OpenDatabase) -> None:
    with pytest.raises(LookupError, match="no person has the id 999"):
        await get(each_database, NOBODY)


async def test_a_changed_person_is_kept_with_accounts_in_their_order(each_database: OpenDatabase) -> None:
    wang = await person(each_database, "Wang Fang", WANG)
    changed = replace(wang, name="Wang Fang (2-501)", accounts=(LI, WANG), reachable=frozenset({WANG}), language="zh")

    await write(each_database, People, lambda people: people.save(changed))

    assert await get(each_database, wang.id) == changed


async def test_a_name_is_looked_up_in_the_roster_alone(each_database: OpenDatabase) -> None:
    await person(each_database, "Wang Fang")
    listed = await person(each_database, "Wang Fang", in_roster=True)

    assert await read(each_database, People, lambda people: people.named("Wang Fang")) == [listed]
    assert await read(each_database, People, lambda people: people.named("Wang")) == []


async def test_two_persons_of_one_name_are_told_apart_by_their_community(each_database: OpenDatabase) -> None:
    east = await place(each_database, PlaceKind.COMMUNITY, "East")
    west = await place(each_database, PlaceKind.COMMUNITY, "West")
    house = await place(each_database, PlaceKind.BUILDING, "3", community=west)
    first, second = [await person(each_database, "Wang Fang", in_roster=True) for _ in range(2)]
    roster = [
        Duty(person=first.id, role=Role.STAFF, place=east),
        Duty(person=second.id, role=Role.WORKER, place=house),
        Duty(person=second.id, role=Role.BACKUP, place=house),
    ]
    await write(each_database, People, lambda people: people.set_duties(roster, within=[east, west, house]))

    named = await read(each_database, People, lambda people: people.named("Wang Fang", community=west))

    assert named == [second]
    assert await read(each_database, People, lambda people: people.named("Wang Fang", community=east)) == [first]


async def test_holders_stand_in_the_order_of_the_roster(each_database: OpenDatabase) -> None:
    house = await place(each_database, PlaceKind.BUILDING, "3")
    people_now = [await person(each_database, name, Account("telegram", name)) for name in ("a", "b", "c")]
    roster = [Duty(person=one.id, role=Role.WORKER, place=house) for one in reversed(people_now)]

    await write(each_database, People, lambda people: people.set_duties(roster, within=[house]))

    holders = await read(each_database, People, lambda people: people.holders(Role.WORKER, house))
    assert holders == list(reversed(people_now))
    assert await read(each_database, People, lambda people: people.holders(Role.BACKUP, house)) == []
    assert await read(each_database, People, lambda people: people.holders(Role.WORKER, None)) == []


async def test_a_new_roster_replaces_the_old_one_of_its_places_alone(each_database: OpenDatabase) -> None:
    here = await place(each_database, PlaceKind.BUILDING, "3")
    there = await place(each_database, PlaceKind.BUILDING, "4")
    wang = await person(each_database)
    admin = Duty(person=wang.id, role=Role.ADMIN)
    old = [
        admin,
        Duty(person=wang.id, role=Role.WORKER, place=here),
        Duty(person=wang.id, role=Role.WORKER, place=there),
    ]
    await write(each_database, People, lambda people: people.set_duties(old, within=[here, there]))

    new = [admin, Duty(person=wang.id, role=Role.BACKUP, place=here)]
    for _ in range(2):
        await write(each_database, People, lambda people: people.set_duties(new, within=[here]))

    duties = await read(each_database, People, lambda people: people.duties(wang.id))
    assert duties == [admin, Duty(person=wang.id, role=Role.WORKER, place=there), new[1]]
    assert await read(each_database, People, lambda people: people.holders(Role.ADMIN, None)) == [wang]


async def test_an_account_belongs_to_one_person(each_database: OpenDatabase) -> None:
    await person(each_database, "Wang Fang", WANG)
    li = await person(each_database, "Li Jun", LI)

    with pytest.raises(Exception, match=r"(?i)unique"):
        await write(each_database, People, lambda people: people.save(replace(li, accounts=(LI, WANG))))

    assert (await get(each_database, li.id)).accounts == (LI,)


async def test_ids_are_never_shared(each_database: OpenDatabase) -> None:
    added = [await person(each_database, name) for name in "abc"]

    assert all(one.id != other.id for one, other in itertools.combinations(added, 2))
