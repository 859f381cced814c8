"""What workers ask and callers answer: understand, act, answer."""

from typing import Any, Final

from bot import understanding
from bot.dialogs import Dialog, Dialogs
from bot.errors import Refused
from bot.features.asks import replies, service, views
from bot.features.tasks import views as tasks
from bot.features.tickets import service as ticket_service
from bot.features.tickets import views as tickets
from bot.features.tickets.views import IN_HAND, State, Ticket
from bot.messages import IncomingMessage
from bot.turn import Turn

QUESTION: Final = "asks.question"
REASON: Final = "asks.reason"
_WORKED: Final = frozenset({State.ASSIGNED, *IN_HAND})


def may_wait(ticket: Any) -> bool:
    """Is somebody at it?"""
    return isinstance(ticket, Ticket) and ticket.state in _WORKED


async def ask(turn: Turn, words: str) -> None:
    """`/ask <n> <words>`, or the button, after which the next line is the question."""
    ticket, question = await tickets.named_ticket(turn, words)
    await _check(turn, ticket)
    if question:
        await _ask(turn, ticket, question)
    else:
        await _expect(turn, QUESTION, ticket, "ask.question")


async def wait(turn: Turn, words: str) -> None:
    """`/wait <n> <why>`, or the button, after which the next line says why."""
    ticket, why = await tickets.named_ticket(turn, words)
    await _check(turn, ticket)
    if why:
        await _wait(turn, ticket, why)
    else:
        await _expect(turn, REASON, ticket, "wait.why")


async def answer_question(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after "what shall I ask?"."""
    ticket = await _taken(turn, dialog, message)
    if ticket is None:
        return False
    await _ask(turn, ticket, message.text)
    return True


async def answer_reason(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after "for whom, for what?"."""
    ticket = await _taken(turn, dialog, message)
    if ticket is None:
        return False
    await _wait(turn, ticket, message.text)
    return True


async def _taken(turn: Turn, dialog: Dialog, message: IncomingMessage) -> Ticket | None:
    ticket = await tickets.ticket(turn, int(dialog.value))
    if not message.text.strip() or tickets.is_alarm(message.text, ticket):
        return None
    await turn.store(Dialogs).close(dialog.chat, dialog.person)
    await _check(turn, ticket)
    return ticket


async def _ask(turn: Turn, ticket: Ticket, question: str) -> None:
    await replies.say_waiting(turn, "task.question_sent", await service.ask(turn, ticket, turn.person, question))


async def _wait(turn: Turn, ticket: Ticket, why: str) -> None:
    await replies.say_waiting(turn, "task.waits", await service.wait(turn, ticket, turn.person, why))


async def answer(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The caller's next line in the group, soon after the question. What was said to somebody else is none."""
    ticket = await tickets.find(turn, int(dialog.value))
    if ticket is None or not await views.waits_for_caller(turn, ticket):
        await turn.store(Dialogs).close(dialog.chat, dialog.person)
        return False
    if message.reply_to is not None or not _said(turn, message) or _is_another_call(message.text, ticket):
        return False
    await turn.store(Dialogs).close(dialog.chat, dialog.person)
    await _answered(turn, ticket, message)
    return True


async def listen(turn: Turn, message: IncomingMessage) -> bool:
    """An answer of the caller: a reply to anything of ours about the ticket, or a plain line alone with us.

    Replies to whistles, mediations and contacts are heard before (by their `order`), so none of them is taken here.
    """
    if not _said(turn, message):
        return False
    about = tickets.number_about(await tickets.about(turn))
    if about is not None:
        ticket = await tickets.find(turn, about)
    elif turn.is_private:
        ticket = await views.asked_last(turn, turn.person.id)
    else:
        return False
    if ticket is None or ticket.reporter != turn.person.id or not await views.waits_for_caller(turn, ticket):
        return False
    if tickets.is_alarm(message.text, ticket) or (about is None and _is_another_call(message.text, ticket)):
        return False
    await _answered(turn, ticket, message)
    return True


async def _answered(turn: Turn, ticket: Ticket, message: IncomingMessage) -> None:
    await service.answered(turn, ticket, _said(turn, message))
    await ticket_service.attach(turn, ticket, message.attachments)
    turn.outbox.react(turn.here, message.id)


def _said(turn: Turn, message: IncomingMessage) -> str:
    """The answer in words; a photo alone is one too."""
    return ticket_service.stand_in(turn, message)


def _is_another_call(words: str, asked: Ticket) -> bool:
    """Is this no answer but another matter: a danger, or a call of another kind?"""
    reading = understanding.read(words)
    return tickets.is_alarm(words, asked) or (reading.is_call and reading.category not in {None, asked.category})


async def _expect(turn: Turn, kind: str, ticket: Ticket, key: str) -> None:
    await turn.expect(kind, str(ticket.id))
    drawing = await tickets.drawing_of(turn, ticket)
    message = turn.compose(key, turn.language, n=int(ticket.id), who=drawing.names.reporter.name)
    turn.outbox.post(turn.here, message, about=ticket.key)


async def _check(turn: Turn, ticket: Ticket) -> None:
    await tasks.check_at_it(turn, ticket)
    if ticket.state not in _WORKED:
        raise Refused(f"refused.{ticket.state}", n=int(ticket.id))
