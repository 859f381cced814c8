"""A chat network that lives in a test: it keeps what was sent, so that a test reads it as people would."""

import asyncio
import base64
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from adapters.spreadsheets import written
from bot.community import ChatRef
from bot.doors import Poster
from bot.files import Document, File, Picture, Sheet
from bot.media import NotKept, NotNow, Unfit
from bot.messages import Address, Button, Buttons, Gesture, Incoming, MapPoint, Private
from bot.orders import Audience, Delete, Edit, Order, Post, React, ShowMenu, Toast
from bot.ports import Capabilities, Outcome, Reason, Reception, SendResult
from bot.richtext import words_of

NAME = "fake"
BOT = "bot"
# A whole picture, one white point large.
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg=="
)
CAPABILITIES = Capabilities(
    edits=True,
    buttons=True,
    reactions=True,
    toasts=True,
    threads=False,
    silence=True,
    text_length=4096,
    label_length=64,
    per_second=None,
    per_chat_second=None,
    per_group_minute=None,
)


@dataclass(kw_only=True)
class Shown:
    """A message of ours as it stands in a chat now. `texts` holds all that it ever said, `past` its earlier buttons."""

    id: str
    texts: list[str]
    buttons: Buttons
    silent: bool
    reply_to: str | None = None
    file: File | None = None
    point: MapPoint | None = None
    past: list[Buttons] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What it says now."""
        return self.texts[-1]

    def button(self, label: str) -> Button:
        """The button with this label."""
        found = [button for row in self.buttons for button in row if button.label == label]
        assert found, f"no button {label!r} under {self.text!r}; there are {self.labels}"
        return found[0]

    def before(self, label: str) -> "Shown":
        """The message with the buttons that it had when it still carried this one."""
        for buttons in reversed(self.past):
            if any(button.label == label for row in buttons for button in row):
                return replace(self, buttons=buttons)
        message = f"{self.text!r} never had a button {label!r}"
        raise AssertionError(message)

    def with_buttons(self, buttons: Buttons) -> "Shown":
        """The same message as somebody shows it who made up its buttons."""
        return replace(self, buttons=buttons)

    def with_id(self, remote: str) -> "Shown":
        """The same message under another name of the network."""
        return replace(self, id=remote)

    @property
    def labels(self) -> list[list[str]]:
        """The labels as they stand."""
        return [[button.label for button in row] for row in self.buttons]


@dataclass(kw_only=True)
class Network:
    """Implements `Channel`. What a test lets people do comes in as events; what the bot sends stands in `chats`."""

    name: str = NAME
    bot: str = BOT
    capabilities: Capabilities = CAPABILITIES
    events: dict[str, Sequence[Incoming]] = field(default_factory=dict)
    chats: dict[Address, list[Shown]] = field(default_factory=dict)
    reactions: list[tuple[str, Gesture | None]] = field(default_factory=list)
    toasts: dict[str, str] = field(default_factory=dict)
    # Messages that we took away, ours and others'.
    deleted: list[str] = field(default_factory=list)
    unreachable: set[Address] = field(default_factory=set)
    # Chats that we were removed from.
    removed: set[Address] = field(default_factory=set)
    # Chats that go on elsewhere, as the network says when somebody writes there.
    moved: dict[Address, ChatRef] = field(default_factory=dict)
    # What people sent, by the handles under which they sent it.
    files: dict[str, bytes] = field(default_factory=dict)
    # Files that cannot be fetched at the moment.
    out_of_reach: set[str] = field(default_factory=set)
    # While it is not set, no file comes; `asked` tells that one was asked for.
    stalled: asyncio.Event | None = None
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    # The menus of commands as they stand: for whom, where it is one person whose, and in which language.
    menus: dict[tuple[Audience, str, str | None], list[str]] = field(default_factory=dict)
    menu_words: dict[tuple[Audience, str, str | None], list[str]] = field(default_factory=dict)
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1000))

    def parse(self, payload: str) -> Sequence[Incoming]:
        """The events that a test put in under this payload."""
        return self.events[payload]

    async def start(self) -> str | None:
        """Always there."""

    async def receive(self, reception: Reception) -> None:  # noqa: ARG002 - tests hand events in themselves
        """Nothing comes by itself."""
        await asyncio.Event().wait()

    async def fetch(self, reference: str, most: int) -> bytes:
        """What somebody sent under this handle; a small picture where a test does not say what it is."""
        if reference in self.out_of_reach:
            raise NotNow("out of reach")
        if self.stalled is not None:
            self.asked.set()
            await self.stalled.wait()
        content = self.files.get(reference, PICTURE)
        if len(content) > most:
            raise NotKept(Unfit.LARGE)
        return content

    def is_ready(self) -> bool:
        """Always."""
        return True

    async def close(self) -> None:
        """Nothing to let go of."""

    def private(self, account_id: str) -> list[Shown]:
        """What we wrote to a person in private."""
        return [
            message
            for address, messages in self.chats.items()
            if isinstance(address, Private) and address.account.id == account_id
            for message in messages
        ]

    async def send(self, order: Order, once: str) -> SendResult:  # noqa: ARG002 - every order is new here
        """Do it at once."""
        if order.to in self.unreachable:
            return SendResult(outcome=Outcome.PERMANENT, reason=Reason.UNREACHABLE)
        if order.to in self.removed:
            return SendResult(outcome=Outcome.PERMANENT, reason=Reason.REMOVED)
        if order.to in self.moved:
            return SendResult(outcome=Outcome.PERMANENT, reason=Reason.MOVED, moved_to=self.moved[order.to])
        match order:
            case Post():
                return self._posted(order)
            case Edit():
                return self._edited(order)
            case React():
                self.reactions.append((order.message, order.gesture))
            case Toast():
                self.toasts[order.press] = order.text
            case ShowMenu():
                whose = order.to.account.id if isinstance(order.to, Private) else ""
                self.menus[order.audience, whose, order.language] = [line.command for line in order.lines]
                self.menu_words[order.audience, whose, order.language] = [line.words for line in order.lines]
            case Delete():
                self.deleted.append(order.message)
                messages = self.chats.get(order.to, [])
                messages[:] = [message for message in messages if message.id != order.message]
        return SendResult(outcome=Outcome.OK)

    def _posted(self, order: Post) -> SendResult:
        shown = Shown(
            id=str(next(self.numbers)),
            texts=[words_of(order.message.text)],
            buttons=order.message.buttons,
            silent=order.message.silent,
            reply_to=order.reply_to,
            file=order.message.file,
            point=order.message.point,
        )
        self.chats.setdefault(order.to, []).append(shown)
        return SendResult(outcome=Outcome.OK, remote=shown.id, chat=self.chat_at(order.to))

    def _edited(self, order: Edit) -> SendResult:
        for message in self.chats.get(order.to, []):
            if message.id == order.remote:
                message.texts.append(words_of(order.message.text))
                message.past.append(message.buttons)
                message.buttons = order.message.buttons
                return SendResult(outcome=Outcome.OK, remote=message.id, chat=self.chat_at(order.to))
        return SendResult(outcome=Outcome.PERMANENT, reason=Reason.GONE)

    def chat_at(self, to: Address) -> ChatRef:
        """The chat of an address; a private one is named by the person's account."""
        return to if isinstance(to, ChatRef) else ChatRef(self.name, self.bot, to.account.id)


class Drawer:
    """Implements `Shelf` in memory."""

    def __init__(self) -> None:
        self.contents: dict[str, bytes] = {}
        self.is_away = False

    async def put(self, digest: str, content: bytes) -> None:
        """Keep it."""
        if self.is_away:
            raise NotNow("the disk is full")
        self.contents[digest] = content

    async def get(self, digest: str) -> bytes | None:
        """The content, or None."""
        return self.contents.get(digest)

    async def drop(self, digest: str) -> None:
        """Keep it no longer."""
        self.contents.pop(digest, None)


class Typewriter:
    """Implements `Printer` with bare words, which a test reads without waiting for pages."""

    async def posters(self, posters: Sequence[Poster]) -> bytes:
        """All words of the sheets, a line each."""
        lines = [(one.heading, one.place, *one.steps, *(code.link for code in one.codes), one.foot) for one in posters]
        return "\n".join(itertools.chain.from_iterable(lines)).encode()

    async def pictures(self, pdf: bytes) -> Sequence[bytes]:
        """The words again."""
        return [pdf]

    has_font = True

    async def table(self, sheet: Sheet) -> bytes:
        """The table as it is written."""
        return written(sheet)

    async def drawn(self, picture: Picture) -> bytes:
        """The drawing as it is."""
        return picture.svg.encode()

    async def pages(self, document: Document) -> bytes:
        """All words of the document, a line each."""
        facts = [f"{label} {words}" for label, words in document.facts]
        parts = [line for section in document.sections for line in (section.heading, *section.lines)]
        photos = [f"{photo.caption} {len(photo.content)}" for photo in document.photos]
        return "\n".join([document.title, *facts, *parts, *photos, document.foot]).encode()
