"""Questions about places and people that other features ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.community import Person, PersonId, Place, PlaceId, PlaceKind, Role
from bot.features.roster.gazetteer import gazetteer
from bot.features.roster.presence import absence_of, absences, is_away, next_absence_change, present, present_instead
from bot.features.roster.responsible import Responsible, community_of, desk, responsible
from bot.features.roster.store import Absence, Register
from bot.features.roster.strays import is_unlisted
from bot.stores import Facts, People, Places
from bot.turn import STAFF_ROLES, Turn
from bot.understanding import PlaceParts, find_places, read_place

# What other features may name when they speak of the roster.
__all__ = [
    "Absence",
    "Responsible",
    "absence_of",
    "absences",
    "community_of",
    "desk",
    "gazetteer",
    "is_away",
    "next_absence_change",
    "present",
    "present_instead",
    "responsible",
]

# Set by the first import: from then on the roster alone says which buildings there are in the communities it names.
IMPORTED: Final = "roster.imported"
_WORKERS: Final = frozenset({Role.WORKER, Role.BACKUP, Role.ASSISTANT, Role.GRID_LEAD})


@dataclass(frozen=True, kw_only=True)
class Located:
    """Where words point to. One building, or several candidates to choose from, or neither."""

    building: Place | None = None
    candidates: tuple[Place, ...] = ()
    # The same number in several compounds: ask for the compound, not for the building.
    asks_compound: bool = False
    # A building number that the roster does not know.
    said: str | None = None
    from_home: bool = False


async def locate(turn: Turn, words: str, parts: PlaceParts, *, person: Person | None) -> Located:
    """The building that the words name: the group's place decides first, then the caller's home.

    `parts` is the reading of the words' place; `person` the caller whose home fills in for silence.
    """
    here = await _group_place(turn)
    if here is not None and here.kind is PlaceKind.BUILDING:
        return Located(building=here)
    if not words.strip():
        return Located()
    found = find_places(words, await gazetteer(turn))
    places = [await turn.store(Places).get(PlaceId(match.building_id)) for match in found]
    inside = [place for place in places if here is None or is_inside(place, here)]
    if inside:
        return _chosen(inside, await _home(turn, person, here))
    if parts.building is not None:
        return Located(said=parts.building, candidates=tuple(await buildings_of(turn, here)))
    home = await _home(turn, person, here)
    if home is not None:
        return Located(building=home, from_home=True)
    return Located(candidates=tuple(await buildings_of(turn, here)))


def _chosen(places: Sequence[Place], home: Place | None) -> Located:
    if len(places) == 1:
        return Located(building=places[0])
    at_home = [place for place in places if home and place.compound == home.compound and home.compound is not None]
    if len(at_home) == 1:
        return Located(building=at_home[0])
    return Located(candidates=tuple(places), asks_compound=len({place.name for place in places}) == 1)


def is_inside(place: Place, area: Place) -> bool:
    """Does the place lie in this area, or is it the area?"""
    return area.id in {place.id, place.grid, place.compound, place.community, place.parent}


async def named_building(turn: Turn, words: str) -> Located:
    """The building that words name by themselves; the group's place only decides between several of one name."""
    here = await _group_place(turn)
    found = find_places(words, await gazetteer(turn))
    places = [await turn.store(Places).get(PlaceId(match.building_id)) for match in found]
    inside = [place for place in places if here is not None and is_inside(place, here)]
    if places:
        return _chosen(inside or places, None)
    return await with_new_building(turn, Located(said=read_place(words).building))


async def serves(turn: Turn, area: Place) -> bool:
    """Does the actor work for the community that the area lies in, or for the street or district above it?"""
    community = community_of(area)
    above = (await turn.store(Places).get(community)).parent if community else None
    known = {None, area.id, community, above}
    return turn.is_admin or any(duty.role in STAFF_ROLES and duty.place in known for duty in await turn.duties())


async def works_in(turn: Turn, area: Place) -> bool:
    """Is the actor a worker of the area or of a part of it, or does the actor serve it?"""
    for place in {duty.place for duty in await turn.duties() if duty.role in _WORKERS and duty.place is not None}:
        known = await turn.store(Places).get(place)
        if is_inside(known, area) or is_inside(area, known):
            return True
    return await serves(turn, area)


async def _group_place(turn: Turn) -> Place | None:
    if turn.group is None or turn.group.place is None:
        return None
    return await turn.store(Places).get(turn.group.place)


async def _home(turn: Turn, person: Person | None, here: Place | None) -> Place | None:
    if person is None or person.home is None:
        return None
    home = await turn.store(Places).get(person.home.building)
    return home if not home.retired and (here is None or is_inside(home, here)) else None


async def with_new_building(turn: Turn, located: Located) -> Located:
    """Where no roster tells the buildings, they are added as people name them (DESIGN part 4, Roster).

    Without a group they belong to the one community that there is; where there are several, nothing is guessed.
    """
    here = await _group_place(turn) or await _only_community(turn)
    if here is None or located.said is None or not await _learns(turn, here):
        return located
    named = turn.setup.texts.word("place.building", turn.group_language, n=located.said)
    community = community_of(here)
    compound = here.id if here.kind is PlaceKind.COMPOUND else here.compound
    grid = here.id if here.kind is PlaceKind.GRID else here.grid
    building = Place(
        id=PlaceId(0),
        kind=PlaceKind.BUILDING,
        name=named,
        parent=here.id,
        community=community,
        compound=compound,
        grid=grid,
    )
    return Located(building=await turn.store(Places).add(building))


async def _learns(turn: Turn, here: Place) -> bool:
    if await turn.store(Facts).get(IMPORTED) is None:
        return True
    community = community_of(here)
    return community is not None and await is_unlisted(turn, await turn.store(Places).get(community))


async def _only_community(turn: Turn) -> Place | None:
    communities = await turn.store(Places).of_kind(PlaceKind.COMMUNITY)
    return communities[0] if len(communities) == 1 else None


async def choices(turn: Turn, area: PlaceId | None) -> Located:
    """What to choose from when nothing is known but the area."""
    here = None if area is None else await turn.store(Places).get(area)
    return Located(candidates=tuple(await buildings_of(turn, here)))


async def buildings_of(turn: Turn, area: Place | None) -> Sequence[Place]:
    """The buildings of an area of the roster."""
    if area is None:
        return ()
    return await turn.store(Places).of_kind(PlaceKind.BUILDING, within=area.id)


async def leads(turn: Turn, place: Place) -> Sequence[Person]:
    """Who leads a building, as a volunteer."""
    return await turn.store(People).holders(Role.BUILDING_LEAD, place.id)


async def admins(turn: Turn, community: PlaceId | None) -> Sequence[Person]:
    """Who reads a community's digest and decides: its admins and secretary, and the configured admins."""
    people = turn.store(People)
    roles = (Role.ADMIN, Role.SECRETARY)
    found = [p for role in roles for p in (await people.holders(role, community) if community else ())]
    configured = [await people.by_account(account) for account in sorted(turn.admins)]
    unique = {person.id: person for person in (*found, *configured) if person is not None}
    return tuple(unique.values())


async def people_of(
    turn: Turn, community: PlaceId | None, *, roles: frozenset[Role] = frozenset(Role)
) -> Sequence[Person]:
    """Everybody who holds any of these roles in a community, and the desk."""
    register = turn.store(Register)
    places = [place.id for place in await register.places_of(community)] if community else []
    within = [community, *places] if community else []
    held = [duty.person for duty in await register.duties_at(within) if duty.role in roles] if within else []
    found = [await turn.store(People).get(person) for person in sorted(set(held))]
    unique = {person.id: person for person in (*found, *await desk(turn, community))}
    return tuple(unique.values())


async def unreached_workers(turn: Turn) -> Sequence[tuple[Person, Place]]:
    """Workers and their backups to whom we cannot write: they have no account yet, or never started the bot."""
    register, found = turn.store(Register), dict[tuple[PersonId, PlaceId], tuple[Person, Place]]()
    for community in await turn.store(Places).of_kind(PlaceKind.COMMUNITY):
        places = {place.id: place for place in await register.places_of(community.id) if not place.retired}
        for duty in await register.duties_at(list(places)):
            if duty.role not in {Role.WORKER, Role.BACKUP} or duty.place is None:
                continue
            person = await turn.store(People).get(duty.person)
            if not turn.can_write_to(person):
                found[person.id, duty.place] = (person, places[duty.place])
    return list(found.values())


async def is_worker(turn: Turn, person: PersonId) -> bool:
    """Is this a worker of the roster, or somebody at the community's desk?"""
    return any(duty.role in _WORKERS for duty in await turn.store(People).duties(person))


async def has_workers(turn: Turn, area: Place) -> bool:
    """Does any building of this area have a grid worker?"""
    for building in await buildings_of(turn, area):
        if (await responsible(turn, building)).worker is not None:
            return True
    return False


async def unserved_buildings(turn: Turn) -> Sequence[tuple[Place, Sequence[Place]]]:
    """By community, the buildings that have neither a grid worker nor a backup, on duty or not."""
    found = []
    people, hands = turn.store(People), (Role.WORKER, Role.BACKUP)
    for community in await turn.store(Places).of_kind(PlaceKind.COMMUNITY):
        grids = await turn.store(Places).of_kind(PlaceKind.GRID, within=community.id)
        held = {grid.id for grid in grids for role in hands if await people.holders(role, grid.id)}
        open_ = [building for building in await buildings_of(turn, community) if building.grid not in held]
        bare = [it for it in open_ if not any([await people.holders(role, it.id) for role in hands])]
        if bare:
            found.append((community, bare))
    return found


async def place_name(turn: Turn, place: PlaceId | None) -> str:
    """A place as a resident reads it: a building with its compound in front, never a room."""
    if place is None:
        return ""
    known = await turn.store(Places).get(place)
    if known.compound is not None and known.compound != known.id:
        compound = await turn.store(Places).get(known.compound)
        return compound.name + _gap(compound.name) + known.name
    return known.name


async def place_label(turn: Turn, place: Place, among: Sequence[Place]) -> str:
    """A place on a button: only its compound where all candidates have one name, else the whole name."""
    compounds = {other.compound for other in among}
    if len({other.name for other in among}) == 1 and None not in compounds and len(compounds) == len(among):
        return await place_name(turn, place.compound)
    return await place_name(turn, place.id)


def _gap(before: str) -> str:
    return " " if before[-1:].isascii() else ""


async def duty_places(turn: Turn) -> frozenset[PlaceId]:
    """The places where the actor holds any role."""
    return frozenset(duty.place for duty in await turn.duties() if duty.place is not None)


async def communities_of(turn: Turn, person: PersonId) -> Sequence[PlaceId]:
    """The communities where somebody has a duty."""
    places = [duty.place for duty in await turn.store(People).duties(person) if duty.place is not None]
    found = [community_of(await turn.store(Places).get(place)) for place in places]
    return list(dict.fromkeys(place for place in found if place is not None))


async def staffed(turn: Turn) -> Sequence[PlaceId]:
    """The communities that the actor is staff of; an admin of the config is of all."""
    if turn.is_admin:
        return [place.id for place in await turn.store(Places).of_kind(PlaceKind.COMMUNITY)]
    places = [duty.place for duty in await turn.duties() if duty.role in STAFF_ROLES and duty.place is not None]
    found = [community_of(await turn.store(Places).get(place)) for place in places]
    return list(dict.fromkeys(place for place in found if place is not None))
