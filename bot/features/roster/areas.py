"""The tree of places that a places table describes, and finding the place that a people table names."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.community import PlaceKind, Role
from bot.features.roster.model import Area, Findings, Key, PersonRow, PlaceRow, folded
from bot.understanding.gazetteer import label_of

_BY_ROLE: Final[Mapping[Role, Sequence[PlaceKind]]] = {
    Role.WORKER: (PlaceKind.GRID, PlaceKind.BUILDING),
    Role.ASSISTANT: (PlaceKind.GRID, PlaceKind.BUILDING),
    Role.GRID_LEAD: (PlaceKind.GRID,),
    Role.BUILDING_LEAD: (PlaceKind.BUILDING,),
    Role.PROPERTY: (PlaceKind.COMPOUND,),
    Role.OWNERS: (PlaceKind.COMPOUND,),
}
# Where this role alone is ever looked for; anywhere else it would do nothing.
_ONLY_AT: Final[Mapping[Role, Sequence[PlaceKind]]] = {
    Role.WORKER: (PlaceKind.GRID, PlaceKind.BUILDING),
    Role.BUILDING_LEAD: (PlaceKind.BUILDING,),
}


def areas_of(rows: Sequence[PlaceRow], findings: Findings) -> dict[Key, Area]:
    """The tree that the rows describe: communities, compounds, grids, then buildings."""
    communities: dict[Key, Area] = {}
    parts: dict[Key, Area] = {}
    buildings: dict[Key, Area] = {}
    seen: dict[tuple[str, str, str], PlaceRow] = {}
    for row in rows:
        community = Key.of(PlaceKind.COMMUNITY, row.community)
        communities.setdefault(community, Area(key=community, name=row.community))
        compound = _part(parts, PlaceKind.COMPOUND, row.compound, community)
        grid = _part(parts, PlaceKind.GRID, row.grid, community)
        building = building_key(row)
        if _is_new(row, seen, findings):
            buildings[building] = Area(
                key=building,
                name=row.building,
                community=community,
                compound=compound,
                grid=grid,
                parent=compound or grid or community,
                aliases=row.aliases,
            )
    _warn_of_alike(buildings, rows, findings)
    return {**communities, **parts, **buildings}


def building_key(row: PlaceRow) -> Key:
    """The key of the row's building."""
    return Key.of(PlaceKind.BUILDING, row.building, community=row.community, compound=row.compound)


def _part(parts: dict[Key, Area], kind: PlaceKind, name: str, community: Key) -> Key | None:
    if not name:
        return None
    key = Key.of(kind, name, community=community.name)
    parts.setdefault(key, Area(key=key, name=name, community=community, parent=community))
    return key


def _is_new(row: PlaceRow, seen: dict[tuple[str, str, str], PlaceRow], findings: Findings) -> bool:
    """Are all names of the row's building its own in its compound?"""
    is_new = True
    where = (folded(row.community), folded(row.compound))
    for column, name in (("building", row.building), *(("aliases", alias) for alias in row.aliases)):
        other = seen.setdefault((*where, folded(name)), row)
        if other is not row:
            area = row.compound or row.community
            findings.wrong(row.line, column, f"{name} in {area} is already row {other.line.row} of {other.line.sheet}")
            is_new = is_new and column != "building"
    return is_new


def _warn_of_alike(buildings: Mapping[Key, Area], rows: Sequence[PlaceRow], findings: Findings) -> None:
    """People say "building 3" for both "3号楼" and "3栋"; where both exist the bot must ask."""
    seen: dict[tuple[str, str, str], PlaceRow] = {}
    for row in rows:
        label = label_of(row.building)
        if label is None or building_key(row) not in buildings:
            continue
        other = seen.setdefault((folded(row.community), folded(row.compound), label), row)
        if folded(other.building) != folded(row.building):
            findings.odd(
                row.line, "building", f"{row.building} and {other.building} are said alike; residents are asked"
            )


class Atlas:
    """Finds areas by the ways people write them: "3号楼", "御城一区3号楼"; "御城一区/3号楼" is never unclear."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._by_words: dict[str, dict[Key, Area]] = {}
        for area in areas:
            for words in _ways(area):
                self._by_words.setdefault(words, {})[area.key] = area

    def find(self, row: PersonRow, findings: Findings) -> Area | None:
        """The one area that the row's place names, the kinds that fit the role first; else a problem."""
        found = list(self._named(row.place).values())
        fitting = [area for area in found if area.key.kind in _BY_ROLE.get(row.role, _WIDE)] or found
        if not fitting:
            findings.wrong(row.line, "place", f"{row.place} is no place of the roster")
            return None
        if len(fitting) > 1:
            known = " or ".join(sorted({_whole_name(area) for area in fitting}))
            findings.wrong(row.line, "place", f"{row.place} may be {known}; write it like that")
            return None
        only = _ONLY_AT.get(row.role)
        if only is not None and fitting[0].key.kind not in only:
            kinds = " or a ".join(only)
            findings.wrong(row.line, "place", f"{row.place} is a {fitting[0].key.kind}; a {row.role} needs a {kinds}")
            return None
        return fitting[0]

    def called(self, words: str) -> Sequence[Area]:
        """Everything that is called so, or means it with the names above it."""
        return list(self._named(words).values())

    def knows(self, words: str) -> bool:
        """Is anything called so?"""
        return bool(self._named(words))

    def _named(self, words: str) -> Mapping[Key, Area]:
        """As written, else without the signs between the names."""
        exact = self._by_words.get(folded(words))
        return exact or self._by_words.get(_without_signs(words), {})


_WIDE: Final = (PlaceKind.COMMUNITY,)


def _ways(area: Area) -> Iterable[str]:
    names = [area.key.name, *(folded(alias) for alias in area.aliases)]
    above = [(), (area.key.community,), (area.key.compound,), (area.key.community, area.key.compound)]
    whole = {tuple(filter(None, (*before, name))) for before in above for name in names}
    return {way for parts in whole for way in ("/".join(parts), _without_signs("".join(parts)))}


def _without_signs(words: str) -> str:
    return folded(words).replace("/", "").replace("-", "").replace("·", "")


def _whole_name(area: Area) -> str:
    above = [key.name for key in (area.compound or area.community,) if key is not None]
    return "/".join([*above, area.name])
