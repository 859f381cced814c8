"""Questions that the desk's pages ask, each on behalf of somebody who is signed in."""

from collections.abc import Sequence
from typing import Final

from bot.community import Person, PersonId, PlaceId
from bot.features.departments import service as departments
from bot.features.desk.acting import Said
from bot.features.desk.applying import check_words, follow
from bot.features.desk.checking import letters, unserved
from bot.features.desk.choices import (
    Timing,
    as_said,
    callable_departments,
    groups,
    on_duty,
    timings,
    tried_timing,
    wordings,
)
from bot.features.desk.entering import PATH, is_good, whose
from bot.features.desk.model import VISIT_LIVES, Change, Kind
from bot.features.desk.shown import DeskStep, Queue, Sheet, Task
from bot.features.desk.store import Changes, Waiting
from bot.features.roster import views as roster
from bot.features.tickets import views as tickets
from bot.features.tickets.views import Entry, Ticket
from bot.media import SentFile
from bot.stores import People
from bot.turn import Turn

# What doors may name when they speak of the desk.
__all__ = [
    "PATH",
    "VISIT_LIVES",
    "Change",
    "DeskStep",
    "Kind",
    "Queue",
    "Said",
    "Sheet",
    "Task",
    "Timing",
    "as_said",
    "callable_departments",
    "changes",
    "check_words",
    "file",
    "follow",
    "groups",
    "is_good",
    "letters",
    "on_duty",
    "queue",
    "sheet",
    "staffed",
    "timings",
    "tried_timing",
    "unserved",
    "whose",
    "wordings",
]

PAGE: Final = 30
_GIVES: Final = frozenset({"assign", "claim", "reopen"})


async def staffed(turn: Turn, person: Person) -> Sequence[PlaceId]:
    """The communities that the person works for."""
    turn.actor = person
    return await roster.staffed(turn)


async def queue(turn: Turn, person: Person, skip: int) -> Queue:
    """What waits in the person's communities."""
    areas, waiting = await staffed(turn, person), turn.store(Waiting)
    found = await waiting.due(areas, skip, PAGE + 1)
    count, late = await waiting.count(areas, turn.now)
    tasks = [await _task(turn, ticket) for ticket in found[:PAGE]]
    return Queue(tasks=tasks, count=count, late=late, skip=skip + PAGE if len(found) > PAGE else None)


async def sheet(turn: Turn, person: Person, number: int) -> Sheet | None:
    """One ticket with all its steps; None: there is none, or it is not the person's to know of."""
    turn.actor = person
    ticket = await tickets.find(turn, number)
    if ticket is None or not await tickets.is_staff_of(turn, ticket):
        return None
    spot = ticket.spot
    called = await departments.callable_at(turn, spot.community, spot.compound)
    drawing = await tickets.drawing_of(turn, ticket)
    return Sheet(
        task=await _task(turn, ticket),
        caller=drawing.names.reporter.name,
        steps=[await _step(turn, ticket, line) for line in await tickets.history(turn, ticket.id)],
        people=sorted({one.name for one in await roster.people_of(turn, spot.community) if one.name}),
        departments=[one.name for one in called],
        files=[one for one in await tickets.attachments_of(turn, ticket) if one.digest],
    )


async def file(turn: Turn, person: Person, number: int, wanted: int) -> SentFile | None:
    """What was sent with a ticket; None: there is none, it is not here, or the ticket is not the person's."""
    turn.actor = person
    ticket = await tickets.find(turn, number)
    if ticket is None or not await tickets.is_staff_of(turn, ticket):
        return None
    found = await tickets.attachments_of(turn, ticket)
    return next((one for one in found if one.id == wanted and one.digest), None)


async def changes(turn: Turn, kinds: Sequence[Kind], limit: int) -> Sequence[tuple[Change, str]]:
    """The latest changes of these kinds, newest first, each with the name of whoever made it."""
    found = await turn.store(Changes).history(kinds, limit)
    return [(change, (await turn.store(People).get(change.by)).name) for change in found]


async def _task(turn: Turn, ticket: Ticket) -> Task:
    worker = "" if ticket.assignee is None else (await turn.store(People).get(ticket.assignee)).name
    place = await tickets.place_line(turn, ticket)
    return Task(
        ticket=ticket, place=place, worker=worker, is_late=ticket.late_at is not None and ticket.late_at < turn.now
    )


async def _step(turn: Turn, ticket: Ticket, line: Entry) -> DeskStep:
    who, part = ("", "desk.system") if line.by is None else await _who(turn, ticket, line.by)
    is_given = line.what in _GIVES and line.after.isdecimal()
    to = (await turn.store(People).get(PersonId(int(line.after)))).name if is_given else ""
    at = tickets.happened_at(line) or line.at
    return DeskStep(at=at, who=who, part=part, what=line.what, to=to, words=line.words, is_public=line.public)


async def _who(turn: Turn, ticket: Ticket, person: PersonId) -> tuple[str, str]:
    """A name of the roster, or what somebody is who has none there."""
    known = await turn.store(People).get(person)
    part = "file.caller" if person == ticket.reporter else "file.resident"
    return (known.name, "") if known.in_roster else ("", part)
