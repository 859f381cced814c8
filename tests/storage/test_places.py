from dataclasses import replace

import pytest

from bot.community import Place, PlaceId, PlaceKind
from bot.stores import Places
from storage.engine import OpenDatabase
from tests.storage.builders import read, write


async def add(database: OpenDatabase, kind: PlaceKind, name: str, *aliases: str, **above: PlaceId) -> Place:
    new = Place(id=PlaceId(0), kind=kind, name=name, aliases=aliases, **above)  # type: ignore[arg-type]
    added: Place = await write(database, Places, lambda places: places.add(new))
    return added


async def names(database: OpenDatabase, kind: PlaceKind, within: PlaceId | None = None) -> list[str]:
    return [place.name for place in await read(database, Places, lambda places: places.of_kind(kind, within=within))]


async def test_a_place_comes_out_as_it_went_in(each_database: OpenDatabase) -> None:
    community = await add(each_database, PlaceKind.COMMUNITY, "Willow")
    compound = await add(each_database, PlaceKind.COMPOUND, "Garden", parent=community.id)
    grid = await add(each_database, PlaceKind.GRID, "Grid 1", parent=community.id)
    above = {"parent": compound.id, "community": community.id, "compound": compound.id, "grid": grid.id}

    building = await add(each_database, PlaceKind.BUILDING, "3", "三号楼", "Block 3", **above)

    assert await read(each_database, Places, lambda places: places.get(building.id)) == building
    assert building.aliases == ("三号楼", "Block 3")


async def test_an_unknown_id_is_a_fault(each_database: OpenDatabase) -> None:
    with pytest.raises(LookupError, match="no place has the id 999"):
        await read(each_database, Places, lambda places: places.get(PlaceId(999)))


async def test_places_are_found_by_every_name_exactly(each_database: OpenDatabase) -> None:
    first = await add(each_database, PlaceKind.BUILDING, "3", "三号楼", "3")
    second = await add(each_database, PlaceKind.BUILDING, "3")

    assert await read(each_database, Places, lambda places: places.find("3")) == [first, second]
    assert await read(each_database, Places, lambda places: places.find("三号楼")) == [first]
    assert await read(each_database, Places, lambda places: places.find("三号")) == []


async def test_a_changed_place_is_found_by_its_new_names_alone(each_database: OpenDatabase) -> None:
    place = await add(each_database, PlaceKind.BUILDING, "3", "三号楼")
    renamed = replace(place, name="3A", aliases=("Block 3A",))

    await write(each_database, Places, lambda places: places.save(renamed))

    assert await read(each_database, Places, lambda places: places.get(place.id)) == renamed
    assert await read(each_database, Places, lambda places: places.find("Block 3A")) == [renamed]
    assert await read(each_database, Places, lambda places: places.find("三号楼")) == []


async def test_a_retired_place_is_kept_but_not_found(each_database: OpenDatabase) -> None:
    place = await add(each_database, PlaceKind.BUILDING, "3")

    await write(each_database, Places, lambda places: places.save(replace(place, retired=True)))

    assert (await read(each_database, Places, lambda places: places.get(place.id))).retired
    assert await read(each_database, Places, lambda places: places.find("3")) == []
    assert await names(each_database, PlaceKind.BUILDING) == []


async def test_buildings_belong_to_a_community_a_compound_and_a_grid(each_database: OpenDatabase) -> None:
    community = await add(each_database, PlaceKind.COMMUNITY, "Willow")
    compound = await add(each_database, PlaceKind.COMPOUND, "Garden", parent=community.id)
    grid = await add(each_database, PlaceKind.GRID, "Grid 1", parent=community.id)
    await add(each_database, PlaceKind.BUILDING, "1", parent=compound.id, community=community.id, compound=compound.id)
    await add(each_database, PlaceKind.BUILDING, "2", parent=grid.id, community=community.id, grid=grid.id)
    await add(each_database, PlaceKind.BUILDING, "elsewhere")

    assert await names(each_database, PlaceKind.BUILDING) == ["1", "2", "elsewhere"]
    assert await names(each_database, PlaceKind.BUILDING, community.id) == ["1", "2"]
    assert await names(each_database, PlaceKind.BUILDING, compound.id) == ["1"]
    assert await names(each_database, PlaceKind.BUILDING, grid.id) == ["2"]
    assert await names(each_database, PlaceKind.GRID, community.id) == ["Grid 1"]


async def test_every_change_of_a_place_is_seen_in_the_version(each_database: OpenDatabase) -> None:
    async def version() -> int:
        number: int = await read(each_database, Places, lambda places: places.version())
        return number

    seen = [await version()]
    place = await add(each_database, PlaceKind.COMMUNITY, "Willow")
    seen.append(await version())
    await write(each_database, Places, lambda places: places.save(replace(place, name="Poplar")))
    seen.append(await version())

    assert seen == sorted(set(seen))
