"""A message in a group that tells too much: we offer to take it away."""

from bot.features.tickets.events import TicketOpened
from bot.stores import People, Priority
from bot.turn import Turn
from bot.understanding import find_contacts


async def on_opened(turn: Turn, news: TicketOpened) -> None:
    """Phone, identity or room numbers, or a private matter, stand in the group in the caller's own words."""
    ticket = news.ticket
    is_told = ticket.private or any(contact.kind != "room" for contact in find_contacts(ticket.words))
    if ticket.source.is_private or ticket.source.message is None or not is_told:
        return
    caller = await turn.store(People).get(ticket.reporter)
    number = str(ticket.id)
    rows = [[("privacy.delete", number), ("privacy.leave", number)]]
    if turn.can_write_to(caller):
        turn.tell(caller, "privacy.in_group", about=f"privacy:{number}", actions=rows, priority=Priority.CARD)
        return
    language = await turn.language_at(ticket.source.chat)
    message = turn.compose("privacy.in_group", language, actions=rows, silent=True)
    # After the answer to the call itself, which comes first.
    chat, call = ticket.source.chat, ticket.source.message
    turn.outbox.post(chat, message, about=f"privacy:{number}", reply_to=call, priority=Priority.CARD)
