"""Notes: what those who work on a ticket write for each other. No resident ever reads them."""

from typing import Any, Final

from bot.dialogs import Dialog, Dialogs
from bot.errors import Refused
from bot.features.tasks.views import check_handler
from bot.features.tickets import service, views
from bot.features.tickets.events import TicketNoted
from bot.features.tickets.views import Ticket
from bot.messages import IncomingMessage
from bot.stores import People
from bot.turn import Turn

NOTE: Final = "tasks.note"


def may_be_noted(_ticket: Any) -> bool:
    """Also of one that is over there may be something to keep."""
    return True


async def note(turn: Turn, words: str) -> None:
    """`/note <n> <words>`."""
    ticket, said = await views.named_ticket(turn, words)
    await check_handler(turn, ticket)
    if not said:
        raise Refused("note.words", n=int(ticket.id))
    await _note(turn, ticket, said)


async def note_by_button(turn: Turn, value: str) -> None:
    """The button “Note”: the next line is one."""
    ticket = await views.ticket(turn, int(value))
    await check_handler(turn, ticket)
    await turn.expect(NOTE, value)
    turn.tell(turn.person, "note.ask", about=ticket.key, n=int(ticket.id))


async def answer_note(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after the button."""
    ticket = await views.ticket(turn, int(dialog.value))
    if not message.text.strip() or views.is_alarm(message.text, ticket):
        return False
    await turn.store(Dialogs).close(dialog.chat, dialog.person)
    await check_handler(turn, ticket)
    await _note(turn, ticket, message.text)
    return True


async def _note(turn: Turn, ticket: Ticket, words: str) -> None:
    await service.note(turn, ticket, words)
    if turn.message is not None:
        await service.attach(turn, ticket, turn.message.attachments)
    turn.whisper("note.kept", n=int(ticket.id))


async def on_noted(turn: Turn, news: TicketNoted) -> None:
    """A note of somebody else reaches whoever has the ticket."""
    who = turn.actor
    if who is None or news.ticket.assignee in {None, who.id}:
        return
    worker = await turn.store(People).get(news.ticket.assignee)
    turn.tell(
        worker,
        "note.told",
        about=news.ticket.key,
        silent=True,
        n=int(news.ticket.id),
        who=who.name,
        words=news.words,
    )
