"""Who lives in the sample town, beside the people of its roster, and which groups it has.

The roster (places.csv, people.csv of a language's folder) has Yucheng's figures: 9 compounds, 60 buildings, 12 grids.
Everybody is invented. A town in another language is a folder more.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bot.community import Account, ChatRef, Group, Home, Person, PersonId, Place, PlaceKind, Role
from bot.features.roster import views as roster
from bot.stores import Groups, People, Places
from bot.texts import primary
from bot.turn import Turn

NETWORK: Final = "web"
BOT: Final = "local"
STAFF_WITH_A_PANE: Final = (Role.SECRETARY, Role.STAFF, Role.ADMIN)


@dataclass(frozen=True, kw_only=True)
class Resident:
    """Somebody who lives here. `compound` and `building` are the roster's names; empty: the bot has to ask."""

    account: str
    name: str
    compound: str = ""
    building: str = ""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What town.toml says: who administers, what groups are called, who lives here, what is said on the day."""

    admin: str
    grid_group: str
    community_group: str
    residents: tuple[Resident, ...]
    day: dict[str, str]


def folder_of(language: str) -> Path:
    """Where the town that speaks this language stands; the Chinese one, where there is none."""
    here = Path(__file__).parent
    folder = here / primary(language)
    return folder if (folder / "town.toml").is_file() else here / "zh"


def plan_of(language: str) -> Plan:
    """The town that speaks this language."""
    table: dict[str, Any] = tomllib.loads((folder_of(language) / "town.toml").read_text(encoding="utf-8"))
    return Plan(**{**table, "residents": tuple(Resident(**one) for one in table["residents"])})


@dataclass(frozen=True, kw_only=True)
class TownPerson:
    """One who may be spoken as in the local chat: a resident, a worker or an admin."""

    account: str
    name: str
    standing: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class TownGroup:
    """A group chat of the town, and who is in it."""

    chat: str
    title: str
    place: Place
    members: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class SampleTown:
    """People and groups, as the local chat shows them."""

    plan: Plan
    people: Sequence[TownPerson]
    groups: Sequence[TownGroup]


async def describe(turn: Turn, plan: Plan) -> SampleTown:
    """The town of the roster that was imported: a group for each grid, and one for the whole community."""
    grids = await turn.store(Places).of_kind(PlaceKind.GRID)
    communities = await turn.store(Places).of_kind(PlaceKind.COMMUNITY)
    staff = [person for community in communities for person in await _staff(turn, community)]
    people = [_resident(resident) for resident in plan.residents]
    groups = []
    residents = frozenset(resident.account for resident in plan.residents)
    for number, grid in enumerate(grids):
        workers = [person for person in await _workers(turn, grid) if _account(person)]
        people += [_official(person, "worker", grid.name) for person in workers[:1]]
        members = {_account(person) for person in workers} | (residents if number == 0 else set())
        title = plan.grid_group.format(place=grid.name)
        groups.append(TownGroup(chat=f"grid{number + 1}", title=title, place=grid, members=frozenset(members)))
    people += [_official(person, "admin", communities[0].name) for person in staff]
    everybody = frozenset(person.account for person in people)
    for number, community in enumerate(communities, 1):
        title = plan.community_group.format(place=community.name)
        groups.append(TownGroup(chat=f"all{number}", title=title, place=community, members=everybody))
    return SampleTown(plan=plan, people=tuple(people), groups=tuple(groups))


async def bind(turn: Turn, town: SampleTown) -> None:
    """The groups belong to their places; the residents who told us their home have one."""
    for group in town.groups:
        chat = ChatRef(NETWORK, BOT, group.chat)
        if await turn.store(Groups).get(chat) is None:
            await turn.store(Groups).save(Group(chat=chat, title=group.title, place=group.place.id, hears=True))
    for resident in town.plan.residents:
        await _settle(turn, resident)


async def _settle(turn: Turn, resident: Resident) -> None:
    account = Account(NETWORK, resident.account)
    if await turn.store(People).by_account(account) is not None:
        return
    buildings = await turn.store(Places).find(resident.building) if resident.building else []
    named = [place for place in buildings if await _compound(turn, place) == resident.compound]
    home = Home(building=named[0].id) if named else None
    await turn.store(People).add(Person(id=PersonId(0), name=resident.name, accounts=(account,), home=home))


async def _compound(turn: Turn, place: Place) -> str:
    return (await turn.store(Places).get(place.compound)).name if place.compound else ""


async def _staff(turn: Turn, community: Place) -> list[Person]:
    found = [p for role in STAFF_WITH_A_PANE for p in await turn.store(People).holders(role, community.id)]
    return [person for person in {person.id: person for person in found}.values() if _account(person)]


async def _workers(turn: Turn, grid: Place) -> list[Person]:
    people = turn.store(People)
    buildings = await roster.buildings_of(turn, grid)
    found = [p for place in (grid, *buildings) for p in await people.holders(Role.WORKER, place.id)]
    return list({person.id: person for person in found}.values())


def _account(person: Person) -> str:
    return next((account.id for account in person.accounts if account.channel == NETWORK), "")


def _resident(resident: Resident) -> TownPerson:
    return TownPerson(account=resident.account, name=resident.name, standing="resident", note=resident.building)


def _official(person: Person, standing: str, note: str) -> TownPerson:
    return TownPerson(account=_account(person), name=person.name, standing=standing, note=note)
