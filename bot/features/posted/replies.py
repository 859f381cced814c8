"""What is said alone with somebody about a ticket."""

from bot.features.tickets import views
from bot.features.tickets.views import Ticket
from bot.messages import OutgoingMessage
from bot.turn import Turn


async def show_in(turn: Turn, ticket: Ticket, language: str) -> None:
    """How it stands, in a language: in private where we can write there, else for the presser's eyes alone."""
    drawing = await views.drawing_of(turn, ticket)
    words = turn.setup.texts.text(drawing.status, language, **drawing.values(language))
    private = turn.private_to(turn.person)
    if private is not None and turn.can_write_to(turn.person):
        turn.outbox.post(private, OutgoingMessage(text=words), about=ticket.key)
    elif turn.press is not None and turn.press.event.press is not None:
        plain = turn.setup.texts.word(drawing.status, language, **drawing.values(language))
        turn.outbox.toast(turn.here, turn.press.event.press, plain)
