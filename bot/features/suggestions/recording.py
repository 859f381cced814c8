"""A worker makes a ticket of what somebody said in the group: by `/ticket` as a reply to it, or with the sign ✍ on it.

Group talk is not kept, so a reaction alone finds only what is held just then; a reply brings the words along.
"""

from bot.community import Group, Person
from bot.errors import Refused
from bot.features.roster import views as roster
from bot.features.suggestions import service
from bot.features.suggestions.model import DECIDED
from bot.features.suggestions.store import Heard
from bot.features.tickets import service as tickets
from bot.features.tickets import views
from bot.features.tickets.views import FOUND, Source
from bot.messages import IncomingMessage, Reaction, RepliedTo, Sender
from bot.stores import People, Places
from bot.turn import STRANGER, Turn
from bot.words import one_line


async def ticket(turn: Turn, words: str) -> None:
    """`/ticket` as a reply: that message is a call of whoever wrote it. `words` stand for it where it has none."""
    message, replied = _reply(turn)
    if not await _works_here(turn, turn.group):
        raise Refused("no.workers_only")
    known = views.number_about(await views.about(turn))
    if known is not None:
        turn.whisper("heard.is_ticket", about=f"tickets:{known}", n=int(known))
        return
    if replied.is_ours:
        raise Refused("heard.reply_to_it")
    await _record(turn, message, replied, words.strip())


def _reply(turn: Turn) -> tuple[IncomingMessage, RepliedTo]:
    if turn.message is None or turn.message.reply_to is None or turn.is_private:
        raise Refused("heard.reply_to_it")
    return turn.message, turn.message.reply_to


async def _record(turn: Turn, message: IncomingMessage, replied: RepliedTo, words: str) -> None:
    held = await turn.store(Heard).of_message(message.chat, replied.id)
    said = words or (replied.text or "").strip() or (held.words if held else "")
    if not said:
        raise Refused("heard.say_words")
    if held is not None and held.state not in DECIDED:
        made = await service.to_ticket(turn, held, said)
    else:
        author = await _author(turn, replied.sender)
        origin = FOUND if author.id == turn.person.id else "chat"
        source = Source(chat=message.chat, message=replied.id, is_private=False, origin=origin)
        made = await tickets.take_call(turn, said, source, author)
    turn.whisper("heard.recorded", about=made.key, n=int(made.id))


async def _author(turn: Turn, sender: Sender | None) -> Person:
    """Whoever wrote it; where nobody can tell, it is the worker's own finding."""
    if sender is None or sender.is_bot or sender.is_anonymous:
        return turn.person
    people = turn.store(People)
    known = await people.by_account(sender.account)
    return known or await people.add(Person(id=STRANGER, name=one_line(sender.name), accounts=(sender.account,)))


async def sign(turn: Turn, reaction: Reaction, about: str | None) -> None:
    """The sign ✍ of a worker. It is no command, so nothing is refused aloud."""
    if about is not None or reaction.is_private or not reaction.added or not await _works_here(turn, turn.group):
        return
    held = await turn.store(Heard).of_message(reaction.chat, reaction.message)
    if held is not None and held.words and held.state not in DECIDED:
        await service.to_ticket(turn, held, held.words)
    elif turn.can_write_to(turn.person) and await views.of_message(turn, reaction.chat, reaction.message) is None:
        turn.tell(turn.person, "heard.not_held")


async def _works_here(turn: Turn, group: Group | None) -> bool:
    if group is None or group.place is None or turn.actor is None:
        return turn.actor is not None and turn.is_admin
    return await roster.works_in(turn, await turn.store(Places).get(group.place))
