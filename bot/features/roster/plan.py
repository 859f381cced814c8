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
    afterwards, in order, and `given` the part of each table. `kept` are the members who hold any.
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
        return _holder(member, self.found)

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
    given = _given(draft, now, found)
    plan = Plan(
        draft=draft,
        now=now,
        found=found,
        matched=matched,
        retired=[place for place in told if place.id not in staying and not place.retired],
        before=list(_known(now.duties, now, found)),
        held=tuple(dict.fromkeys((*given[Table.PLACES], *given[Table.PEOPLE]))),
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


# ---- what each table gives ----


def _given(draft: Draft, now: Standing, found: Sequence[Found]) -> Mapping[Table, Sequence[Held]]:
    """The duties of each table: of this import, or what the other one last said, as far as that still holds."""
    said = {table: list(_known(now.said[table], now, found)) for table in Table}
    given = {table: _wanted(draft, table, found) for table in Table}
    if Table.PLACES not in draft.tables:
        given[Table.PLACES] = _of_people_still_listed(said, draft, found)
    if Table.PEOPLE not in draft.tables:
        given[Table.PEOPLE] = _of_places_without_news(said[Table.PEOPLE], given[Table.PLACES], draft)
    elsewhere = {_holder(number, found) for number in draft.elsewhere}
    given[Table.PEOPLE] += [held for held in given[Table.PLACES] if held.holder in elsewhere]
    return given


def _of_people_still_listed(said: Mapping[Table, Sequence[Held]], draft: Draft, found: Sequence[Found]) -> list[Held]:
    """Whoever the people table once had and has no more is gone, whatever places once said of them."""
    listed = {_holder(number, found) for number, member in enumerate(draft.members) if member.listed}
    gone = {held.holder for held in said[Table.PEOPLE]} - listed
    return [held for held in said[Table.PLACES] if held.holder not in gone]


def _of_places_without_news(said: Sequence[Held], given: Sequence[Held], draft: Draft) -> list[Held]:
    """Places are those that stay; and a grid for which the places table names a worker has that worker alone."""
    news = {(held.role, _grid(held.place, draft)) for held in given}
    return [held for held in said if held.place in draft.areas and (held.role, _grid(held.place, draft)) not in news]


def _grid(place: Key, draft: Draft) -> Key | None:
    return draft.areas[place].grid or place


def _known(duties: Iterable[Duty], now: Standing, found: Sequence[Found]) -> Iterable[Held]:
    """Duties of the database; two persons who turn out to be one hold them together."""
    same = {other.id: one.person.id for one in found if one.person for other in one.others}
    for duty in duties:
        if duty.place is not None:
            holder = Holder(person=same.get(duty.person, duty.person))
            yield Held(holder=holder, role=duty.role, place=now.keys[duty.place])


def _wanted(draft: Draft, table: Table, found: Sequence[Found]) -> list[Held]:
    return [Held(holder=_holder(w.member, found), role=w.role, place=w.place) for w in draft.wanted[table]]


def _holder(member: int, found: Sequence[Found]) -> Holder:
    person = found[member].person
    return Holder(member=member) if person is None else Holder(person=person.id)


# ---- persons and places as they become ----


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
