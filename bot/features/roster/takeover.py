"""A roster takes over the communities that `/bind` had made before it came.

Whoever follows the first steps binds a group to a name; the roster that comes later has that name as a compound or a
grid, with buildings of its own. Groups, homes and open tickets go over to it, and the stray places are retired.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.community import Group, Place, PlaceId, PlaceKind
from bot.features.roster.areas import Atlas, areas_of
from bot.features.roster.model import Area, Findings, Key, Rows, folded
from bot.features.roster.report import Change
from bot.features.roster.store import Register
from bot.features.roster.strays import astray, groups_of, strays
from bot.features.tickets import service as ticket_service
from bot.features.tickets import views as tickets
from bot.stores import Groups, Places
from bot.turn import Turn
from bot.understanding.gazetteer import label_of
from bot.words import shortened


@dataclass(frozen=True, kw_only=True)
class Takeover:
    """A stray community that an area of the roster replaces.

    `places` are the community and its buildings, `buildings` says which of the roster's each building is, as far as
    there is just one; `calls` are the open tickets of the community.
    """

    stray: Place
    area: Area
    places: Sequence[Place]
    buildings: Mapping[PlaceId, Area]
    groups: Sequence[Group]
    calls: Sequence[tickets.Ticket]

    def area_of(self, place: PlaceId | None) -> Area:
        """What a place of the stray community becomes: its own building, else the whole area."""
        return self.area if place is None else self.buildings.get(place, self.area)

    def building_of(self, call: tickets.Ticket) -> Area | None:
        """The roster's building of a ticket, where it is known."""
        return None if call.spot.building is None else self.buildings.get(call.spot.building)


async def takeovers(turn: Turn, rows: Rows) -> Sequence[Takeover]:
    """Which stray communities the rows take over: those whose name means exactly one place of the rows."""
    # What is wrong with the rows is found when the draft is made.
    areas = areas_of(rows.places, Findings())
    atlas = Atlas(areas.values())
    found = []
    for stray in await strays(turn) if areas else ():
        meant = atlas.called(stray.name)
        # A community of the same name is the same one and simply goes on.
        if len(meant) == 1 and Key.of(PlaceKind.COMMUNITY, stray.name) not in areas:
            found.append(await _takeover(turn, stray, meant[0], areas.values()))
    return found


async def _takeover(turn: Turn, stray: Place, area: Area, areas: Iterable[Area]) -> Takeover:
    places = [place for place in await turn.store(Register).places_of(stray.id) if not place.retired]
    calls = [await tickets.find(turn, number) for number in await turn.store(Register).open_tickets(stray.id)]
    return Takeover(
        stray=stray,
        area=area,
        places=places,
        buildings=_same(places, [one for one in areas if _is_in(one, area)]),
        groups=await groups_of(turn, stray.id),
        calls=[call for call in calls if call is not None],
    )


def _is_in(one: Area, area: Area) -> bool:
    return one.key.kind is PlaceKind.BUILDING and area.key in {one.key, one.community, one.compound, one.grid}


def _same(places: Sequence[Place], buildings: Sequence[Area]) -> Mapping[PlaceId, Area]:
    """By the label, for people said "3号楼" where the roster writes "3栋"; two of one label are no answer."""
    labels = Counter(_label(building.name) for building in buildings)
    by_label = {_label(building.name): building for building in buildings if labels[_label(building.name)] == 1}
    own = [place for place in places if place.kind is PlaceKind.BUILDING]
    return {place.id: by_label[_label(place.name)] for place in own if _label(place.name) in by_label}


def _label(name: str) -> str:
    return label_of(name) or folded(name)


# ---- what the operator reads ----


async def lines(turn: Turn, taken: Sequence[Takeover]) -> list[str]:
    """A line for each group that is bound anew, and for each open ticket of the stray communities."""
    return [line for one in taken for line in (*_of_groups(one), *[await _of_call(turn, one, c) for c in one.calls])]


def _of_groups(one: Takeover) -> Iterable[str]:
    for group in one.groups:
        area = one.area_of(group.place)
        yield f"group {group.title}: now bound to {area.key.kind} {area.name}"


async def _of_call(turn: Turn, one: Takeover, call: tickets.Ticket) -> str:
    what = f"#{call.id} {await tickets.place_line(turn, call)} · {shortened(call.public_words)}"
    building = one.building_of(call)
    if building is None:
        return f"{what}: stays with {one.stray.name}, for its building is not known; please see to it"
    return f"{what}: now at {building.name} of {one.area.key.kind} {one.area.name}"


def retired(taken: Sequence[Takeover]) -> Iterable[Change]:
    """The stray communities and their buildings."""
    for one in taken:
        for place in one.places:
            yield Change(kind=place.kind, name=place.name, within="" if place.id == one.stray.id else one.stray.name)


async def warnings(turn: Turn, taken: Sequence[Takeover], communities: Sequence[Key]) -> list[str]:
    """Groups whose community this roster does not name either."""
    gone = {one.stray.id for one in taken}
    left = [s for s in await strays(turn) if s.id not in gone and Key.of(s.kind, s.name) not in communities]
    return [astray(group.title, stray.name) for stray in left for group in await groups_of(turn, stray.id)]


# ---- and what happens ----


async def carry_out(turn: Turn, taken: Sequence[Takeover], ids: Mapping[Key, PlaceId]) -> None:
    """Groups, homes and open tickets go over; `ids` are the roster's places, whose duties hold already."""
    for one in taken:
        for group in one.groups:
            await turn.store(Groups).save(replace(group, place=ids[one.area_of(group.place).key]))
        for old, building in one.buildings.items():
            await turn.store(Register).move_homes(old, ids[building.key])
        for place in one.places:
            await turn.store(Places).save(replace(place, retired=True))
        for call in one.calls:
            await _place(turn, call, one.building_of(call), ids)


async def _place(turn: Turn, call: tickets.Ticket, building: Area | None, ids: Mapping[Key, PlaceId]) -> None:
    if building is not None:
        await ticket_service.place_ticket(turn, call, await turn.store(Places).get(ids[building.key]))
