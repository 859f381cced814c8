"""What stands in the settings now, for whoever may change it: words, deadlines, groups, duty, departments, history."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.community import Group, Person, Place, PlaceId, PlaceKind
from bot.config_deadlines import URGENCIES, Deadline
from bot.errors import Refused
from bot.features.clocks import views as clocks
from bot.features.departments import service as departments
from bot.features.departments.views import Department
from bot.features.departments.views import people as members_of
from bot.features.desk.applying import in_effect, read_deadline
from bot.features.roster import views as roster
from bot.features.roster.views import Absence
from bot.stores import Groups, Places
from bot.text_files import pieces
from bot.turn import WORKER_ROLES, Turn

MOST_TEXTS: Final = 40


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What the bot says under a key now."""

    key: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Timing:
    """The deadlines of one urgency as they are written, and when a ticket of now would be due."""

    urgency: str
    accept: str
    resolve: str
    accept_due: datetime
    resolve_due: datetime


@dataclass(frozen=True, kw_only=True)
class GroupRow:
    """A group chat and the place whose group it is."""

    group: Group
    place: str


@dataclass(frozen=True, kw_only=True)
class DutyRow:
    """A worker, and whether they are off duty."""

    person: Person
    absence: Absence | None


@dataclass(frozen=True, kw_only=True)
class DepartmentRow:
    """A department with its members' names."""

    department: Department
    members: Sequence[str]


def wordings(turn: Turn, language: str, looked: str) -> Sequence[Wording]:
    """What the bot says, as far as key or words hold what is looked for."""
    wanted = looked.strip().casefold()
    said = turn.setup.texts.said_in(language).items()
    found = [
        Wording(key=key, words=entry.text)
        for key, entry in sorted(said)
        if entry.text is not None and (wanted in key.casefold() or wanted in entry.text.casefold())
    ]
    return found[:MOST_TEXTS]


def as_said(words: str) -> str:
    """The words as people read them, with the name of each value in its place."""
    return "".join(f"〔{piece}〕" if place % 2 else piece for place, piece in enumerate(pieces(words)))


async def timings(turn: Turn) -> Sequence[Timing]:
    """The deadlines that hold now."""
    return [await timing(turn, urgency, in_effect(turn).by_urgency[urgency]) for urgency in URGENCIES]


async def timing(turn: Turn, urgency: str, chosen: Deadline) -> Timing:
    """When a ticket of now would be due by these."""
    areas = await roster.staffed(turn)
    rules = await clocks.rules(turn, areas[0] if areas else None)
    spans = clocks.Spans(accept=chosen.accept, resolve=chosen.resolve)
    there = replace(rules, by_urgency={**rules.by_urgency, urgency: spans})
    return Timing(
        urgency=urgency,
        accept=str(chosen.accept),
        resolve=str(chosen.resolve),
        accept_due=there.accept_due(urgency, None, turn.now),
        resolve_due=there.resolve_due(urgency, None, turn.now),
    )


async def tried_timing(turn: Turn, urgency: str, accept: str, resolve: str) -> Timing:
    """When a ticket of now would be due by what somebody wrote.

    Raises:
        Refused: these are no spans, or there is no such urgency.
    """
    chosen = read_deadline(f"{accept} {resolve}")
    if urgency not in URGENCIES or chosen is None:
        raise Refused("desk.no_span")
    return await timing(turn, urgency, chosen)


async def groups(turn: Turn) -> tuple[Sequence[GroupRow], Sequence[Place]]:
    """The groups that the actor may tie to a place, and the places."""
    areas = set(await roster.staffed(turn))
    rows = []
    for group in await turn.store(Groups).all():
        place = None if group.place is None else await turn.store(Places).get(group.place)
        if place is None or roster.community_of(place) in areas:
            rows.append(GroupRow(group=group, place="" if place is None else await roster.place_name(turn, place.id)))
    return rows, await _places(turn, areas)


async def _places(turn: Turn, areas: set[PlaceId]) -> Sequence[Place]:
    kinds = (PlaceKind.COMMUNITY, PlaceKind.COMPOUND, PlaceKind.GRID, PlaceKind.BUILDING)
    found = [place for kind in kinds for place in await turn.store(Places).of_kind(kind)]
    return [replace(one, name=await roster.place_name(turn, one.id)) for one in found if _area(one) in areas]


def _area(place: Place) -> PlaceId | None:
    return roster.community_of(place)


async def on_duty(turn: Turn) -> Sequence[DutyRow]:
    """The workers of the actor's communities."""
    away = {absence.person: absence for absence in await roster.absences(turn)}
    found = {
        person.id: person
        for area in await roster.staffed(turn)
        for person in await roster.people_of(turn, area, roles=WORKER_ROLES)
    }
    return [DutyRow(person=person, absence=away.get(person.id)) for person in found.values()]


async def callable_departments(turn: Turn) -> Sequence[DepartmentRow]:
    """Who can be called in, in the actor's communities."""
    found = {one.id: one for area in await roster.staffed(turn) for one in await departments.callable_at(turn, area)}
    return [
        DepartmentRow(department=one, members=[person.name for person in await members_of(turn, one.members)])
        for one in found.values()
    ]
