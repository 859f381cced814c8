"""A message that made a call is deleted: its words go, the call stays (PLATFORMS 49)."""

from bot.features.privacy import service
from bot.features.privacy.store import Retraction
from bot.features.tickets import service as tickets
from bot.features.tickets import views
from bot.messages import MessageDeleted
from bot.stores import People
from bot.turn import Turn

TAKEN_BACK = "taken_back"


async def on_deleted(turn: Turn, event: MessageDeleted) -> None:
    """By its author or a moderator. Whoever works on it reads so in one line; the call goes on without words."""
    ticket = await views.of_message(turn, event.chat, event.message)
    if ticket is None or not ticket.words:
        return
    shown = await turn.store(Retraction).take_back(int(ticket.id))
    blank = await views.ticket(turn, int(ticket.id))
    await tickets.record(turn, blank, TAKEN_BACK)
    await service.draw(turn, shown)
    lead = await tickets.leading(turn, blank)
    if lead.is_open and lead.assignee is not None:
        worker = await turn.store(People).get(lead.assignee)
        turn.tell(worker, "privacy.taken_back", about=lead.key, silent=True, n=int(ticket.id))
