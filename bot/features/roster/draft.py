"""From rows to what the tables want: areas, members, and who holds which duty where."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.community import PlaceKind, Role
from bot.features.roster.areas import Atlas, areas_of, building_key
from bot.features.roster.members import Members
from bot.features.roster.model import Area, Draft, Findings, Key, PersonRow, PlaceRow, Rows, Table, Wanted, folded

# These serve a whole community or several; where a file says no place, they serve all that it names.
_EVERYWHERE = frozenset({Role.STREET, Role.DISTRICT, Role.DEPARTMENT, Role.ADMIN, Role.EXPERT, Role.MERCHANT})
_ABOVE = {Role.STREET: PlaceKind.STREET, Role.DISTRICT: PlaceKind.DISTRICT}


def draft_of(rows: Rows, known: Sequence[Area], findings: Findings) -> Draft:
    """What the rows want. `known` are the areas that the database has; those of named communities are the rows' to say.

    What does not fit together goes into the findings.
    """
    areas = areas_of(rows.places, findings)
    told = {area.key.name for area in areas.values() if area.key.kind is PlaceKind.COMMUNITY}
    others = [area for area in known if _community(area) not in told]
    above = _areas_above(rows.people, Atlas([*areas.values(), *others]), areas)
    places = _Places(rows, [*areas.values(), *others], above, findings)
    members = Members(findings)
    people = places.duties(members)
    workers = list(_place_duties(rows.places, members, findings))
    return Draft(
        tables=rows.tables,
        communities=places.communities,
        areas=_in_order({**above, **areas}),
        members=members.all,
        wanted={Table.PLACES: tuple(dict.fromkeys(workers)), Table.PEOPLE: tuple(dict.fromkeys(people))},
        elsewhere=frozenset(places.elsewhere),
    )


def _community(area: Area) -> str:
    return area.key.name if area.key.kind is PlaceKind.COMMUNITY else area.key.community


def _in_order(areas: dict[Key, Area]) -> dict[Key, Area]:
    """Roots first, and every community under the street that the tables name, if they name just one."""
    streets = [key for key in areas if key.kind is PlaceKind.STREET]
    districts = [key for key in areas if key.kind is PlaceKind.DISTRICT]
    district = districts[0] if len(districts) == 1 else None
    parents = {
        PlaceKind.COMMUNITY: streets[0] if len(streets) == 1 else district,
        PlaceKind.STREET: district,
    }
    kinds = list(PlaceKind)
    ordered = sorted(areas.values(), key=lambda area: kinds.index(area.key.kind))
    return {area.key: replace(area, parent=parents.get(area.key.kind, area.parent)) for area in ordered}


def _areas_above(people: Iterable[PersonRow], atlas: Atlas, areas: dict[Key, Area]) -> dict[Key, Area]:
    """Streets and districts: no table has a column for them, so their people's rows name them."""
    above: dict[Key, Area] = {}
    for row in people:
        kind = _ABOVE.get(row.role)
        if kind is not None and row.place and not atlas.knows(row.place):
            key = Key.of(kind, row.place)
            above.setdefault(key, Area(key=key, name=row.place))
    return above if areas else {}


class _Places:
    """Which place each row of the people table means, and in which communities it stands."""

    def __init__(self, rows: Rows, areas: Sequence[Area], above: dict[Key, Area], findings: Findings) -> None:
        self._people = rows.people
        self._findings = findings
        self._above = {area.key.name for area in above.values()}
        atlas = Atlas(areas)
        self._found = [self._area(row, atlas) for row in rows.people]
        named = [Key.of(PlaceKind.COMMUNITY, row.community) for row in rows.places]
        named += [area.community or area.key for area in self._found if area is not None]
        only = [area.key for area in areas if area.key.kind is PlaceKind.COMMUNITY]
        self.elsewhere: set[int] = set()
        self.communities = tuple(dict.fromkeys(named)) or (tuple(only) if len(only) == 1 else ())

    def _area(self, row: PersonRow, atlas: Atlas) -> Area | None:
        if not row.place or self._is_above(row, atlas):
            return None
        return atlas.find(row, self._findings)

    def _is_above(self, row: PersonRow, atlas: Atlas) -> bool:
        """Does the row name a street or district? Its people serve all communities that the tables name."""
        if row.role not in _EVERYWHERE or atlas.knows(row.place):
            return False
        return row.role in _ABOVE or folded(row.place) in self._above

    def duties(self, members: Members) -> list[Wanted]:
        """The duties of the people table, in its order."""
        duties: list[Wanted] = []
        for row, area in zip(self._people, self._found, strict=True):
            places = self._places(row, area)
            member = members.row(row, frozenset(key.community or key.name for key in places))
            if area is None and row.role is Role.WORKER:
                self.elsewhere.add(member)
            else:
                duties.extend(Wanted(member=member, role=row.role, place=place) for place in places)
        return duties

    def _places(self, row: PersonRow, area: Area | None) -> Sequence[Key]:
        if area is not None:
            return (area.key,)
        # A worker's buildings may stand in the places table alone, in whichever community.
        is_clear = len(self.communities) == 1 or row.role in _EVERYWHERE or row.role is Role.WORKER
        if row.place and not self._is_named_above(row):
            return ()
        if not (is_clear and self.communities):
            self._findings.wrong(row.line, "place", "is empty; write the community, for it is not clear which")
            return ()
        return self.communities

    def _is_named_above(self, row: PersonRow) -> bool:
        return row.role in _EVERYWHERE and (row.role in _ABOVE or folded(row.place) in self._above)


def _place_duties(rows: Sequence[PlaceRow], members: Members, findings: Findings) -> Iterable[Wanted]:
    """Workers, then backups: at the grid where all its buildings share one, else at each building."""
    grids: dict[tuple[str, str], list[PlaceRow]] = {}
    for row in rows:
        grids.setdefault((folded(row.community), folded(row.grid)), []).append(row)
    held: dict[Role, list[list[int | None]]] = {}
    for role in (Role.WORKER, Role.BACKUP):
        held[role] = [[_holder(row, getattr(row, role), members) for row in group] for group in grids.values()]
        for group, holders in zip(grids.values(), held[role], strict=True):
            yield from _shared_or_own(role, group, holders)
    for group, workers, backups in zip(grids.values(), held[Role.WORKER], held[Role.BACKUP], strict=True):
        _warn_of_gaps(group, workers, backups, findings)


def _warn_of_gaps(
    rows: Sequence[PlaceRow], workers: Sequence[int | None], backups: Sequence[int | None], findings: Findings
) -> None:
    for row, worker, backup in zip(rows, workers, backups, strict=True):
        if worker is not None and worker == backup:
            findings.odd(row.line, "backup", f"{row.backup} is the worker, too; nobody stands in")
    if not any(worker is not None for worker in workers):
        findings.odd(rows[0].line, "worker", f"{rows[0].grid} has no worker; calls go to the community")


def _holder(row: PlaceRow, words: str, members: Members) -> int | None:
    return members.cell(words, folded(row.community), row.line) if words else None


def _shared_or_own(role: Role, rows: Sequence[PlaceRow], holders: Sequence[int | None]) -> Iterable[Wanted]:
    different = {holder for holder in holders if holder is not None}
    grid = Key.of(PlaceKind.GRID, rows[0].grid, community=rows[0].community)
    if len(different) == 1:
        yield Wanted(member=different.pop(), role=role, place=grid)
        return
    for row, holder in zip(rows, holders, strict=True):
        if holder is not None:
            yield Wanted(member=holder, role=role, place=building_key(row))
