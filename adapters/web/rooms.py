"""What the local chat remembers: rooms, what was said in them, and one-time passes. `storage/web.py` is the twin.

Every change of a message takes the next number of one counter, so "what changed after number 41" is one question, and
a page that was away asks it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from adapters.web.scene import Standing
from bot.messages import Buttons, Gesture
from bot.richtext import Text


@dataclass(frozen=True, kw_only=True)
class Room:
    """A chat of our own network. `owner` is the account whose private chat with the bot it is; None: a group.

    `title` is the group's title, or the owner's name.
    """

    chat: str
    title: str
    owner: str | None = None


@dataclass(frozen=True, kw_only=True)
class Said:
    """Something new for a room. `author` None: the bot.

    `once` is unique in the room: saying it twice keeps one message. `whisper` names the one page that sees it.
    """

    chat: str
    author: str | None
    name: str
    text: Text
    once: str
    at: datetime
    buttons: Buttons = ()
    silent: bool = False
    reply_to: int | None = None
    standing: Standing = Standing.RESIDENT
    whisper: str | None = None


@dataclass(frozen=True)
class Reacted:
    """A reaction that stands on a message. `account` None: the bot's."""

    account: str | None
    gesture: Gesture


@dataclass(frozen=True, kw_only=True)
class Quote:
    """The message that another one answers, as shown above it."""

    id: int
    author: str | None
    name: str
    text: Text


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message as it stands in its room now. `number` is that of its latest change."""

    id: int
    number: int
    said: Said
    quote: Quote | None = None
    reactions: tuple[Reacted, ...] = ()
    edited: bool = False
    removed: bool = False

    @property
    def is_ours(self) -> bool:
        """Did the bot say it?"""
        return self.said.author is None

    def carries(self, data: str) -> bool:
        """Has the message a button with this data now?"""
        return any(button.data == data for row in self.said.buttons for button in row)


class Rooms(Protocol):
    """The rooms of our network."""

    async def open(self, room: Room, now: datetime) -> bool:
        """Make the room, or bring its title up to date. Answers whether it is new."""

    async def at(self, chat: str) -> Room | None:
        """The room with this id."""

    async def counter(self) -> int:
        """The number of the latest change in any room; 0 before the first."""


class Talk(Protocol):
    """What was said in the rooms."""

    async def add(self, said: Said) -> Message:
        """Keep it under a new id. What was said before with this `once` is answered as it stands."""

    async def at(self, chat: str, id: int) -> Message | None:  # noqa: A002 - the network's word for it
        """The message with that id in that chat, unless it was removed."""

    async def latest(self, chats: Sequence[str], limit: int) -> Sequence[Message]:
        """The latest messages of each of these rooms, oldest first; no whispers, nothing removed."""

    async def after(self, number: int, chats: Sequence[str] | None, limit: int) -> Sequence[Message]:
        """What changed after that number in these rooms (None: in all), in the order of the changes."""

    async def edit(self, chat: str, id: int, text: Text, buttons: Buttons) -> bool:  # noqa: A002
        """Put other words and buttons into a message of ours. False: there is no such message."""

    async def react(self, chat: str, id: int, reactions: Sequence[Reacted]) -> bool:  # noqa: A002
        """Let exactly these reactions stand on a message. False: there is no such message."""

    async def remove(self, chat: str, id: int) -> bool:  # noqa: A002
        """Wipe a message. False: there is no such message."""

    async def sweep(self, people_before: datetime, ours_before: datetime) -> int:
        """Forget what people and what we said before these moments. Answers how many messages."""


@dataclass(frozen=True, kw_only=True)
class Pass:
    """A way in for one person, once, until `ends_at`. Kept is only the hash of its token."""

    token_hash: str
    account: str
    name: str
    ends_at: datetime


class Passes(Protocol):
    """One-time passes."""

    async def add(self, new: Pass) -> None:
        """Keep a pass."""

    async def look(self, token_hash: str, now: datetime) -> Pass | None:
        """The pass with this hash that may still be used; it stays usable."""

    async def use(self, token_hash: str, now: datetime) -> Pass | None:
        """Use it up. None: unknown, used or too old."""
