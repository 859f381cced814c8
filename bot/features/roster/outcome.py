"""From a plan to the lines of its report."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.community import Person, PersonId, PlaceKind
from bot.features.roster.model import Area, Key
from bot.features.roster.plan import Held, Holder, Plan, as_it_becomes, differs
from bot.features.roster.report import Change

COUNTED: Final = (PlaceKind.COMPOUND, PlaceKind.GRID, PlaceKind.BUILDING)


class Outcome:
    """Says what a plan changes. `persons` are all whom the plan knows by id."""

    def __init__(self, plan: Plan, persons: Mapping[PersonId, Person]) -> None:
        self._plan = plan
        self._persons = persons

    def counts(self) -> Mapping[str, int]:
        """What the named communities hold afterwards."""
        known = [key for key, place in self._plan.now.places.items() if not place.retired]
        keys = list(self._plan.draft.areas) or known
        counts = {str(kind): sum(key.kind is kind for key in keys) for kind in COUNTED}
        return {**counts, "person": len({held.holder for held in self._plan.held})}

    def communities(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(self._name(key) for key in self._plan.draft.communities)

    def new(self) -> Iterable[Change]:
        """Places and people that were not there, or not in the roster."""
        for key, area in self._plan.draft.areas.items():
            place = self._plan.matched.get(key)
            if place is None or place.retired:
                yield Change(kind=key.kind, name=area.name, within=self._within(area))
        before = {held.holder for held in self._plan.before}
        for number in self._plan.kept:
            if self._plan.holder(number) not in before:
                yield Change(kind="person", name=self._member(number), detail=self._duties(self._plan.holder(number)))

    def changed(self) -> Iterable[Change]:
        """Places and people that stay and are not the same any more."""
        for key, area in self._plan.draft.areas.items():
            place = self._plan.matched.get(key)
            detail = differs(area, place, self._plan) if place is not None and not place.retired else ""
            if detail:
                yield Change(kind=key.kind, name=area.name, within=self._within(area), detail=detail)
        before = {held.holder for held in self._plan.before}
        for number in self._plan.kept:
            holder = self._plan.holder(number)
            detail = "; ".join(self._differences(number, holder)) if holder in before else ""
            if detail:
                yield Change(kind="person", name=self._member(number), detail=detail)

    def retired(self) -> Iterable[Change]:
        """Places and people that no row names any more."""
        for place in self._plan.retired:
            key = self._plan.now.keys[place.id]
            yield Change(kind=key.kind, name=place.name, within=self._above(key))
        for person in self._plan.leaving:
            held = [held for held in self._plan.before if held.holder.person == person]
            yield Change(kind="person", name=self._persons[person].name, detail=self._said(held))

    def place_of(self, number: int) -> tuple[str, str]:
        """The first role of a member, and the places where it is held."""
        holder = self._plan.holder(number)
        own = [held for held in self._plan.held if held.holder == holder]
        role = own[0].role
        return role, ", ".join(self._whole(held.place) for held in own if held.role == role)

    def _differences(self, number: int, holder: Holder) -> Iterable[str]:
        person = self._plan.found[number].person
        if person is None:
            return
        becomes = as_it_becomes(person, self._plan.draft.members[number])
        if becomes.name != person.name:
            yield f"was {person.name}"
        added = [str(account) for account in becomes.accounts if account not in person.accounts]
        if added:
            yield f"account {', '.join(added)}"
        if becomes.phone != person.phone:
            yield f"phone {becomes.phone or 'taken away'}"
        before = [held for held in self._plan.before if held.holder == holder]
        after = [held for held in self._plan.held if held.holder == holder]
        if set(before) != set(after):
            yield f"{self._said(after)}, was {self._said(before)}"

    def _member(self, number: int) -> str:
        member, person = self._plan.draft.members[number], self._plan.found[number].person
        return member.name or (person.name if person else str(member.accounts[0]))

    def _duties(self, holder: Holder) -> str:
        return self._said([held for held in self._plan.held if held.holder == holder])

    def _said(self, duties: Sequence[Held]) -> str:
        return ", ".join(f"{held.role} {self._whole(held.place)}" for held in duties)

    def _whole(self, key: Key) -> str:
        """A place with the compound in front, without which "3号楼" says nothing."""
        above = self._above(key) if key.kind is PlaceKind.BUILDING and key.compound else ""
        gap = " " if above[-1:].isascii() and above else ""
        return f"{above}{gap}{self._name(key)}"

    def _within(self, area: Area) -> str:
        return self._name(area.compound or area.community) if area.compound or area.community else ""

    def _above(self, key: Key) -> str:
        if key.compound:
            return self._name(Key(PlaceKind.COMPOUND, key.community, "", key.compound))
        return self._name(Key(PlaceKind.COMMUNITY, "", "", key.community)) if key.community else ""

    def _name(self, key: Key | None) -> str:
        """The name of a place after the import, or before where it goes."""
        if key is None:
            return ""
        area = self._plan.draft.areas.get(key)
        place = self._plan.now.places.get(key)
        return area.name if area else place.name if place else key.name
