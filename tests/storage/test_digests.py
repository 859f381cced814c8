"""Which day's digest has gone out, and who asked for which place's."""

from datetime import date

import pytest

from bot.community import Person, PersonId, Place, PlaceId, PlaceKind
from bot.errors import Conflict
from bot.features.digests.store import Digests
from bot.stores import People, Places
from storage.engine import OpenDatabase
from tests.storage.builders import read, write

THURSDAY, FRIDAY = date(2026, 11, 26), date(2026, 11, 27)


async def place(database: OpenDatabase, name: str) -> PlaceId:
    added: Place = await write(
        database,
        Places,
        lambda places: places.add(Place(id=PlaceId(0), kind=PlaceKind.COMMUNITY, name=name)),
    )
    return added.id


async def person(database: OpenDatabase, name: str) -> PersonId:
    added: Person = await write(database, People, lambda people: people.add(Person(id=PersonId(0), name=name)))
    return added.id


async def mark(database: OpenDatabase, where: PlaceId | None, day: date) -> None:
    await write(database, Digests, lambda digests: digests.mark_sent(where, day))


async def is_sent(database: OpenDatabase, where: PlaceId | None, day: date) -> bool:
    found: bool = await read(database, Digests, lambda digests: digests.is_sent(where, day))
    return found


async def test_a_day_is_sent_for_its_place_alone(each_database: OpenDatabase) -> None:
    east, west = await place(each_database, "East"), await place(each_database, "West")

    await mark(each_database, east, THURSDAY)

    assert await is_sent(each_database, east, THURSDAY)
    assert not await is_sent(each_database, east, FRIDAY)
    assert not await is_sent(each_database, west, THURSDAY)
    assert not await is_sent(each_database, None, THURSDAY)


async def test_the_digest_of_all_places_has_days_of_its_own(each_database: OpenDatabase) -> None:
    await mark(each_database, None, THURSDAY)

    assert await is_sent(each_database, None, THURSDAY)
    with pytest.raises(Conflict):
        await mark(each_database, None, THURSDAY)


async def test_one_day_is_marked_once(each_database: OpenDatabase) -> None:
    east = await place(each_database, "East")
    await mark(each_database, east, THURSDAY)

    with pytest.raises(Conflict):
        await mark(each_database, east, THURSDAY)


async def test_readers_are_kept_once_for_each_place(each_database: OpenDatabase) -> None:
    east, west = await place(each_database, "East"), await place(each_database, "West")
    anna, boris = await person(each_database, "Anna"), await person(each_database, "Boris")

    async def ask(digests: Digests) -> None:
        for where, who in ((east, anna), (east, anna), (east, boris), (west, boris)):
            await digests.subscribe(where, who)

    await write(each_database, Digests, ask)

    async def readers(where: PlaceId) -> list[PersonId]:
        return list(await read(each_database, Digests, lambda digests: digests.subscribers(where)))

    assert (await readers(east), await readers(west)) == ([anna, boris], [boris])
    assert await read(each_database, Digests, lambda digests: digests.subscribed()) == [east, west]


async def test_who_wants_it_no_more_is_no_reader(each_database: OpenDatabase) -> None:
    east, anna = await place(each_database, "East"), await person(each_database, "Anna")
    await write(each_database, Digests, lambda digests: digests.subscribe(east, anna))

    await write(each_database, Digests, lambda digests: digests.unsubscribe(east, anna))

    assert await read(each_database, Digests, lambda digests: digests.subscribed()) == []
