"""What workers and the desk read about a meeting."""

from typing import Any

from bot.community import Person
from bot.features.clocks import views as clocks
from bot.features.meetings.model import DECISIONS, Item, Meeting, Outcome
from bot.features.roster import views as roster
from bot.features.tickets import views
from bot.features.tickets.views import Ticket
from bot.labels import Action
from bot.moments import moment
from bot.stores import People, Priority
from bot.turn import Turn


async def when(turn: Turn, meeting: Meeting, language: str) -> str:
    """The meeting's moment as people read it."""
    return moment(meeting.at, turn.now, await clocks.zone_of(turn, meeting.community), language)


async def public_language(turn: Turn, ticket: Ticket) -> str:
    """The language of those who read what was decided: the group's, or the caller's."""
    if ticket.shows_in_group:
        return await turn.language_at(ticket.source.chat)
    return turn.language_of(await turn.store(People).get(ticket.reporter))


async def show_to_worker(turn: Turn, item: Item, meeting: Meeting) -> None:
    """The worker's message: for which meeting it waits, or how that ended."""
    ticket = await views.ticket(turn, item.ticket)
    worker = await turn.store(People).get(ticket.assignee) if ticket.assignee else None
    to = turn.private_to(worker) if worker else None
    if worker is None or to is None:
        return
    language = turn.language_of(worker)
    drawing = await views.drawing_of(turn, ticket)
    values = {"time": await when(turn, meeting, language), "words": item.words}
    off: list[list[Action]] = [[("meetings.off", str(item.ticket))]]
    key = "meetings.waits" if item.outcome is None else f"meetings.was_{item.outcome}"
    message = drawing.message(key, language, off if item.outcome is None else (), **values)
    turn.outbox.card(to, item.key, message, priority=Priority.ANSWER)


async def tell_worker(turn: Turn, item: Item, outcome: Outcome, words: str) -> None:
    """An edited message rings on nobody's phone: whoever has to go on hears it."""
    ticket = await views.ticket(turn, item.ticket)
    if ticket.assignee is not None and (turn.actor is None or turn.actor.id != ticket.assignee):
        worker = await turn.store(People).get(ticket.assignee)
        whistle: list[list[Action]] = [[("whistles.choose", str(item.ticket))]] if outcome is Outcome.WHISTLE else []
        key = f"meetings.rings_{outcome}"
        turn.tell(worker, key, about=ticket.key, actions=whistle, n=item.ticket, words=words)


async def agenda_lines(turn: Turn, items: list[Item], language: str) -> str:
    """One line for each ticket on the agenda."""
    lines = []
    for item in items:
        drawing = await views.drawing_of(turn, await views.ticket(turn, item.ticket))
        lines.append(turn.setup.texts.word("meetings.line", language, **drawing.values(language)))
    return "\n".join(lines)


async def announce(turn: Turn, meeting: Meeting, items: list[Item]) -> None:
    """The desk's message with the agenda."""
    for person in await roster.desk(turn, meeting.community):
        to = turn.private_to(person)
        if to is not None:
            message = turn.compose(
                "meetings.agenda", turn.language_of(person), **await agenda(turn, meeting, items, person)
            )
            turn.outbox.card(to, meeting.key, message, priority=Priority.ANSWER)


async def agenda(turn: Turn, meeting: Meeting, items: list[Item], reader: Person) -> dict[str, Any]:
    """What the agenda's text needs."""
    language = turn.language_of(reader)
    return {
        "time": await when(turn, meeting, language),
        "count": len(items),
        "lines": await agenda_lines(turn, items, language),
    }


async def ask(turn: Turn, item: Item, meeting: Meeting) -> None:
    """The desk is asked what was decided; when somebody has said it, the others read it too."""
    ticket = await views.ticket(turn, item.ticket)
    drawing = await views.drawing_of(turn, ticket)
    rows: list[list[Action]] = [[(f"meetings.{outcome}", f"{item.ticket},{item.id}")] for outcome in DECISIONS]
    key = "meetings.what" if item.outcome is None else f"meetings.was_{item.outcome}"
    for person in await roster.desk(turn, meeting.community):
        to, language = turn.private_to(person), turn.language_of(person)
        if to is None:
            continue
        due = drawing.when(meeting.lapse_at, language)
        values = {"time": await when(turn, meeting, language), "words": item.words, "due": due}
        message = drawing.message(key, language, rows if item.outcome is None else (), **values)
        turn.outbox.card(to, f"{item.key}:ask", message, priority=Priority.ANSWER)
