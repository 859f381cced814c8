"""What is known already: a line that surely says what an open ticket says counts its speaker there. No post is made.

The words are held ten minutes, for whoever says that it is not the same; then nothing of them is kept.
"""

from typing import Final

from bot.features.followers import service as followers
from bot.features.roster import views as roster
from bot.features.suggestions.model import HELD, Suggestion, SuggestionId, SuggestionState
from bot.features.suggestions.store import Suggestions
from bot.features.tickets import service as tickets
from bot.features.tickets import views
from bot.features.tickets.views import Ticket
from bot.messages import IncomingMessage
from bot.stores import Priority
from bot.turn import Turn
from bot.understanding import Reading

NOT_SAME: Final = "suggestions.not_same"


async def is_known(turn: Turn, message: IncomingMessage, reading: Reading) -> bool:
    """Does this line surely say what an open ticket of its place says? Then its speaker is counted there."""
    located = await roster.locate(turn, message.text, reading.place, person=turn.actor)
    lead = await views.said_already(turn, message.text, reading.category, located.building)
    if lead is None:
        return False
    person = await turn.meet()
    turn.outbox.react(message.chat, message.id)
    if person.id == lead.reporter:
        await tickets.remark(turn, lead, message.text)
    elif await followers.follow(turn, lead, person):
        await _tell(turn, message, lead)
    await tickets.attach(turn, lead, message.attachments)
    return True


async def _tell(turn: Turn, message: IncomingMessage, lead: Ticket) -> None:
    if not turn.can_write_to(turn.person):
        return
    kept = await turn.store(Suggestions).add(
        Suggestion(
            id=SuggestionId(0),
            chat=message.chat,
            message=message.id,
            person=turn.person.id,
            words=message.text,
            at=message.at,
            due=turn.now + HELD,
            state=SuggestionState.JOINED,
        )
    )
    actions = [[(NOT_SAME, f"{kept.id},{lead.id}")]]
    drawing = await views.drawing_of(turn, lead)
    values = drawing.values(turn.language_of(turn.person))
    turn.tell(turn.person, "heard.known", about=lead.key, actions=actions, priority=Priority.CARD, **values)
