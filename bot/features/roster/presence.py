"""Who is there: nobody who is off duty is given anything, and whoever stands in may be away too."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.community import Person, PersonId
from bot.features.roster.store import Absence, Absences
from bot.ports import UnitOfWork
from bot.stores import People
from bot.turn import Turn


def stand_in(person: PersonId, absences: Mapping[PersonId, Absence], now: datetime) -> PersonId | None:
    """Who acts for this person now: the person, else the first in the chain of substitutes who is there.

    None: the chain ends with somebody who is away and named nobody, or it turns in a circle.
    """
    passed: set[PersonId] = set()
    while (absence := absences.get(person)) is not None and absence.holds(now):
        passed.add(person)
        if absence.substitute is None or absence.substitute in passed:
            return None
        person = absence.substitute
    return person


async def is_away(turn: Turn, person: PersonId) -> bool:
    """Is this person off duty now?"""
    absence = (await turn.store(Absences).all()).get(person)
    return absence is not None and absence.holds(turn.now)


async def present_instead(turn: Turn, person: Person) -> Person | None:
    """The person, or who stands in for them now; None: nobody whom they named is there."""
    return next(iter(await present(turn, [person])), None)


async def present(turn: Turn, people: Iterable[Person]) -> list[Person]:
    """These people in their order, with whoever is away replaced by who stands in, or left out."""
    absences = await turn.store(Absences).all()
    found: dict[PersonId, Person] = {}
    for person in people:
        number = stand_in(person.id, absences, turn.now)
        if number == person.id:
            found.setdefault(number, person)
        elif number is not None:
            found.setdefault(number, await turn.store(People).get(number))
    return list(found.values())


async def absences(turn: Turn) -> Sequence[Absence]:
    """Everybody's absence that has not been ended, also those to come."""
    return list((await turn.store(Absences).all()).values())


async def absence_of(turn: Turn, person: PersonId) -> Absence | None:
    """The absence of this person that has not been ended, also one to come."""
    return (await turn.store(Absences).all()).get(person)


async def next_absence_change(uow: UnitOfWork, now: datetime) -> datetime | None:
    """When the next absence begins or ends."""
    moments = [absence.next_change for absence in (await uow.store(Absences).all()).values()]
    return min((moment for moment in moments if moment is not None and moment > now), default=None)
