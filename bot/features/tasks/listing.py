"""A worker's list: what is due first, by time or by building, one button for each ticket, so that nobody types."""

from collections.abc import Sequence
from typing import Final

from bot.community import Person
from bot.features.tasks import mornings, replies
from bot.features.tasks.sorting import PAGE, by_building, page_of
from bot.features.tickets import views
from bot.features.tickets.views import Ticket
from bot.features.whistles import service as whistles
from bot.messages import Button, Buttons, OutgoingMessage
from bot.stores import Priority, SentMessages
from bot.turn import Turn

KEY: Final = "tasks:list"
MORNING: Final = "tasks.morning"
BY_TIME: Final = "time"
BY_BUILDING: Final = "building"
IN_A_ROW: Final = 3
# More open tickets than one worker ever has.
MOST: Final = 1000


async def tasks(turn: Turn, words: str) -> None:
    """`/tasks`: what to do first, told in private; to a department what it was called to."""
    if await mornings.heard(turn, words):
        return
    is_called = await whistles.tell_waiting(turn)
    found = await views.tasks_of(turn, turn.person.id, MOST)
    if is_called and not found:
        return
    if not found:
        turn.whisper("tasks.none")
    elif turn.is_private or turn.can_write_to(turn.person):
        await show_list(turn, turn.person, "tasks.list")
    else:
        # A group reads this, so no ticket that it does not know may stand in it.
        known = [ticket for ticket in found if ticket.shows_in_group]
        await _whisper(turn, known[:PAGE])


async def _whisper(turn: Turn, tickets: Sequence[Ticket]) -> None:
    if not tickets:
        turn.whisper("no.use_private")
        return
    lines = [await _line(turn, ticket, turn.language) for ticket in tickets]
    turn.whisper("tasks.list", count=len(lines), lines="\n".join(lines))


async def show_list(turn: Turn, person: Person, head: str) -> bool:
    """Post a person's list anew under this text (`count`, `lines`). False: nothing is to be done, or nowhere to say it.

    It replaces the list before it: that one's buttons lead to the new one.
    """
    to = turn.private_to(person)
    found = await views.tasks_of(turn, person.id, MOST)
    if to is None or not found:
        return False
    await turn.store(SentMessages).repost(KEY, to)
    turn.outbox.card(to, KEY, await _list(turn, person, found, (BY_TIME, 0), head), priority=Priority.ANSWER)
    return True


async def turn_page(turn: Turn, value: str) -> None:
    """The buttons under the list: the other order, or the next page."""
    order, _, number = value.partition(",")
    to = turn.private_to(turn.person)
    found = await views.tasks_of(turn, turn.person.id, MOST)
    if to is None or not found:
        turn.whisper("tasks.none")
        return
    turn.outbox.card(to, KEY, await _list(turn, turn.person, found, (order, int(number)), "tasks.list"))


async def open_one(turn: Turn, value: str) -> None:
    """A ticket's button in the list: its message comes down to here, with the buttons that it has now."""
    ticket = await views.ticket(turn, int(value))
    to = turn.private_to(turn.person)
    if to is not None and (turn.person.id == ticket.assignee or await views.may_work(turn, ticket)):
        await turn.store(SentMessages).repost(ticket.key, to)
        await replies.show(turn, ticket, turn.person)


async def _list(
    turn: Turn, person: Person, found: Sequence[Ticket], shown: tuple[str, int], head: str
) -> OutgoingMessage:
    order, wanted = shown
    ordered = by_building(found) if order == BY_BUILDING else found
    page, tickets = page_of(ordered, wanted)
    language = turn.language_of(person)
    lines = [await _line(turn, ticket, language) for ticket in tickets]
    text = turn.setup.texts.text(head, language, count=len(found), lines="\n".join(lines))
    more = page + 1 if (page + 1) * PAGE < len(found) else 0 if page else None
    turns = _turns(turn, language, order, more)
    if head == MORNING:
        label = turn.setup.texts.word("tasks.no_mornings", language)
        turns = (*turns, Button(label=label, action="tasks.mornings_off", value=""))
    return OutgoingMessage(text=text, buttons=(*_numbers(tickets), turns))


def _numbers(tickets: Sequence[Ticket]) -> Buttons:
    buttons = [Button(label=f"#{ticket.id}", action="tasks.open", value=str(ticket.id)) for ticket in tickets]
    return tuple(tuple(buttons[start : start + IN_A_ROW]) for start in range(0, len(buttons), IN_A_ROW))


def _turns(turn: Turn, language: str, order: str, more: int | None) -> tuple[Button, ...]:
    """The other order, and the next page, or the first one after the last."""
    other = BY_TIME if order == BY_BUILDING else BY_BUILDING
    buttons = [_button(turn, language, f"tasks.by_{other}", f"{other},0")]
    if more is not None:
        key = "tasks.next" if more else "tasks.first"
        buttons.append(_button(turn, language, key, f"{order},{more}"))
    return tuple(buttons)


def _button(turn: Turn, language: str, label: str, value: str) -> Button:
    return Button(label=turn.setup.texts.word(label, language), action="tasks.page", value=value)


async def _line(turn: Turn, ticket: Ticket, language: str) -> str:
    drawing = await views.drawing_of(turn, ticket)
    late = ticket.late_at is not None and ticket.late_at < turn.now
    due = drawing.when(ticket.late_at if late else ticket.promised, language)
    return turn.setup.texts.word(
        "tasks.late" if late else "tasks.line", language, **{**drawing.values(language), "due": due}
    )
