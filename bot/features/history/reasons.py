"""Why a ticket is whose it is and due when it is: reading, route, assignee, deadlines, in that order."""

from typing import Any, Final

from bot.features.history.lines import hands, told
from bot.features.roster import views as roster
from bot.features.tickets import views as tickets
from bot.features.tickets.views import Drawing, Ticket
from bot.texts import listed
from bot.turn import Turn
from bot.understanding import read

MOST_WORDS: Final = 5


async def of(turn: Turn, ticket: Ticket, language: str) -> dict[str, Any]:
    """The values of the answer."""
    drawing = await tickets.drawing_of(turn, ticket)
    return {
        "n": int(ticket.id),
        "reading": _reading(turn, ticket, drawing, language),
        "route": await _route(turn, ticket, language),
        "hands": await _hands(turn, ticket, drawing, language),
        "deadlines": await _deadlines(turn, ticket, drawing, language),
    }


def _reading(turn: Turn, ticket: Ticket, drawing: Drawing, language: str) -> str:
    """What the words were taken for, and which of them spoke for it. Read anew: reading is the same every time."""
    texts = turn.setup.texts
    why = [reason.partition(":")[2] for reason in read(ticket.words).why][:MOST_WORDS]
    return texts.word(
        "why.reading",
        language,
        category=texts.word(f"why.category_{ticket.category or 'none'}", language),
        urgency=texts.word(f"why.urgency_{ticket.urgency}", language),
        place=drawing.values(language)["place"] or texts.word("why.no_place", language),
        words=listed(why, language) or texts.word("why.nothing", language),
    )


async def _route(turn: Turn, ticket: Ticket, language: str) -> str:
    """Who looks after its smallest known place now."""
    texts = turn.setup.texts
    place = await tickets.smallest_place(turn, ticket)
    known = await roster.responsible(turn, place)
    nobody = texts.word("why.nobody", language)
    return texts.word(
        "why.route",
        language,
        place=await roster.place_name(turn, place.id if place else None) or texts.word("why.no_place", language),
        worker=known.worker.name if known.worker else nobody,
        backup=known.backup.name if known.backup else nobody,
        desk=listed([person.name for person in known.desk], language) or nobody,
    )


async def _hands(turn: Turn, ticket: Ticket, drawing: Drawing, language: str) -> str:
    lines = hands(await tickets.history(turn, ticket.id))
    return "\n".join([await told(turn, drawing, line, language) for line in lines]) or turn.setup.texts.word(
        "why.nobody", language
    )


async def _deadlines(turn: Turn, ticket: Ticket, drawing: Drawing, language: str) -> str:
    """The two deadlines, how often they stood still, and what comes next."""
    texts = turn.setup.texts
    entries = await tickets.history(turn, ticket.id)
    return texts.word(
        "why.deadlines",
        language,
        due=drawing.when(ticket.accept_due, language),
        eta=drawing.when(ticket.resolve_due, language),
        time=drawing.when(ticket.next_due, language) or texts.word("why.nothing", language),
        count=sum(entry.what == "wait" for entry in entries),
        urgency=texts.word(f"why.urgency_{ticket.urgency}", language),
    )
