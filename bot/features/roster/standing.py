"""What the database has for the communities that a draft names: places, persons, duties."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.community import Duty, Person, PersonId, Place, PlaceId, PlaceKind
from bot.features.roster.model import Area, Draft, Findings, Key, Member, Table
from bot.features.roster.store import Register
from bot.stores import People, Places
from bot.turn import Turn

_KINDS: Final = (PlaceKind.COMMUNITY, PlaceKind.COMPOUND, PlaceKind.GRID, PlaceKind.BUILDING)
# Shared by communities that the same tables need not name.
ABOVE: Final = (PlaceKind.STREET, PlaceKind.DISTRICT)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The named communities as they are now: `all` their places, retired ones too.

    `places` has one for each key, and streets and districts besides; `keys` is the way back. `said` is what each table
    last gave.
    """

    all: Sequence[Place]
    places: Mapping[Key, Place]
    keys: Mapping[PlaceId, Key]
    duties: Sequence[Duty]
    said: Mapping[Table, Sequence[Duty]]


async def known_areas(turn: Turn, without: Collection[PlaceId] = ()) -> Sequence[Area]:
    """All places not retired, in a roster's terms, `without` those that the roster takes over."""
    found = [p for kind in _KINDS for p in await turn.store(Places).of_kind(kind) if p.id not in without]
    return list(_areas(found).values())


async def standing(turn: Turn, draft: Draft) -> Standing:
    """What there is for the communities of the draft."""
    register = turn.store(Register)
    known: list[Place] = []
    for community in await turn.store(Places).of_kind(PlaceKind.COMMUNITY):
        if Key.of(community.kind, community.name) in draft.communities:
            known.extend(await register.places_of(community.id))
    above = [place for kind in ABOVE for place in await turn.store(Places).of_kind(kind)]
    places = [*known, *above]
    keys = {number: area.key for number, area in _areas(places).items()}
    ids = [place.id for place in known]
    return Standing(
        all=known,
        # Of two that are alike the one that is not retired comes last and stays.
        places={keys[place.id]: place for place in sorted(places, key=lambda place: not place.retired)},
        keys=keys,
        duties=await register.duties_at(ids),
        said={table: await register.said(table, ids) for table in Table},
    )


def _areas(places: Iterable[Place]) -> dict[PlaceId, Area]:
    places = list(places)
    names = {place.id: place.name for place in places}
    keys = {place.id: _key(place, names) for place in places}
    return {place.id: area_of(place, keys) for place in places}


def _key(place: Place, names: Mapping[PlaceId, str]) -> Key:
    community = names.get(place.community, "") if place.community else ""
    compound = names.get(place.compound, "") if place.compound and place.kind is PlaceKind.BUILDING else ""
    return Key.of(place.kind, place.name, community=community, compound=compound)


def area_of(place: Place, keys: Mapping[PlaceId, Key]) -> Area:
    """A place of the database in a roster's terms."""
    return Area(
        key=keys[place.id],
        name=place.name,
        community=keys.get(place.community) if place.community else None,
        compound=keys.get(place.compound) if place.compound else None,
        grid=keys.get(place.grid) if place.grid else None,
        parent=keys.get(place.parent) if place.parent else None,
        aliases=place.aliases,
    )


@dataclass(frozen=True, kw_only=True)
class Found:
    """The person that a member is; `others` turn out to be the same one, met under another account."""

    person: Person | None = None
    others: tuple[Person, ...] = ()


async def find_people(turn: Turn, draft: Draft, now: Standing, findings: Findings) -> Sequence[Found]:
    """Who each member is: by account, and by the roster's name within the community."""
    communities = {key.name: place.id for key, place in now.places.items() if key.kind is PlaceKind.COMMUNITY}
    found: list[Found] = []
    taken: set[PersonId] = set()
    for member in draft.members:
        owners = await _by_account(turn, member)
        if not taken.isdisjoint(owner.id for owner in owners):
            what = f"{member.accounts[0]} and an account above are one person's, {owners[0].name}; write one name"
            findings.wrong(member.line, "account", what)
        # The roster may have had the name before it had the account.
        known = {person.id for person in owners} | taken
        named = [person for person in await _by_name(turn, member, communities) if person.id not in known]
        if len(named) > 1:
            findings.wrong(member.line, "name", f"there are {len(named)} of this name; write the account")
        # Whom the roster knew before is the one, whom the chat met besides is the same.
        persons = sorted([*owners, *named], key=lambda person: (not person.in_roster, person.id))
        taken.update(person.id for person in persons)
        found.append(Found(person=persons[0] if persons else None, others=tuple(persons[1:])))
    return found


async def _by_account(turn: Turn, member: Member) -> list[Person]:
    owners = [await turn.store(People).by_account(account) for account in member.accounts]
    return list({owner.id: owner for owner in owners if owner is not None}.values())


async def _by_name(turn: Turn, member: Member, communities: Mapping[str, PlaceId]) -> list[Person]:
    if not member.name:
        return []
    people = turn.store(People)
    serving: dict[PersonId, Person] = {}
    for name in sorted(member.communities & communities.keys()):
        for person in await people.named(member.name, community=communities[name]):
            serving[person.id] = person
    return [person for person in serving.values() if _may_be(person, member)]


def _may_be(person: Person, member: Member) -> bool:
    """Another account on the same network is another person, who must not inherit the rights of the first."""
    networks = {account.channel for account in member.accounts}
    return networks.isdisjoint(account.channel for account in person.accounts)
