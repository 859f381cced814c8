"""A message as everybody sees it now, with what it was before, and as the Bot API writes it down."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.servers.telegram.people import Account

if TYPE_CHECKING:
    from tests.servers.telegram.chats import Chat

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Button:
    """An inline button as it lies under a message."""

    text: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class Version:
    """What a message said before an edit, and its buttons then."""

    text: str
    markup: Json | None
    until: int


@dataclass(eq=False, kw_only=True)
class Message:
    """`text` is the text, or the caption when there is media; entity offsets count UTF-16 units."""

    id: int
    chat: "Chat"
    sender: Account
    date: int
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    markup: Json | None = None
    media: Json = field(default_factory=dict)
    service: Json = field(default_factory=dict)
    extras: Json = field(default_factory=dict)
    reply_to: "Message | None" = None
    topic: int | None = None
    sender_chat: "Chat | None" = None
    silent: bool = False
    edit_date: int | None = None
    deleted: bool = False
    versions: list[Version] = field(default_factory=list)
    reactions: dict[int, list[str]] = field(default_factory=dict)
    posted: float = 0.0

    @property
    def rows(self) -> list[list[Button]]:
        keyboard = (self.markup or {}).get("inline_keyboard", [])
        return [[_button(facts) for facts in row] for row in keyboard]

    @property
    def buttons(self) -> list[Button]:
        """All inline buttons, row by row."""
        return [button for row in self.rows for button in row]

    @property
    def labels(self) -> list[str]:
        return [button.text for button in self.buttons]

    @property
    def edits(self) -> list[str]:
        """Earlier texts, oldest first."""
        return [version.text for version in self.versions]

    @property
    def kind(self) -> str:
        """`text`, `service`, or the kind of media: photo, video, voice, document, location …"""
        if self.service:
            return "service"
        return next(iter(self.media), "text")

    def reaction_of(self, account: Account) -> str | None:
        """The emoji with which this account reacted."""
        return next(iter(self.reactions.get(account.id, [])), None)

    def texts_under(self, kind: str) -> list[str]:
        """The parts of the text that an entity of this type covers: bold, mention, text_mention …"""
        return [
            cut(self.text, entity["offset"], entity["length"]) for entity in self.entities if entity["type"] == kind
        ]

    def json(self, *, nested: bool = False) -> Json:
        """The Message object; a reply carries its target once, never a chain."""
        facts: Json = {
            "message_id": self.id,
            "date": self.date,
            "chat": self.chat.json(),
            "from": self.sender.json(),
            **self.service,
            **self.extras,
            **self.media,
        }
        _add_place(facts, self, nested=nested)
        _add_words(facts, self)
        return facts

    def __repr__(self) -> str:
        words = self.text or self.kind
        return f"<{self.id} in {self.chat.id} {self.sender.name}: {words!r}{' (deleted)' * self.deleted}>"


def cut(text: str, offset: int, length: int) -> str:
    """A part of a text by UTF-16 units."""
    raw = text.encode("utf-16-le")
    return raw[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


def _button(facts: Json) -> Button:
    return Button(text=facts["text"], data=facts.get("callback_data"), url=facts.get("url"))


def _add_place(facts: Json, message: Message, *, nested: bool) -> None:
    if message.sender_chat is not None:
        facts["sender_chat"] = message.sender_chat.json()
    if message.topic is not None:
        facts["message_thread_id"] = message.topic
        facts["is_topic_message"] = True
    if message.reply_to is not None and not message.reply_to.deleted and not nested:
        facts["reply_to_message"] = message.reply_to.json(nested=True)
    if message.edit_date is not None:
        facts["edit_date"] = message.edit_date


def _add_words(facts: Json, message: Message) -> None:
    if message.text:
        key = "caption" if message.media else "text"
        facts[key] = message.text
        if message.entities:
            facts["entities" if key == "text" else "caption_entities"] = message.entities
    if message.markup is not None and "inline_keyboard" in message.markup:
        facts["reply_markup"] = message.markup
