"""A photo, voice or place alone, sent to us: a person looks at it or listens to it, and its words may come later.

It is a call like any other from the first moment. What it is about stands in for its words until its caller says it in
words; nobody has to.
"""

from typing import Final

from bot.dialogs import Dialog, Dialogs
from bot.features.roster import views as roster
from bot.features.tickets import adding, service
from bot.features.tickets.attaching import attach
from bot.features.tickets.courtesy import is_courtesy
from bot.features.tickets.events import TicketRemarked
from bot.features.tickets.model import State, Ticket, TicketId
from bot.features.tickets.store import Tickets
from bot.messages import IncomingMessage
from bot.turn import Turn
from bot.understanding import read

TELL: Final = "tickets.tell"


async def ask(turn: Turn, ticket: Ticket) -> None:
    """It is taken down; whoever wants to says more. The next line does that, a place and a matter in one."""
    await turn.expect(TELL, str(ticket.id))
    turn.answer("ask.words", about=ticket.key, n=int(ticket.id))


async def answer(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after it: what it is about, or one more photo. A danger, or an answer to something else, is neither."""
    ticket = await turn.store(Tickets).get(TicketId(int(dialog.value)))
    if ticket is None or not ticket.is_open:
        await turn.store(Dialogs).close(dialog.chat, dialog.person)
        return False
    if message.reply_to is not None or read(message.text).urgency == "emergency":
        return False
    await attach(turn, ticket, message.attachments)
    if message.text.strip() and not is_courtesy(message.text):
        await turn.store(Dialogs).close(dialog.chat, dialog.person)
        await _said(turn, ticket, message.text)
    turn.outbox.react(turn.here, message.id)
    return True


async def _said(turn: Turn, ticket: Ticket, words: str) -> None:
    """The words take their place, and what follows from them: category, urgency, building, who may read it."""
    reading = read(words)
    ticket = await adding.put_in_words(turn, ticket, words)
    located = await roster.locate(turn, words, reading.place, person=None)
    if ticket.spot.building is None and located.building is not None:
        ticket = await service.place_ticket(turn, ticket, located.building, unit=reading.place.unit)
    elif ticket.spot.building is None and ticket.state is State.NEW:
        await turn.expect(service.WHERE, str(ticket.id))
    await turn.publish(TicketRemarked(ticket=ticket, words=words))
