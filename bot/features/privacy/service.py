"""Forgetting people, and making old tickets nobody's."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.community import Person, PersonId
from bot.features.privacy.model import Holding
from bot.features.privacy.store import Erasure
from bot.stores import Facts, People
from bot.turn import STRANGER, Turn

# The person of whom nothing is known, who stands for everybody in tickets that are too old.
NOBODY: Final = "privacy.nobody"
# As many at a time, so that a turn stays short.
PORTION: Final = 100


async def held(turn: Turn, person: PersonId) -> Sequence[Holding]:
    """What is kept of a person, counted: what forgetting would blank."""
    return await turn.store(Erasure).holdings(person)


async def open_calls(turn: Turn, person: PersonId) -> Sequence[int]:
    """The calls that somebody still works on."""
    return await turn.store(Erasure).calls(person, is_open=True)


async def forget(turn: Turn, person: Person) -> bool:
    """Erase the person now, or (False) as soon as the last of their open calls is over."""
    erasure = turn.store(Erasure)
    await erasure.wish(person.id, turn.now)
    if await erasure.calls(person.id, is_open=True):
        return False
    await erase(turn, person.id)
    return True


async def erase(turn: Turn, person: PersonId) -> None:
    """Words, name, accounts and home go; the calls stay as facts. Their cards are drawn anew, without words."""
    erasure, people = turn.store(Erasure), turn.store(People)
    shown = await erasure.erase(person)
    known = await people.get(person)
    await people.save(replace(known, name="", accounts=(), reachable=frozenset(), home=None, phone=None, language=None))
    await erasure.fulfilled(person)
    await draw(turn, shown)


async def anonymise(turn: Turn, before: datetime) -> int:
    """Make tickets that were over before that moment nobody's, a portion at a time; answers how many."""
    erasure = turn.store(Erasure)
    numbers = await erasure.outdated(before, PORTION)
    if numbers:
        await erasure.anonymise(numbers, await nobody(turn))
    return len(numbers)


async def blank(turn: Turn, number: int) -> None:
    """This ticket, which is over, is nobody's from now on, and its words are gone."""
    await turn.store(Erasure).anonymise([number], await nobody(turn))


async def nobody(turn: Turn) -> PersonId:
    """The person who stands for everybody that is not to be known."""
    known = await turn.store(Facts).get(NOBODY)
    if known is not None:
        return PersonId(int(known))
    made = await turn.store(People).add(Person(id=STRANGER, name=""))
    await turn.store(Facts).set(NOBODY, str(made.id))
    return made.id


async def draw(turn: Turn, subjects: Sequence[str]) -> None:
    """Have the messages about these subjects drawn anew."""
    known = {feature.name: feature.redraw for feature in turn.setup.features if feature.redraw is not None}
    for subject in subjects:
        redraw = known.get(subject.partition(":")[0])
        if redraw is not None:
            await redraw(turn, subject)
