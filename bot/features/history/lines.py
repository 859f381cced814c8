"""Lines of a ticket's history as people read them: when, who, what, with which words; residents have no names."""

from collections.abc import Sequence

from bot.community import PersonId
from bot.features.tickets import views as tickets
from bot.features.tickets.views import Drawing, Entry
from bot.stores import People
from bot.turn import Turn


async def told(turn: Turn, drawing: Drawing, entry: Entry, language: str) -> str:
    """One line. Phone, ID and room numbers are masked; a code that no text explains is left out."""
    texts = turn.setup.texts
    words = tickets.public_words(entry.words)
    change = await _change(turn, entry, language)
    real = tickets.happened_at(entry)
    late = "" if real is None else texts.word("file.late", language, time=drawing.when(real, language))
    return texts.word(
        "file.line",
        language,
        time=drawing.when(entry.at, language),
        who=await name_of(turn, drawing, entry.by, language),
        words="".join([step_name(turn, entry.what, language), change, f" “{words}”" if words else "", late]),
        via=texts.word("file.via", language, words=entry.via) if entry.via else "",
    )


def step_name(turn: Turn, what: str, language: str) -> str:
    """What happened, in words; another feature's fact that has none is a record."""
    try:
        return turn.setup.texts.word(f"step.{what}", language)
    except KeyError:
        return turn.setup.texts.word("step.fact", language)


async def name_of(turn: Turn, drawing: Drawing, person: PersonId | None, language: str) -> str:
    """Somebody of the roster by name; the caller and other residents by what they are."""
    texts = turn.setup.texts
    if person is None:
        return texts.word("file.clock", language)
    known = await turn.store(People).get(person)
    if known.in_roster:
        return known.name
    return texts.word("file.caller" if person == drawing.ticket.reporter else "file.resident", language)


async def _change(turn: Turn, entry: Entry, language: str) -> str:
    """Into whose hands it went, from one value to another, or which building: what `before` and `after` hold."""
    texts = turn.setup.texts
    if entry.what in {"assign", "claim", "reopen"}:
        name = await _person(turn, entry.after) or texts.word("file.desk", language)
        return texts.word("file.to", language, who=name)
    if entry.what in {"placed", "rated"}:
        return texts.word("file.to", language, who=entry.after)
    return ""


async def _person(turn: Turn, code: str) -> str:
    return (await turn.store(People).get(PersonId(int(code)))).name if code.isdecimal() else ""


def hands(entries: Sequence[Entry]) -> list[Entry]:
    """The lines that say whose it became."""
    return [entry for entry in entries if entry.what in {"assign", "claim", "reopen"}]
