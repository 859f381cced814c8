"""All buildings by every name people use, for whoever reads a place in words."""

from typing import Final

from bot.community import Place, PlaceId, PlaceKind
from bot.stores import Places
from bot.turn import Turn
from bot.understanding import BuildingRow, Gazetteer, OwnWords, in_use

_AREAS: Final = (PlaceKind.COMMUNITY, PlaceKind.COMPOUND, PlaceKind.GRID)


async def gazetteer(turn: Turn) -> Gazetteer:
    """All buildings, built once for each version of the roster and each set of the community's own words."""
    version, own = await turn.store(Places).version(), in_use()
    known = turn.setup.memory.get("gazetteer")
    if version is not None and isinstance(known, tuple) and known[:2] == (version, own):
        built: Gazetteer = known[2]
        return built
    names = {place.id: place.name for kind in _AREAS for place in await turn.store(Places).of_kind(kind)}
    buildings = await turn.store(Places).of_kind(PlaceKind.BUILDING)
    built = Gazetteer(_row(building, names, own) for building in buildings)
    if version is not None:
        turn.setup.memory["gazetteer"] = (version, own, built)
    return built


def _row(building: Place, names: dict[PlaceId, str], own: OwnWords) -> BuildingRow:
    compound = names.get(building.compound, "") if building.compound else ""
    community = names.get(building.community, "") if building.community else ""
    called = {_bare(f"{area}{building.name}") for area in ("", compound, community)}
    return BuildingRow(
        building_id=building.id,
        building=building.name,
        aliases=(*building.aliases, *(name for name, of in own.aliases.items() if _bare(of) in called)),
        compound=compound,
        grid=names.get(building.grid, "") if building.grid else "",
        community=community,
    )


def _bare(name: str) -> str:
    return "".join(name.split()).casefold()
