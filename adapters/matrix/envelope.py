"""The envelope in which a received event waits for its turn.

It carries what parsing needs beside the event: how the room and its people looked when it came, and what is known of
the message that it answers, edits or reacts to. So an event that waited through a restart is read in the same way.
"""

import json
from dataclasses import asdict, dataclass
from typing import Final

from adapters.matrix import fields
from adapters.matrix.fields import Fields
from adapters.matrix.names import Me
from bot.errors import Unreadable

# Our own word for a message whose key has not come. No room can say it: only some kinds of events are let in.
SEALED: Final = "huying.sealed"


@dataclass(frozen=True, kw_only=True)
class Setting:
    """The room and who acts, when the event came. `title` is empty for a room without a name."""

    room: str
    title: str
    is_private: bool
    is_encrypted: bool
    actor_name: str | None
    actor_is_admin: bool


@dataclass(frozen=True, kw_only=True)
class Known:
    """Another event, as far as its kind, author and place among the others matter.

    `key` and `target` are a reaction's emoji and message, `once` is the name that we gave to a message. `quoted`
    holds the words of the message that it was a reply to, and is looked up only where they are needed.
    """

    kind: str
    sender: str
    name: str | None = None
    text: str | None = None
    reply_to: str | None = None
    thread: str | None = None
    key: str | None = None
    target: str | None = None
    quoted: str | None = None
    once: str | None = None


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """A received event and its circumstances. `about` is None when nothing is known of the event it points at."""

    me: Me
    setting: Setting
    about: Known | None
    event: Fields

    def seal(self) -> str:
        """The payload of an inbox row.

        ASCII alone, so that no half character in an event can make the whole batch unstorable.
        """
        about = None if self.about is None else asdict(self.about)
        body = {"me": asdict(self.me), "setting": asdict(self.setting), "about": about, "event": self.event}
        return json.dumps(body, separators=(",", ":"))

    @classmethod
    def open(cls, payload: str) -> "Envelope":
        """Raises `Unreadable`."""
        try:
            body = json.loads(payload)
        except (ValueError, RecursionError) as error:
            raise Unreadable("the stored event is no JSON") from error
        envelope = fields.table(body, "envelope")
        try:
            about = None if envelope["about"] is None else Known(**envelope["about"])
            return cls(
                me=Me(**envelope["me"]),
                setting=Setting(**envelope["setting"]),
                about=about,
                event=fields.table(envelope["event"], "event"),
            )
        except (KeyError, TypeError) as error:
            raise Unreadable("the stored event has another envelope") from error
