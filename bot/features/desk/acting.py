"""A deed at the desk is the deed in chat: the same route, the same checks, the same words; the answer comes back here.

The actor speaks in a chat that only the desk reads. What the route would say there is handed to the page; whatever it
tells anybody else leaves as always.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.community import Account, ChatRef, Person
from bot.errors import Refused
from bot.features.desk.model import fresh_token
from bot.messages import Button, ButtonPress, Command, IncomingMessage, OutgoingMessage, Private, Sender
from bot.router import Router, check_allowed
from bot.turn import Press, Turn

# The desk as a chat of its own. No channel has this account, so nothing ever leaves for it.
CHANNEL: Final = "web"
BOT: Final = "desk"
_HERE: Final = "desk"
# How a command begins on the networks; the last is what Chinese keyboards write.
_SIGNS: Final = ("/", "!", "\uff01")


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the bot answers at the desk: finished words, and buttons that may be pressed there."""

    message: OutgoingMessage
    about: str | None


async def command(turn: Turn, person: Person, name: str, words: str) -> Sequence[Said]:
    """Do what this command does in chat.

    Raises:
        Refused: the person may not, or not now; the line says why.
    """
    route = _router(turn).commands.get(name)
    if route is None:
        raise Refused("no.unknown_command", short=name)
    sender = _sender(person)
    chat = _chat(sender)
    turn.actor = person
    turn.cause = IncomingMessage(
        key=f"desk:{turn.now.isoformat()}",
        chat=chat,
        # Two calls that staff enter are two messages.
        id=fresh_token(),
        sender=sender,
        at=turn.now,
        text=words,
        is_private=True,
        command=Command(name=name, words=words),
    )
    await check_allowed(turn, route.who)
    await route.handler(turn, words)
    return _answers(turn)


async def say(turn: Turn, person: Person, line: str) -> Sequence[Said]:
    """Do what this line does in a private chat with the bot, when it begins with a command or its plain word.

    Raises:
        Refused: it begins with none, or the person may not, or not now.
    """
    line = line.strip()
    if line[:1] in _SIGNS:
        name, _, words = line[1:].partition(" ")
        return await command(turn, person, name.lower(), words.strip())
    spoken = _router(turn).spoken(line)
    if spoken is None:
        raise Refused("no.unknown_command", short=line[:20])
    return await command(turn, person, spoken[0].name, spoken[1])


async def press(turn: Turn, person: Person, data: str, about: str | None) -> Sequence[Said]:
    """Press a button that was shown at the desk.

    Raises:
        Refused: as in chat.
    """
    action, _, value = data.partition(":")
    route = _router(turn).buttons.get(action)
    if route is None:
        raise Refused("no.old_button")
    sender = _sender(person)
    event = ButtonPress(
        key=f"desk:{turn.now.isoformat()}",
        chat=_chat(sender),
        message=_HERE,
        sender=sender,
        at=turn.now,
        data=data,
        is_private=True,
    )
    turn.actor, turn.cause = person, Press(event=event, about=about)
    await check_allowed(turn, route.who)
    await route.handler(turn, value)
    return _answers(turn)


def buttons_of(said: Said) -> Sequence[Button]:
    """The buttons of an answer, in their order."""
    return [button for row in said.message.buttons for button in row]


def _answers(turn: Turn) -> Sequence[Said]:
    return [
        Said(message=message, about=about)
        for message, about in turn.outbox.kept_back(lambda to: isinstance(to, Private) and to.bot == BOT)
    ]


def _sender(person: Person) -> Sender:
    return Sender(account=person.private or Account(CHANNEL, f"person{person.id}"), name=person.name)


def _chat(sender: Sender) -> ChatRef:
    return ChatRef(CHANNEL, BOT, f"{sender.account}")


def _router(turn: Turn) -> Router:
    known = turn.setup.memory.get("desk.router")
    if isinstance(known, Router):
        return known
    made = Router.of(turn.setup.features)
    turn.setup.memory["desk.router"] = made
    return made
