"""What residents suggest and what the desk presses: understand, act, answer."""

import re
from datetime import timedelta
from typing import Final

from bot.dialogs import Dialog, Dialogs
from bot.errors import Refused
from bot.features.ideas import replies, service
from bot.features.ideas.model import Answer, Idea, IdeaId
from bot.features.ideas.store import Ideas
from bot.features.roster import views as roster
from bot.features.tickets import views as tickets
from bot.listening import said_to_us
from bot.messages import IncomingMessage
from bot.turn import Turn

ANSWER_TIME: Final = timedelta(minutes=30)
WHAT: Final = "ideas.what"
WORDS: Final = "ideas.words"
# Who begins like this suggests something. "建议" alone begins many complaints ("建议修一下路灯"), so it does not count.
_SUGGESTS: Final = re.compile(
    r"(?:我|给社区|给你们|给您)?(?:想)?(?:有|提|出)(?:一?[个点条])(?:小)?(?:建议|主意|点子|想法)"
    r"|i (?:have|had) an? (?:suggestion|idea)\b",
    re.IGNORECASE,
)


async def idea(turn: Turn, words: str) -> None:
    """`/idea <words>`: a suggestion. Without words we ask for them."""
    if words.strip():
        await service.make(turn, words.strip())
        return
    await _hold(turn, WHAT, "")
    turn.answer("ideas.what")


async def answer_what(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after "what do you suggest?"."""
    if not message.text.strip() or tickets.is_alarm(message.text):
        return False
    await turn.store(Dialogs).close(dialog.chat, dialog.person)
    await service.make(turn, message.text.strip())
    return True


async def listen(turn: Turn, message: IncomingMessage) -> bool:
    """A line to us that says of itself that it suggests something."""
    is_ours = said_to_us(message) and _SUGGESTS.match(message.text.strip()) is not None
    if not is_ours or tickets.is_alarm(message.text):
        return False
    await service.make(turn, message.text.strip())
    return True


async def adopted(turn: Turn, value: str) -> None:
    """The desk takes it up."""
    await _ask_words(turn, value, Answer.ADOPTED)


async def partly(turn: Turn, value: str) -> None:
    """The desk takes up a part of it."""
    await _ask_words(turn, value, Answer.PARTLY)


async def not_(turn: Turn, value: str) -> None:
    """The desk does not, and says why."""
    await _ask_words(turn, value, Answer.NOT)


async def _ask_words(turn: Turn, value: str, answer: Answer) -> None:
    chosen = await _to_answer(turn, value)
    await _hold(turn, WORDS, f"{chosen.id} {answer}")
    turn.tell(turn.person, f"ideas.words_{answer}", about=f"{chosen.key}:words", number=int(chosen.id))


async def answer_words(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after a choice is what the author reads."""
    if not message.text.strip() or tickets.is_alarm(message.text):
        return False
    await turn.store(Dialogs).close(dialog.chat, dialog.person)
    number, _, answer = dialog.value.partition(" ")
    await service.answer(turn, await _to_answer(turn, number), Answer(answer), message.text.strip())
    turn.outbox.react(turn.here, message.id)
    return True


async def redraw(turn: Turn, about: str) -> None:
    """An old button was pressed: the messages say again how it stands."""
    found = await turn.store(Ideas).get(IdeaId(int(about.split(":")[1])))
    if found is not None:
        await replies.show(turn, found)


async def _to_answer(turn: Turn, value: str) -> Idea:
    """The idea that waits for an answer of the actor's desk."""
    found = await turn.store(Ideas).get(IdeaId(int(value)))
    desk = {person.id for person in await roster.desk(turn, found.community)} if found else set()
    if found is None or (turn.person.id not in desk and not turn.is_admin):
        raise Refused("no.admins_only")
    if found.answer is not None:
        raise Refused("ideas.answered_already", number=int(found.id))
    return found


async def _hold(turn: Turn, kind: str, value: str) -> None:
    await turn.expect(kind, value, within=ANSWER_TIME)
