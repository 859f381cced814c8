"""What the people on the ladder read, and what the caller reads when a ticket has moved up."""

from collections.abc import Sequence

from bot.community import Person
from bot.features.ladder.model import Rung
from bot.features.ladder.story import happened
from bot.features.tickets import views
from bot.features.tickets.views import State, Ticket
from bot.labels import Action
from bot.messages import Gesture
from bot.richtext import EMPTY, Mention, Text, plain
from bot.stores import People, Priority
from bot.turn import Turn


async def tell(turn: Turn, ticket: Ticket, rung: Rung, person: Person) -> None:
    """One person of a rung: what is late, what has happened, what to do. The new holder has the task beside it."""
    drawing = await views.drawing_of(turn, ticket)
    language = turn.language_of(person)
    accepts: list[list[Action]] = [[("tasks.claim", str(ticket.id), Gesture.ACCEPT)]]
    key = _key(ticket, rung, person)
    values = {**drawing.values(language), "late": drawing.when(ticket.late_at, language)}
    turn.tell(
        person,
        key,
        about=ticket.key,
        actions=accepts if key == "ladder.unaccepted" else (),
        priority=Priority.EMERGENCY if ticket.urgency == "emergency" else Priority.ANSWER,
        happened=await happened(drawing, language),
        **values,
    )


def _key(ticket: Ticket, rung: Rung, person: Person) -> str:
    if ticket.state is State.REOPEN_REQUESTED:
        return "ladder.unruled"
    if rung is Rung.ADMINS:
        return "ladder.top"
    if ticket.state is State.ASSIGNED:
        return "ladder.yours" if ticket.assignee == person.id else "ladder.unaccepted"
    return "ladder.unsolved"


async def tell_nobody_came(turn: Turn, ticket: Ticket, called: Sequence[Person]) -> None:
    """Every admin, when the time to accept an emergency is over: somebody must telephone."""
    people = [*called, await turn.store(People).get(ticket.reporter)]
    phones = [f"{person.name} {person.phone}" for person in people if person.phone]
    minutes = int((turn.now - (ticket.assigned_at or ticket.opened_at)).total_seconds() // 60)
    drawing = await views.drawing_of(turn, ticket)
    for person in called:
        language = turn.language_of(person)
        key = "emergency.nobody" if phones else "emergency.nobody_no_phone"
        values = {**drawing.values(language), "count": minutes, "phone": "\n".join(phones)}
        turn.tell(person, key, about=ticket.key, priority=Priority.EMERGENCY, **values)


async def ring(turn: Turn, ticket: Ticket, person: Person) -> None:
    """The alarm of an emergency once more, to one of those who were called."""
    to = turn.private_to(person)
    if to is None:
        return
    drawing = await views.drawing_of(turn, ticket)
    language = turn.language_of(person)
    accepts: list[list[Action]] = [[("tasks.claim", str(ticket.id), Gesture.ACCEPT)]]
    message = drawing.message("emergency.again", language, accepts, words=ticket.words)
    # An alarm that could not be delivered is overtaken by the next one.
    lives = turn.setup.config.emergency.repeat.length
    turn.outbox.post(to, message, about=ticket.key, priority=Priority.EMERGENCY, lives=lives)


async def warn(turn: Turn, person: Person, tickets: Sequence[Ticket]) -> None:
    """One message for all that falls due within the hour."""
    language = turn.language_of(person)
    lines = []
    for ticket in tickets:
        drawing = await views.drawing_of(turn, ticket)
        lines.append(turn.setup.texts.word("ladder.soon_line", language, **drawing.values(language)))
    about = tickets[0].key if len(tickets) == 1 else None
    turn.tell(person, "ladder.soon", about=about, count=len(tickets), lines="\n".join(lines))


async def tell_moved_up(turn: Turn, ticket: Ticket) -> None:
    """The caller, where the call was made: it is not forgotten, and a higher level sees to it now."""
    drawing = await views.drawing_of(turn, ticket)
    caller = drawing.names.reporter
    key = "post.moved_up" if ticket.state is State.ASSIGNED and ticket.assignee else "post.moved_up_watched"
    in_group = ticket.shows_in_group
    to = ticket.source.chat if in_group else turn.private_to(caller) if turn.can_write_to(caller) else None
    if to is None:
        return
    language = await turn.language_at(ticket.source.chat) if in_group else turn.language_of(caller)
    who = (
        (Mention(name=caller.name, account=caller.accounts[0]),) if in_group and caller.accounts else plain(caller.name)
    )
    owner = turn.setup.texts.word(f"level.{ticket.level}", language)
    message = drawing.message(key, language, who=who, owner=owner)
    reply_to = ticket.source.message if in_group else None
    turn.outbox.post(to, message, about=ticket.key, reply_to=reply_to, priority=Priority.ANSWER)


async def unheeded_line(turn: Turn, ticket: Ticket, language: str) -> Text:
    """Under the card: the end of the ladder was reached."""
    if not ticket.is_open or ticket.rung != Rung.ADMINS:
        return EMPTY
    return turn.setup.texts.text("ladder.card", language)
