"""`[matrix] relay = false`: what a caller said in an encrypted room is not told on another network (ADR 0041).

One gate, which everything that a turn says passes when it leaves. Whoever has an account on the room's network is
written to there. Elsewhere stands the number, the building and the category, and where to read the rest.
"""

import re
from dataclasses import replace
from typing import Final

from bot.community import Person
from bot.features.tickets.drawing import drawing_of
from bot.features.tickets.model import ENTERED, FOUND, Source, Ticket, TicketId
from bot.features.tickets.store import History, Tickets
from bot.messages import Address, OutgoingMessage, Private
from bot.outbox import Leaving
from bot.reaching import may_write, private_chat
from bot.richtext import words_of
from bot.stores import People
from bot.turn import Turn
from bot.understanding import find_contacts, mask

# Signs between parts of what somebody says: a masked or shortened quote holds at least one part whole.
_BETWEEN: Final = re.compile(r"[\d\s,.:;!?·…*\u3001\u3002\uff0c\uff01\uff1a\uff1b\uff1f\"“”()\uff08\uff09]+")
# A telephone or identity number; no emergency number is that long.
_NUMBER: Final = re.compile(r"\d{7,}")
# Shorter parts ("号楼") stand in any message.
_TELLING: Final = 4


async def is_sealed(turn: Turn, source: Source) -> bool:
    """Must what was said there stay on its network?

    A private chat counts as encrypted: the caller may have made it. What staff enter for others, or find, is theirs.
    """
    is_staffs = source.origin in ENTERED or source.origin == FOUND
    if is_staffs or (source.chat.channel, source.chat.bot) not in turn.setup.sealing:
        return False
    if source.is_private:
        return True
    group = await turn.manners.group(source.chat)
    return group is not None and group.encrypted


async def words_for_all(turn: Turn, source: Source, words: str, category: str | None) -> str:
    """The words as anybody may read them, on the board too: of a sealed call only what kind it is."""
    if not await is_sealed(turn, source):
        return mask(words, contacts=find_contacts(words))
    return turn.setup.texts.word(_kind(category), turn.setup.config.language)


def _kind(category: str | None) -> str:
    return f"category.{category}" if category else "sealed.call"


async def fit(turn: Turn, leaving: Leaving) -> Leaving:
    """The message as it may leave: as it is, to the person's account on the caller's network, or without the words."""
    numbers = [_number(about) for about in (leaving.about, *sorted(turn.drawn))]
    for number in dict.fromkeys(number for number in numbers if number is not None):
        ticket = await turn.store(Tickets).get(number)
        if ticket is None or ticket.source.chat.channel == leaving.to.channel:
            continue
        if await is_sealed(turn, ticket.source):
            leaving = await _without_words(turn, leaving, ticket, is_subject=number == _number(leaving.about))
    return await _without_talk(turn, leaving)


def _number(about: str | None) -> TicketId | None:
    feature, _, rest = (about or "").partition(":")
    number = rest.partition(":")[0]
    return TicketId(int(number)) if feature == "tickets" and number.isdecimal() else None


async def _without_words(turn: Turn, leaving: Leaving, ticket: Ticket, *, is_subject: bool) -> Leaving:
    there = await _at_home(turn, leaving.to, ticket.source)
    is_answer = not leaving.is_card and turn.cause is not None and leaving.to == turn.here
    if there is not None and is_subject and not is_answer:
        return replace(leaving, to=there)
    message = leaving.message
    telling = await _telling(turn, ticket)
    carries_file = is_subject and (message.file is not None or message.point is not None)
    if not carries_file and not _tells(message, telling):
        return leaving
    return replace(leaving, message=_stripped(message, await _instead(turn, ticket, leaving.to), telling))


async def _without_talk(turn: Turn, leaving: Leaving) -> Leaving:
    """What a resident said just now in a sealed chat, though no ticket holds it: a line that may become one."""
    said = turn.message
    if said is None or leaving.to.channel == said.chat.channel or turn.actor is None or turn.actor.in_roster:
        return leaving
    telling = _parts(said.text)
    source = Source(chat=said.chat, message=None, is_private=said.is_private)
    if not _tells(leaving.message, telling) or not await is_sealed(turn, source):
        return leaving
    text = turn.setup.texts.text("sealed.line", await _language(turn, leaving.to))
    return replace(leaving, message=_stripped(leaving.message, replace(leaving.message, text=text), telling))


async def _at_home(turn: Turn, to: Address, source: Source) -> Private | None:
    """The same person on the network of the call, where we may write to them there."""
    person = await turn.store(People).by_account(to.account) if isinstance(to, Private) else None
    if person is None:
        return None
    there = tuple(account for account in person.accounts if account.channel == source.chat.channel)
    found = private_chat(turn.setup, replace(person, accounts=there), source.chat)
    return found if found is not None and may_write(turn.setup, person, found.account) else None


async def _telling(turn: Turn, ticket: Ticket) -> frozenset[str]:
    """What must not be read elsewhere: what residents said of it, and who called from which room."""
    telling = set(_parts(ticket.words))
    known: dict[int, Person] = {}
    for entry in await turn.store(History).of(ticket.id):
        if entry.by is not None and entry.by not in known:
            known[entry.by] = await turn.store(People).get(entry.by)
        if entry.words and (entry.by is None or not known[entry.by].in_roster):
            telling |= _parts(entry.words)
    caller = await turn.store(People).get(ticket.reporter)
    names = [] if caller.in_roster else [caller.name, caller.phone or ""]
    numbers = _NUMBER.findall(ticket.words)
    return frozenset(telling | {name for name in (*names, *numbers, ticket.spot.room or "") if len(name) > 1})


def _parts(words: str) -> frozenset[str]:
    whole = words.strip()
    parts = {part for part in _BETWEEN.split(whole) if len(part) >= _TELLING}
    return frozenset(parts | ({whole} if len(whole) > 1 else set()))


def _tells(message: OutgoingMessage, telling: frozenset[str]) -> bool:
    brief = message.brief
    shown = words_of(message.text) + ("" if brief is None else words_of(brief.line))
    return any(part in shown for part in telling)


def _stripped(message: OutgoingMessage, instead: OutgoingMessage, telling: frozenset[str]) -> OutgoingMessage:
    """The other text in its place; what it can be answered with stays."""
    brief = message.brief
    tells = brief is not None and any(part in words_of(brief.line) for part in telling)
    return replace(message, text=instead.text, file=None, point=None, brief=None if tells else brief)


async def _instead(turn: Turn, ticket: Ticket, to: Address) -> OutgoingMessage:
    language = await _language(turn, to)
    texts, drawing = turn.setup.texts, await drawing_of(turn, ticket)
    urgency = texts.word("sealed.emergency", language) if ticket.urgency == "emergency" else ""
    return drawing.message(
        "sealed.task",
        language,
        category=texts.word(_kind(ticket.category), language),
        urgency=urgency,
        state=texts.word(f"state.{ticket.state}", language),
    )


async def _language(turn: Turn, to: Address) -> str:
    if not isinstance(to, Private):
        return await turn.language_at(to)
    person = await turn.store(People).by_account(to.account)
    return turn.setup.config.language if person is None else turn.language_of(person)
