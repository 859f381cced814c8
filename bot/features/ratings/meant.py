"""Which call somebody means who says "fixed" or "not fixed" and no number."""

from typing import Final

from bot.features.tickets import views
from bot.features.tickets.views import State, Ticket
from bot.turn import Turn
from bot.words import leading_number

# Among this many of one's latest calls the one is looked for that waits for the answer.
LATEST: Final = 20


async def ticket_meant(turn: Turn, words: str) -> tuple[Ticket, str]:
    """The ticket that the words begin with, or the one that was answered, and the words behind.

    In private without either: the only call of the speaker's that waits for this answer. We asked about one, and nobody
    has to know its number.

    Raises:
        Refused: none is named, and none or several wait for an answer; or there is no such ticket.
    """
    answered = views.number_about(await views.about(turn))
    if turn.is_private and answered is None and leading_number(words)[0] is None:
        calls = await views.calls_of(turn, turn.person.id, LATEST)
        waiting = [one for one in calls if one.state is State.RESOLVED]
        if len(waiting) == 1:
            return waiting[0], words.strip()
    return await views.named_ticket(turn, words)
