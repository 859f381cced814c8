"""What happens in a chat and what we send into it, in words that fit every network.

Incoming: `IncomingMessage`, `ButtonPress`, `Reaction`, `MessageDeleted`, `MessageSealed`, `BotAdded`, `BotRemoved`,
`HearingChanged`, `ChatMoved`.
Outgoing: an `OutgoingMessage` with its `Button`s, for an `Address`; `bot.orders` says what shall happen with it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.brief import Brief
from bot.community import Account, ChatRef
from bot.files import File
from bot.richtext import Text


class Gesture(StrEnum):
    """A reaction by its meaning; each adapter knows which emoji stands for it."""

    HEARD = "heard"  # the bot's: I have read this
    ACCEPT = "accept"  # a worker's: mine
    ME_TOO = "me_too"  # a resident's: the same here
    RECORD = "record"  # a worker's: make a ticket of this message
    DONE = "done"  # a worker's: it is finished


class AttachmentKind(StrEnum):
    """What was sent beside the words."""

    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    DOCUMENT = "document"
    LOCATION = "location"


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file or place on the network it came from. `remote_id` is the network's own handle, never a link."""

    kind: AttachmentKind
    remote_id: str
    name: str | None = None
    mime: str | None = None
    size: int | None = None


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who did it, as the network tells."""

    account: Account
    name: str
    username: str | None = None
    language: str | None = None
    is_bot: bool = False
    is_anonymous: bool = False  # an administrator or channel speaking as the group, never a worker
    is_chat_admin: bool | None = None  # None: the network does not say with this event


@dataclass(frozen=True, kw_only=True)
class RepliedTo:
    """The message that another one answers.

    `quoted` holds the words of the message that this one was a reply to, and `once` the key under which it was sent,
    where it is ours and the network tells.
    """

    id: str
    is_ours: bool = False
    once: str | None = None
    text: str | None = None
    sender: Sender | None = None
    quoted: str | None = None


@dataclass(frozen=True, kw_only=True)
class Command:
    """A Latin command as typed (`/report`, `!report`), without its sign and lower case; `words` is what follows."""

    name: str
    words: str


@dataclass(frozen=True, kw_only=True)
class IncomingMessage:
    """Somebody said something.

    `key` tells a redelivered event from a new one (DESIGN part 2). An edit comes as a message with `edited` and the
    same `id`; it is never a new call. `text` has no reply fallback and no mention of the bot in front.
    """

    key: str
    chat: ChatRef
    id: str
    sender: Sender
    at: datetime
    text: str
    is_private: bool = False
    chat_title: str = ""
    command: Command | None = None
    mentions_bot: bool = False
    reply_to: RepliedTo | None = None
    attachments: tuple[Attachment, ...] = ()
    album: str | None = None
    edited: bool = False
    encrypted: bool = False  # the chat, as far as the network says


@dataclass(frozen=True, kw_only=True)
class ButtonPress:
    """Somebody pressed a button under one of our messages. `data` is what the button carried.

    `press` lets the adapter answer with a toast; None where the network has none. `quoted` holds the words of the
    message that ours was a reply to, where the network sends them along.
    """

    key: str
    chat: ChatRef
    message: str
    sender: Sender
    at: datetime
    data: str
    is_private: bool = False
    press: str | None = None
    quoted: str | None = None


@dataclass(frozen=True, kw_only=True)
class Reaction:
    """Somebody reacted to a message; `gesture` is None for an emoji that means nothing to us.

    `quoted` as in `ButtonPress`, `once` as in `RepliedTo`.
    """

    key: str
    chat: ChatRef
    message: str
    sender: Sender
    at: datetime
    gesture: Gesture | None
    added: bool = True
    is_private: bool = False
    quoted: str | None = None
    once: str | None = None


@dataclass(frozen=True, kw_only=True)
class MessageDeleted:
    """A message was taken back by its author or a moderator (Matrix redaction; Telegram never tells)."""

    key: str
    chat: ChatRef
    message: str
    sender: Sender
    at: datetime
    is_private: bool = False


@dataclass(frozen=True, kw_only=True)
class MessageSealed:
    """Somebody wrote a message that we cannot read, because its key has not come after a while; it may come yet."""

    key: str
    chat: ChatRef
    message: str
    sender: Sender
    at: datetime
    is_private: bool = False


@dataclass(frozen=True, kw_only=True)
class BotAdded:
    """We are in a group now. `hears`: does plain talk reach us? None: the network does not say."""

    key: str
    chat: ChatRef
    sender: Sender
    at: datetime
    chat_title: str
    hears: bool | None = None
    encrypted: bool = False


@dataclass(frozen=True, kw_only=True)
class HearingChanged:
    """Our rights in a group changed: does plain talk reach us now?"""

    key: str
    chat: ChatRef
    sender: Sender
    at: datetime
    hears: bool


@dataclass(frozen=True, kw_only=True)
class BotRemoved:
    """We were removed from a group, or blocked in a private chat (`is_private`)."""

    key: str
    chat: ChatRef
    sender: Sender
    at: datetime
    is_private: bool = False


@dataclass(frozen=True, kw_only=True)
class ChatMoved:
    """A chat goes on under another name (Telegram supergroup, Matrix room upgrade). Comes from either end."""

    key: str
    chat: ChatRef
    sender: Sender
    at: datetime
    to: ChatRef


Incoming = (
    IncomingMessage
    | ButtonPress
    | Reaction
    | MessageDeleted
    | MessageSealed
    | BotAdded
    | HearingChanged
    | BotRemoved
    | ChatMoved
)


# ---- outgoing ----
@dataclass(frozen=True, kw_only=True)
class Button:
    """A button: its finished label, and the action and value that come back when it is pressed.

    `action` is `<feature>.<verb>`; action and value together fit 63 bytes, so that every network carries them.
    """

    label: str
    action: str
    value: str = ""
    # A gesture that does the same on networks without buttons.
    gesture: Gesture | None = None

    @property
    def data(self) -> str:
        """What the network carries and brings back."""
        return f"{self.action}:{self.value}"


Buttons = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, kw_only=True)
class MapPoint:
    """A place on the map, in degrees."""

    latitude: float
    longitude: float

    @classmethod
    def read(cls, reference: str) -> "MapPoint":
        """From what an `Attachment` of the kind LOCATION has instead of a handle."""
        latitude, longitude = reference.split(",")
        return cls(latitude=float(latitude), longitude=float(longitude))


@dataclass(frozen=True, kw_only=True)
class OutgoingMessage:
    """Finished words and buttons for one chat, in that chat's language."""

    text: Text
    buttons: Buttons = ()
    # No sound: Telegram's disable_notification, Matrix's m.notice.
    silent: bool = False
    # The way without buttons, shown by adapters whose network has none ("React 👍 or say …").
    plain_hint: Text = ()
    # Sent along; the text is its caption then. Only a new message carries one.
    file: File | None = None
    # Shown on the map below the text. Only a new message carries one.
    point: MapPoint | None = None
    # None: it always stands alone.
    brief: Brief | None = None


@dataclass(frozen=True, order=True)
class Private:
    """The private chat between one of our accounts and one person's account, whether or not it exists yet."""

    bot: str
    account: Account

    @property
    def channel(self) -> str:
        """The network."""
        return self.account.channel


Address = ChatRef | Private
