"""What workers say and press: understand, act, answer."""

from datetime import timedelta
from typing import Final

from bot.dialogs import Dialog, Dialogs
from bot.errors import Refused
from bot.features.tasks import replies
from bot.features.tickets import service, views
from bot.features.tickets.views import IN_HAND, OPEN, State, Ticket
from bot.messages import IncomingMessage
from bot.stores import People
from bot.turn import Turn

ANSWER_TIME: Final = timedelta(minutes=10)
HOW_DONE: Final = "tasks.how_done"
SHOWN: Final = 10


async def tasks(turn: Turn, _words: str) -> None:
    """`/tasks`: what to do first, told in private."""
    found = await views.tasks_of(turn, turn.person.id, SHOWN + 1)
    if not found:
        turn.whisper("tasks.none")
        return
    language = turn.language_of(turn.person)
    lines = [await _line(turn, ticket, language) for ticket in found[:SHOWN]]
    more = turn.setup.texts.word("tasks.more", language) if len(found) > SHOWN else ""
    turn.whisper("tasks.list", count=len(found[:SHOWN]), lines="\n".join(filter(None, [*lines, more])))


async def _line(turn: Turn, ticket: Ticket, language: str) -> str:
    drawing = await views.drawing_of(turn, ticket)
    late = ticket.next_due is not None and ticket.next_due < turn.now
    return turn.setup.texts.word("tasks.late" if late else "tasks.line", language, **drawing.values(language))


async def claim(turn: Turn, words: str) -> None:
    """`/claim <n>`, or the first button of a task."""
    ticket, _ = await views.named_ticket(turn, words)
    await _check_worker(turn, ticket)
    if ticket.state in IN_HAND and ticket.assignee != turn.person.id:
        taken = await turn.store(People).get(ticket.assignee) if ticket.assignee else None
        raise Refused("task.taken", worker=taken.name if taken else "", n=int(ticket.id))
    await service.claim(turn, ticket, turn.person)
    if turn.message is not None:
        turn.whisper("tasks.claimed", n=int(ticket.id))


async def progress(turn: Turn, words: str) -> None:
    """`/progress <n> <words>`."""
    ticket, said = await views.named_ticket(turn, words)
    await _check_worker(turn, ticket)
    if not said:
        raise Refused("tasks.progress_words", n=int(ticket.id))
    await service.progress(turn, ticket, turn.person, said)
    _seen(turn)


async def on_site(turn: Turn, value: str) -> None:
    """The button “On site”: progress with one tap."""
    ticket = await views.ticket(turn, int(value))
    await _check_worker(turn, ticket)
    words = turn.setup.texts.word("tasks.on_site_words", turn.group_language)
    await service.progress(turn, ticket, turn.person, words)


async def done(turn: Turn, words: str) -> None:
    """`/done <n> <words>`, or the button: without words we ask how."""
    ticket, said = await views.named_ticket(turn, words)
    await _check_worker(turn, ticket)
    _check_not_over(ticket)
    if said:
        await service.done(turn, ticket, turn.person, said)
        _seen(turn)
        return
    number = str(ticket.id)
    rows = [[(f"tasks.how_{how}", number) for how in replies.HOW[:3]], [(f"tasks.how_{replies.HOW[3]}", number)]]
    dialog = Dialog(
        chat=turn.chat, person=turn.person.id, kind=HOW_DONE, value=number, expires_at=turn.now + ANSWER_TIME
    )
    await turn.store(Dialogs).open(dialog)
    turn.answer("task.done", about=ticket.key, actions=rows, n=int(ticket.id))


async def answer_how(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after "how?" are the words that residents will read."""
    if not message.text.strip():
        return False
    await turn.store(Dialogs).close(dialog.chat, dialog.person)
    await _done_with(turn, int(dialog.value), message.text)
    return True


async def how_repaired(turn: Turn, value: str) -> None:
    """One tap: repaired."""
    await _done_by_button(turn, value, "repaired")


async def how_cleaned(turn: Turn, value: str) -> None:
    """One tap: cleaned up."""
    await _done_by_button(turn, value, "cleaned")


async def how_settled(turn: Turn, value: str) -> None:
    """One tap: settled."""
    await _done_by_button(turn, value, "settled")


async def how_replaced(turn: Turn, value: str) -> None:
    """One tap: a part was replaced."""
    await _done_by_button(turn, value, "replaced")


async def _done_by_button(turn: Turn, value: str, how: str) -> None:
    await turn.store(Dialogs).close(turn.chat, turn.person.id)
    await _done_with(turn, int(value), turn.setup.texts.word(f"how.{how}", turn.group_language))


async def _done_with(turn: Turn, number: int, words: str) -> None:
    ticket = await views.ticket(turn, number)
    await _check_worker(turn, ticket)
    if ticket.state is State.RESOLVED:
        return
    _check_not_over(ticket)
    await service.done(turn, ticket, turn.person, words)
    _seen(turn)


def _seen(turn: Turn) -> None:
    """A message that was taken in gets our sign; a press has its own end."""
    if turn.message is not None:
        turn.outbox.react(turn.here, turn.message.id)


async def _check_worker(turn: Turn, ticket: Ticket) -> None:
    """Only the people of the ticket's grid and the community's staff may act on it."""
    if await views.may_work(turn, ticket):
        return
    drawing = await views.drawing_of(turn, ticket)
    if await turn.duties():
        raise Refused("no.not_your_grid", **drawing.values(turn.language))
    raise Refused("no.not_worker", **drawing.values(turn.language))


def _check_not_over(ticket: Ticket) -> None:
    if ticket.state not in OPEN or ticket.state is State.RESOLVED:
        raise Refused(f"refused.{ticket.state}", n=int(ticket.id))
