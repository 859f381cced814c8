"""Who we are on Telegram, and the envelope in which a received update waits for its turn.

The envelope carries what parsing needs beside the update: who we were and when it came. So an update that waited
through a restart is read in the same way, even while Telegram cannot be reached.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from adapters.telegram import fields
from adapters.telegram.fields import Fields
from bot.errors import Unreadable

CHANNEL = "telegram"


@dataclass(frozen=True, kw_only=True)
class Me:
    """Our account, as getMe tells. `reads_all`: privacy mode is off, so groups added since are heard in full."""

    id: int
    username: str
    reads_all: bool

    @classmethod
    def read(cls, user: Fields) -> "Me":
        """From the answer of getMe, or from an envelope. Raises `Unreadable`."""
        return cls(
            id=fields.required_number(user, "id"),
            username=fields.words(user, "username") or "",
            reads_all=fields.flag(user, "can_read_all_group_messages"),
        )

    @property
    def bot(self) -> str:
        """Our account's name in a `ChatRef`."""
        return str(self.id)

    def fields(self) -> dict[str, object]:
        """The form that `read` understands."""
        return {"id": self.id, "username": self.username, "can_read_all_group_messages": self.reads_all}


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """A received update and its circumstances."""

    me: Me
    at: datetime
    update: Fields
    by_admin: bool | None = None

    @classmethod
    def open(cls, payload: str) -> "Envelope":
        """Raises `Unreadable`."""
        try:
            content = json.loads(payload)
        except (ValueError, RecursionError) as error:
            raise Unreadable("the stored update is no JSON") from error
        envelope = fields.table(content, "envelope")
        return cls(
            me=Me.read(fields.required_part(envelope, "me")),
            at=fields.moment(envelope, "at"),
            update=fields.required_part(envelope, "update"),
            by_admin=fields.flag(envelope, "by_admin") if "by_admin" in envelope else None,
        )


def seal(update: object, me: Me, at: datetime, *, by_admin: bool | None = None) -> str:
    """The payload of an inbox row.

    ASCII alone, so that no half character in an update can make the whole batch unstorable.
    """
    envelope = {"me": me.fields(), "at": int(at.astimezone(UTC).timestamp()), "update": update}
    if by_admin is not None:
        envelope["by_admin"] = by_admin
    return json.dumps(envelope, separators=(",", ":"))
