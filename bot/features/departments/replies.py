"""What staff read about departments."""

from collections.abc import Sequence

from bot.features.clocks import views as clocks
from bot.features.departments import views
from bot.features.departments.model import Department
from bot.moments import moment
from bot.texts import listed
from bot.turn import Turn

# More would not fit a screen; the rest is found by its name.
SHOWN = 30


async def show_all(turn: Turn, departments: Sequence[Department]) -> None:
    """Everybody who can be called here, one line each."""
    if not departments:
        turn.whisper("department.none")
        return
    lines = [await _line(turn, one) for one in departments[:SHOWN]]
    turn.whisper("department.list", count=len(departments), lines="\n".join(lines))


async def show_one(turn: Turn, department: Department) -> None:
    """One department as it is now."""
    turn.whisper("department.is", line=await _line(turn, department))


async def _line(turn: Turn, department: Department) -> str:
    """Its name and kind, then whatever else is known of it."""
    language, texts = turn.language_of(turn.person), turn.setup.texts
    kind = texts.word(f"department.kind_{department.kind}", language)
    parts = [texts.word("department.head", language, owner=department.name, kind=kind)]
    people = await views.people(turn, department.members)
    names = [person.name for person in people if person.id != department.lead]
    lead = next((person.name for person in people if person.id == department.lead), None)
    if lead is not None:
        parts.append(texts.word("department.led", language, who=lead))
    if names and names != [department.name]:
        parts.append(texts.word("department.members", language, who=listed(names, language)))
    if department.categories:
        codes = [texts.word(f"department.for_{code}", language) for code in department.categories]
        parts.append(texts.word("department.categories_are", language, words=listed(codes, language)))
    if department.superior is not None:
        superior = await views.department(turn, department.superior)
        parts.append(texts.word("department.under", language, owner=superior.name))
    if department.ends_at is not None:
        zone = await clocks.zone_of(turn, None)
        due = moment(department.ends_at, turn.now, zone, language)
        parts.append(texts.word("department.until", language, due=due))
    if not any(turn.can_write_to(person) for person in people):
        parts.append(texts.word("department.unreached", language))
    return texts.word("department.between", language).join(parts)
