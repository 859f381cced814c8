"""What an import changes: the draft against what stands. Pure; the service carries it out or only reports it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.community import Duty, Person, PersonId, Place, PlaceId, PlaceKind, Role
from bot.features.roster.model import Area, Draft, Findings, Key, Member, Table
from bot.features.roster.standing import Found, Standing, area_of


@dataclass(frozen=True)
class Holder:
    """Who holds a duty: a person that we know, or a member who is still to become one."""

    person: PersonId | None = None
    member: int | None = None


@dataclass(frozen=True, kw_only=True)
class Held:
    """A duty in terms that hold before and after the import."""

    holder: Holder
    role: Role
    place: Key


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Everything that is going to be.

    `matched` are the places that areas take over, `retired` those that no row names any more. `held` are all duties
    afterwards, in order, and `given` the part of each table of this import. `kept` are the members who hold any.
    """

    draft: Draft
    now: Standing
    found: Sequence[Found]
    matched: Mapping[Key, Place]
    retired: Sequence[Place]
    before: Sequence[Held]
    held: Sequence[Held]
    given: Mapping[Table, Sequence[Held]]
    kept: Sequence[int]

    def holder(self, member: int) -> Holder:
        """The member as a holder of duties."""
        person = self.found[member].person
        return Holder(member=member) if person is None else Holder(person=person.id)

    @property
    def leaving(self) -> Sequence[PersonId]:
        """Who held a duty in the communities and holds none any more."""
        staying = {held.holder for held in self.held}
        gone = dict.fromkeys(held.holder for held in self.before if held.holder not in staying)
        return [holder.person for holder in gone if holder.person is not None]

    @property
    def lost(self) -> Mapping[PersonId, frozenset[PlaceId]]:
        """The places where a person had a duty and has none any more."""
        still = {(held.holder, held.place) for held in self.held}
        lost: dict[PersonId, set[PlaceId]] = {}
        for held in self.before:
            if held.holder.person is not None and (held.holder, held.place) not in still:
                places = lost.setdefault(held.holder.person, set())
                places.update(number for number, key in self.now.keys.items() if key == held.place)
        return {person: frozenset(places) for person, places in lost.items()}


def plan_of(draft: Draft, now: Standing, found: Sequence[Found], findings: Findings) -> Plan:
    """The draft against what stands."""
    matched = _matched(draft, now)
    staying = {place.id for place in matched.values()}
    told = now.all if Table.PLACES in draft.tables else ()
    going = [place for place in told if place.id not in staying and not place.retired]
    same = _same_persons(found)
    before = list(_known(now.duties, now, same))
    given = {table: _given(draft, table, found) for table in draft.tables}
    left = {place.id for place in going}
    held: dict[Held, None] = {}
    for table in Table:
        said = [duty for duty in now.said[table] if duty.place not in left]
        held.update(dict.fromkeys(given[table] if table in given else _known(said, now, same)))
    plan = Plan(
        draft=draft,
        now=now,
        found=found,
        matched=matched,
        retired=going,
        before=before,
        held=tuple(held),
        given=given,
        kept=(),
    )
    return replace(plan, kept=_kept(plan, findings))


def _kept(plan: Plan, findings: Findings) -> Sequence[int]:
    busy = {held.holder for held in plan.held}
    for number, member in enumerate(plan.draft.members):
        if plan.holder(number) not in busy:
            findings.odd(member.line, "place", f"{member.name} has no place in either table and was left out")
    return [number for number in range(len(plan.draft.members)) if plan.holder(number) in busy]


def _matched(draft: Draft, now: Standing) -> Mapping[Key, Place]:
    """Which place an area takes over: the one of the same key.

    Buildings that people named before there was a roster have no compound yet: a name that exists once is meant.
    """
    matched = {key: now.places[key] for key in draft.areas if key in now.places}
    loose = {
        replace(key, compound=""): place
        for key, place in now.places.items()
        if key.kind is PlaceKind.BUILDING and not key.compound and key not in draft.areas and not place.retired
    }
    names = Counter(replace(key, compound="") for key in draft.areas)
    for key in draft.areas:
        bare = replace(key, compound="")
        if key not in matched and bare in loose and names[bare] == 1:
            matched[key] = loose[bare]
    return matched


def _same_persons(found: Sequence[Found]) -> Mapping[PersonId, PersonId]:
    return {other.id: one.person.id for one in found if one.person for other in one.others}


def _known(duties: Iterable[Duty], now: Standing, same: Mapping[PersonId, PersonId]) -> Iterable[Held]:
    for duty in duties:
        if duty.place is not None:
            holder = Holder(person=same.get(duty.person, duty.person))
            yield Held(holder=holder, role=duty.role, place=now.keys[duty.place])


def _given(draft: Draft, table: Table, found: Sequence[Found]) -> Sequence[Held]:
    holders = [Holder(member=n) if f.person is None else Holder(person=f.person.id) for n, f in enumerate(found)]
    return [Held(holder=holders[want.member], role=want.role, place=want.place) for want in draft.wanted[table]]


def as_it_becomes(person: Person, member: Member) -> Person:
    """A person with what the roster says; words of the chat stay where the roster is silent."""
    accounts = tuple(dict.fromkeys((*person.accounts, *member.accounts)))
    phone = member.phone if member.listed else person.phone
    if not member.name:
        return replace(person, accounts=accounts)
    return replace(person, name=member.name, accounts=accounts, phone=phone, in_roster=True)


def newcomer(member: Member) -> Person:
    """A member whom nobody has met. Without a name the network will tell one."""
    name = member.name or str(member.accounts[0])
    return as_it_becomes(Person(id=PersonId(0), name=name), replace(member, listed=True))


def differs(area: Area, place: Place, plan: Plan) -> str:
    """How an area differs from the place that it takes over, in words; empty where it does not."""
    before = area_of(place, plan.now.keys)
    parts = []
    if area.name != before.name:
        parts.append(f"was {before.name}")
    for what in ("grid", "compound"):
        new, old = getattr(area, what), getattr(before, what)
        if new != old:
            parts.append(f"{what} {_name(new, plan)}, was {_name(old, plan)}")
    if area.aliases != before.aliases:
        parts.append(f"also called {' | '.join(area.aliases) or 'nothing else'}")
    return "; ".join(parts)


def _name(key: Key | None, plan: Plan) -> str:
    if key is None:
        return "none"
    area = plan.draft.areas.get(key)
    return area.name if area else plan.now.places[key].name
