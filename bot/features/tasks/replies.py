"""What a worker reads about a ticket: one private message for each, edited in place."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from bot.brief import Brief
from bot.community import Person
from bot.errors import Refused
from bot.features.tickets import views
from bot.features.tickets.views import IN_HAND, State, Ticket
from bot.labels import Action
from bot.messages import Gesture, OutgoingMessage
from bot.richtext import joined
from bot.stores import People, Priority
from bot.turn import Turn

# The buttons that say how it was done, so that nobody has to type with one hand.
HOW: Final = ("repaired", "cleaned", "settled", "replaced")
# The question how it was done.
HOW_DONE: Final = "tasks.how_done"


async def show(turn: Turn, ticket: Ticket, worker: Person) -> None:
    """Draw the worker's message of this ticket anew."""
    to = turn.private_to(worker)
    if to is None:
        return
    drawing = await views.drawing_of(turn, ticket)
    is_emergency = ticket.urgency == "emergency" and ticket.state is State.ASSIGNED
    priority = Priority.EMERGENCY if is_emergency else Priority.ANSWER
    language = turn.language_of(worker)
    message = await _with_lines(drawing, _task(drawing, language), language)
    turn.outbox.card(to, ticket.key, message, priority=priority)


async def _with_lines(drawing: views.Drawing, message: OutgoingMessage, language: str) -> OutgoingMessage:
    """The message with what other features add to it, while there is something to do."""
    if drawing.ticket.state not in {State.ASSIGNED, *IN_HAND}:
        return message
    offered = [line for feature in drawing.turn.setup.features for line in feature.worker]
    for line in sorted(offered, key=lambda line: line.order):
        added = await line.write(drawing.turn, drawing.ticket, language)
        if added is not None:
            brief = None if message.brief is None else replace(message.brief, buttons=added.buttons)
            message = replace(
                message,
                text=joined([message.text, added.text]),
                buttons=(*message.buttons, *added.buttons),
                brief=brief,
            )
    return message


def _task(drawing: views.Drawing, language: str) -> OutgoingMessage:
    ticket = drawing.ticket
    number = str(ticket.id)
    hint = drawing.turn.setup.texts.text("task.hint", language, n=number)
    claim: Action = ("tasks.claim", number, Gesture.ACCEPT)
    match ticket.state:
        case State.ASSIGNED:
            key = "task.emergency" if ticket.urgency == "emergency" else "task.new"
            more: Action = ("tasks.more", number)
            rows: list[list[Action]] = [[claim, ("transfers.decline", number), more]]
            if key == "task.emergency":
                rows = [[claim], [("tasks.cannot_go", number), ("tasks.services_called", number)]]
            return in_short(drawing, _message(drawing, key, language, rows, hint=hint), language)
        case State.ACCEPTED | State.IN_PROGRESS | State.WAITING:
            done: Action = ("tasks.done", number, Gesture.DONE)
            rows = [[("tasks.on_site", number), done, ("tasks.more", number)]]
            key = "task.waiting" if ticket.state is State.WAITING else "task.accepted"
            # What is in hand has buttons, and so a message of its own.
            return in_short(drawing, _message(drawing, key, language, rows), language, alone=True)
        case _:
            state = drawing.turn.setup.texts.word(f"state.{ticket.state}", language)
            return in_short(drawing, _message(drawing, "task.over", language, [], state=state), language)


def in_short(
    drawing: views.Drawing, message: OutgoingMessage, language: str, *, alone: bool = False
) -> OutgoingMessage:
    """The message with its line for a list: a worker's tasks gather, so that a flood of them rings seldom."""
    texts, number = drawing.turn.setup.texts, int(drawing.ticket.id)
    state = texts.word(f"state.{drawing.ticket.state}", language)
    line = texts.text("task.line", language, **{**drawing.values(language), "state": state})
    head, foot = texts.text("task.lines", language), texts.text("task.lines_foot", language, n=number)
    return replace(message, brief=Brief(line=line, head=head, foot=foot, gathers=not alone, alone=alone))


def _message(
    drawing: views.Drawing, key: str, language: str, rows: Sequence[Sequence[Action]], **more: Any
) -> OutgoingMessage:
    ticket = drawing.ticket
    caller = drawing.names.reporter.name
    opened = drawing.when(ticket.opened_at, language)
    words = ticket.words or drawing.turn.setup.texts.word("words.gone", language)
    details = {"words": words, "who": caller, "time": opened, "spot": _inside(drawing, language)}
    return drawing.message(key, language, rows, **{**details, **more})


def _inside(drawing: views.Drawing, language: str) -> str:
    """Floor and room: the worker must find the door, nobody else needs to."""
    spot = drawing.ticket.spot
    texts = drawing.turn.setup.texts
    parts = [
        texts.word(f"place.{part}", language, n=value)
        for part, value in (("floor", spot.floor), ("room", spot.room))
        if value is not None
    ]
    return " ".join(["", *parts])


async def show_more(turn: Turn, ticket: Ticket) -> None:
    """Everything else that the features offer for this ticket now, three buttons a row."""
    offered = [button for feature in turn.setup.features for button in feature.task if button.fits(ticket)]
    language = turn.language_of(turn.person)
    choices = [
        (turn.setup.texts.word(button.label, language), (button.action, str(ticket.id)))
        for button in sorted(offered, key=lambda button: button.order)
    ]
    if not choices:
        raise Refused(f"refused.{ticket.state}", n=int(ticket.id))
    turn.choose("task.more", choices, about=ticket.key, n=int(ticket.id))


async def gone(turn: Turn, ticket: Ticket, worker: Person) -> None:
    """The ticket went to somebody else: the message of the one who had it says so and has no buttons."""
    to = turn.private_to(worker)
    if to is None:
        return
    drawing = await views.drawing_of(turn, ticket)
    key = "task.gone" if ticket.assignee is not None else "task.gone_to_desk"
    language = turn.language_of(worker)
    turn.outbox.card(to, ticket.key, in_short(drawing, drawing.message(key, language), language))


async def say_late(turn: Turn, ticket: Ticket, happened: datetime | None) -> None:
    """What was entered later than it happened: the worker reads which time was written down."""
    if happened is not None:
        drawing = await views.drawing_of(turn, ticket)
        time = drawing.when(happened, turn.language_of(turn.person))
        turn.whisper("task.entered_late", about=ticket.key, n=int(ticket.id), time=time)


async def public_language(turn: Turn, ticket: Ticket) -> str:
    """The language of those who read what was done: the group's, or the caller's."""
    if ticket.shows_in_group:
        return await turn.language_at(ticket.source.chat)
    return turn.language_of(await turn.store(People).get(ticket.reporter))
