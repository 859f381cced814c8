"""What the author and the desk read of an idea."""

from typing import Any

from bot.community import Person
from bot.features.clocks import views as clocks
from bot.features.ideas.model import ANSWERS, Idea
from bot.features.roster import views as roster
from bot.features.tickets import views as tickets
from bot.labels import Action
from bot.messages import Address
from bot.moments import moment
from bot.richtext import Mention, Text, plain
from bot.stores import People, Priority
from bot.turn import Turn
from bot.words import shortened


async def show(turn: Turn, idea: Idea) -> None:
    """Draw it anew for its author and for the desk."""
    await _show_to_author(turn, idea)
    await _show_to_desk(turn, idea)


async def _values(turn: Turn, idea: Idea, language: str) -> dict[str, Any]:
    zone = await clocks.zone_of(turn, idea.community)
    people = turn.store(People)
    by = await people.get(idea.answered_by) if idea.answered_by else None
    return {
        "number": int(idea.id),
        "short": shortened(tickets.public_words(idea.words)),
        "words": idea.words,
        "who": (await people.get(idea.author)).name,
        "due": moment(idea.answer_by, turn.now, zone, language),
        "answer": idea.answer_words,
        "worker": by.name if by else "",
    }


async def _author_at(turn: Turn, idea: Idea) -> tuple[Address | None, Person, str]:
    """Where the author reads of it: in the group where it was said, else in private."""
    author = await turn.store(People).get(idea.author)
    if idea.chat is not None:
        return idea.chat, author, await turn.language_at(idea.chat)
    return turn.private_to(author), author, turn.language_of(author)


async def _show_to_author(turn: Turn, idea: Idea) -> None:
    to, _, language = await _author_at(turn, idea)
    if to is not None:
        key = "ideas.taken" if idea.answer is None else f"ideas.answered_{idea.answer}"
        values = await _values(turn, idea, language)
        public = {**values, "answer": tickets.public_words(idea.answer_words)} if idea.chat else values
        message = turn.compose(key, language, silent=idea.chat is not None, **public)
        turn.outbox.card(to, idea.key, message, reply_to=idea.message, priority=Priority.ANSWER)


async def _show_to_desk(turn: Turn, idea: Idea) -> None:
    rows: list[list[Action]] = [[(f"ideas.{answer}", str(idea.id))] for answer in ANSWERS]
    key = "ideas.new" if idea.answer is None else f"ideas.was_{idea.answer}"
    for person in await roster.desk(turn, idea.community):
        to, language = turn.private_to(person), turn.language_of(person)
        if to is not None:
            values = await _values(turn, idea, language)
            message = turn.compose(key, language, actions=rows if idea.answer is None else (), **values)
            turn.outbox.card(to, f"{idea.key}:desk", message, priority=Priority.ANSWER)


async def tell_author(turn: Turn, idea: Idea) -> None:
    """An edited message rings on nobody's phone: the author hears the answer by name, where the idea was said."""
    to, author, language = await _author_at(turn, idea)
    if to is None:
        return
    values = await _values(turn, idea, language)
    name: Text = plain(author.name)
    if idea.chat is not None and author.accounts:
        name = (Mention(name=author.name, account=author.accounts[0]),)
    words = tickets.public_words(idea.answer_words) if idea.chat else idea.answer_words
    heard = {**values, "who": name, "answer": words}
    message = turn.compose(f"ideas.rings_{idea.answer}", language, **heard)
    turn.outbox.post(to, message, about=idea.key, reply_to=idea.message)


async def remind(turn: Turn, idea: Idea) -> None:
    """The desk hears that somebody has waited long enough."""
    for person in await roster.desk(turn, idea.community):
        values = await _values(turn, idea, turn.language_of(person))
        turn.tell(person, "ideas.late", about=f"{idea.key}:desk", **values)
