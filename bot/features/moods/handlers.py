"""What is said to us about a call that was made before: understand, act, answer."""

from bot.features.tickets import service as tickets
from bot.features.tickets import views
from bot.features.tickets.views import Ticket
from bot.listening import said_to_us
from bot.messages import IncomingMessage
from bot.turn import WORKER_ROLES, Turn
from bot.understanding import asks_how_it_goes, is_insult, is_unhappy, read


async def listen(turn: Turn, message: IncomingMessage) -> bool:
    """Words said to us that are no call: a question about one's own call, an unhappy word about it, an insult."""
    words = message.text.strip()
    if not said_to_us(message) or not words or views.is_alarm(words):
        return False
    if turn.person.in_roster and await turn.has_role(WORKER_ROLES):
        return False
    about = await _about(turn, words)
    if about is not None and asks_how_it_goes(words):
        if is_unhappy(words):
            await tickets.remark(turn, about, words)
        await tickets.tell_standing(turn, about)
    elif about is not None and is_unhappy(words):
        await tickets.remark(turn, about, words)
        turn.outbox.react(turn.here, message.id)
    elif is_insult(words) and not read(words).is_call:
        await tickets.expect_words(turn)
        turn.answer("moods.angry")
        return True
    else:
        return False
    await tickets.attach(turn, about, message.attachments)
    return True


async def _about(turn: Turn, words: str) -> Ticket | None:
    """The speaker's latest open call, unless the words are a call of another kind or about another building."""
    calls = await views.calls_of(turn, turn.person.id, 1)
    if not calls or not calls[0].is_open:
        return None
    reading = read(words)
    if reading.category not in {None, calls[0].category} or reading.urgency == "emergency":
        return None
    is_elsewhere = reading.place.building is not None and reading.place.building not in (calls[0].words + calls[0].key)
    return None if is_elsewhere else calls[0]
