"""Where a ticket stands, for whoever asks: by its number, or by words about what they called."""

from bot.errors import Refused
from bot.features.tickets import views
from bot.features.tickets.model import Ticket
from bot.turn import Turn


async def tell_standing(turn: Turn, ticket: Ticket) -> None:
    """Tell the actor; what is private is told in private.

    Raises:
        Refused: it is not the actor's to know, or there is no private chat to tell it in.
    """
    if not ticket.shows_in_group or turn.chat.whole != ticket.source.chat.whole:
        await _check_may_know(turn, ticket)
    drawing = await views.drawing_of(turn, ticket)
    key = drawing.status
    if ticket.shows_in_group or turn.is_private:
        turn.answer(key, about=ticket.key, **drawing.values(turn.language))
    else:
        turn.whisper(key, about=ticket.key, **drawing.values(turn.language_of(turn.person)))


async def _check_may_know(turn: Turn, ticket: Ticket) -> None:
    """A private ticket is for its caller and for those who may work on it, and never for a group to read."""
    if turn.person.id != ticket.reporter and not await views.may_work(turn, ticket):
        # Whether there is such a ticket is nobody else's business either.
        raise Refused("no.unknown_number", n=int(ticket.id))
    if not (turn.is_private or turn.can_write_to(turn.person)):
        raise Refused("no.use_private")
