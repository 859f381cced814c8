"""What whoever watches reads: each lapse, the end, and the list."""

from collections.abc import Sequence
from typing import Final

from bot.community import Person
from bot.features.supervision.model import Watch
from bot.features.tickets import views as tickets
from bot.features.tickets.views import Ticket
from bot.labels import Action
from bot.stores import People
from bot.turn import Turn

SHOWN: Final = 10


def actions(ticket: Ticket) -> list[list[Action]]:
    """What can be done about a lapse with one tap."""
    number = str(ticket.id)
    return [[("supervision.nudge", number), ("supervision.other", number), ("supervision.stop", number)]]


async def tell_lapse(turn: Turn, ticket: Ticket, watch: Watch) -> None:
    """A deadline has passed: which, how it stands, and with whom."""
    person = await turn.store(People).get(watch.person)
    drawing = await tickets.drawing_of(turn, ticket)
    language = turn.language_of(person)
    values = {
        **drawing.values(language),
        "due": drawing.when(watch.told, language),
        "state": _state(turn, ticket, language),
    }
    key = "supervise.lapse" if ticket.assignee else "supervise.lapse_nobody"
    turn.tell(person, key, about=ticket.key, actions=actions(ticket), **values)


async def tell_raised(turn: Turn, ticket: Ticket, watch: Watch) -> None:
    """It has moved up a level."""
    person = await turn.store(People).get(watch.person)
    drawing = await tickets.drawing_of(turn, ticket)
    language = turn.language_of(person)
    level = turn.setup.texts.word(f"level.{ticket.level}", language)
    turn.tell(person, "supervise.raised", about=ticket.key, **{**drawing.values(language), "owner": level})


async def tell_over(turn: Turn, ticket: Ticket, watch: Watch) -> None:
    """It is over, and nobody watches it any more."""
    person = await turn.store(People).get(watch.person)
    drawing = await tickets.drawing_of(turn, ticket)
    language = turn.language_of(person)
    turn.tell(
        person,
        "supervise.over",
        about=ticket.key,
        silent=True,
        **{**drawing.values(language), "state": _state(turn, ticket, language)},
    )


async def tell_worker(turn: Turn, ticket: Ticket, key: str) -> None:
    """The one who has it learns that it is watched, or is nudged."""
    if ticket.assignee is None or ticket.assignee == turn.person.id:
        return
    worker = await turn.store(People).get(ticket.assignee)
    drawing = await tickets.drawing_of(turn, ticket)
    turn.tell(worker, key, about=ticket.key, who=turn.person.name, **drawing.values(turn.language_of(worker)))


async def say_list(turn: Turn, watched: Sequence[Ticket], others: Sequence[Ticket]) -> None:
    """What is due next, watched tickets first."""
    texts, language = turn.setup.texts, turn.language_of(turn.person)
    if not watched and not others:
        turn.whisper("supervise.none")
        return
    lines = []
    for heading, found in (("supervise.watched", watched), ("supervise.others", others)):
        if found:
            lines.append(texts.word(heading, language, count=len(found)))
            lines += [await _line(turn, ticket, turn.person) for ticket in found[:SHOWN]]
    turn.whisper("supervise.list", lines="\n".join(lines))


async def _line(turn: Turn, ticket: Ticket, reader: Person) -> str:
    drawing = await tickets.drawing_of(turn, ticket)
    language = turn.language_of(reader)
    is_late = ticket.late_at is not None and ticket.late_at <= turn.now
    due = drawing.when(ticket.late_at if is_late else ticket.promised, language)
    values = {**drawing.values(language), "due": due, "state": _state(turn, ticket, language)}
    return turn.setup.texts.word("supervise.late" if is_late else "supervise.line", language, **values)


def _state(turn: Turn, ticket: Ticket, language: str) -> str:
    return turn.setup.texts.word(f"state.{ticket.state}", language)
