"""A caller edits the message that became a ticket: whoever works on it reads the new words, and a place is learned."""

from bot.feature import Edited
from bot.features.roster import views as roster
from bot.features.tickets import service, views
from bot.features.tickets.model import Ticket
from bot.turn import Turn
from bot.understanding import read


async def on_edited(turn: Turn, happened: Edited) -> None:
    """An edit is never a call, and what is over stays as it is: later words change nothing that was decided by then."""
    message = happened.message
    ticket = await views.of_message(turn, message.chat, message.id)
    if ticket is None or turn.actor is None or turn.actor.id != ticket.reporter or not ticket.is_open:
        return
    words = (message.command.words if message.command else message.text).strip()
    if not words or words == ticket.words:
        return
    placed = await _placed(turn, ticket, words)
    said = turn.setup.texts.word("remark.edited", turn.setup.config.language, words=words)
    await service.remark(turn, placed, said)


async def _placed(turn: Turn, ticket: Ticket, words: str) -> Ticket:
    """The building that was missing may stand in the new words."""
    if ticket.spot.building is not None:
        return ticket
    place = read(words).place
    found = (await roster.locate(turn, words, place, person=None)).building
    return ticket if found is None else await service.place_ticket(turn, ticket, found, unit=place.unit)
