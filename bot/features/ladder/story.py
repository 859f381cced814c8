"""What has happened to a ticket until now, in a few lines, so that whoever is told need not ask."""

from typing import Final

from bot.community import PersonId
from bot.features.tickets import views
from bot.features.tickets.views import Drawing, Entry, Step
from bot.stores import People

SHOWN: Final = 5
# Lines that name the person they are about by number, and those that name whoever did it.
_GIVEN: Final = frozenset({Step.ASSIGN, Step.REOPEN, "passed_up"})
_TOLD: Final = frozenset({Step.CLAIM, Step.PROGRESS, Step.WAIT, Step.DONE, Step.DISPUTE, "opened", *_GIVEN})


async def happened(drawing: Drawing, language: str) -> str:
    """The opening and the latest steps, each with its time and whoever did it."""
    entries = [entry for entry in await views.history(drawing.turn, drawing.ticket.id) if entry.what in _TOLD]
    shown = entries if len(entries) <= SHOWN else [entries[0], *entries[1 - SHOWN :]]
    return "\n".join([await _line(drawing, entry, language) for entry in shown])


async def _line(drawing: Drawing, entry: Entry, language: str) -> str:
    key = "given" if entry.what in _GIVEN else "said" if entry.words and entry.what != "opened" else entry.what
    values = {
        "time": drawing.when(entry.at, language),
        "who": await _who(drawing, entry, language),
        "words": entry.words,
    }
    return drawing.turn.setup.texts.word(f"story.{key}", language, **values)


async def _who(drawing: Drawing, entry: Entry, language: str) -> str:
    number = int(entry.after) if entry.what in _GIVEN and entry.after else entry.by
    if (entry.what in _GIVEN and not entry.after) or number is None:
        return drawing.turn.setup.texts.word("story.desk", language)
    return (await drawing.turn.store(People).get(PersonId(number))).name
