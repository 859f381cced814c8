"""Our messages on the networks: subject and buttons by the network's id."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, Index, Integer, Row, Table, Text, UniqueConstraint, and_, delete, select, update

from bot.community import ChatRef
from bot.messages import Address, Button
from bot.stores import Sent
from storage.addresses import at_chat, chat_columns, chat_of, chat_values, in_chat
from storage.cards import SqlCards
from storage.connection import Connection
from storage.letters import read_buttons, write_buttons
from storage.schema import metadata
from storage.types import UtcDateTime, Words

sent_messages = Table(
    "sent_messages",
    metadata,
    Column("id", Integer, primary_key=True),
    *chat_columns(),
    Column("remote", Words, nullable=False),
    Column("about", Text),
    Column("buttons", Words, nullable=False),
    # Does it carry buttons now? `buttons` also holds those that an edit took away.
    Column("has_buttons", Boolean, nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    UniqueConstraint("channel", "bot", "chat", "remote"),
)
Index("ix_sent_messages_sent_at", sent_messages.c.sent_at)
_pressable = sent_messages.c.has_buttons.is_(True)
Index(
    "ix_sent_messages_buttons",
    *(sent_messages.c[name] for name in ("channel", "bot", "chat", "thread", "id")),
    sqlite_where=_pressable,
    postgresql_where=_pressable,
)


class SqlSentMessages:
    """Answers `bot.stores.SentMessages`, and keeps what it is asked about."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def at(self, chat: ChatRef, remote: str) -> Sent | None:
        """The message with that id; ids are unique in the chat, whatever the thread."""
        row = (await self._connection.execute(select(sent_messages).where(_with_id(chat, remote)))).one_or_none()
        return None if row is None else _sent(row)

    async def latest_with_buttons(self, chat: ChatRef) -> Sent | None:
        """The message posted last that carries buttons now; its first buttons are those that it shows."""
        latest = (
            select(sent_messages)
            .where(at_chat(sent_messages, chat), _pressable)
            .order_by(sent_messages.c.id.desc())
            .limit(1)
        )
        row = (await self._connection.execute(latest)).one_or_none()
        return None if row is None else _sent(row)

    async def repost(self, key: str, address: Address) -> None:
        """Post the card anew at the next chance."""
        await SqlCards(self._connection).repost(key, address)

    async def sweep(self, before: datetime) -> None:
        """Forget what was sent, and last changed, before that moment."""
        await self._connection.execute(delete(sent_messages).where(sent_messages.c.sent_at < before))

    async def keep(self, message: Sent, now: datetime) -> None:
        """Remember a message as it looks now; buttons that it carried before stay behind the present ones."""
        known = await self.at(message.chat, message.remote)
        if known is None:
            values = {**chat_values(message.chat), "remote": message.remote, **_face(message, ()), "sent_at": now}
            await self._connection.execute(self._connection.insert(sent_messages), values)
            return
        here = _with_id(message.chat, message.remote)
        await self._connection.execute(
            update(sent_messages).where(here).values({**_face(message, known.buttons), "sent_at": now})
        )


def _face(message: Sent, before: Iterable[Button]) -> dict[str, Any]:
    buttons = tuple(dict.fromkeys((*message.buttons, *before)))
    return {"about": message.about, "buttons": write_buttons(buttons), "has_buttons": bool(message.buttons)}


def _with_id(chat: ChatRef, remote: str) -> Any:
    return and_(in_chat(sent_messages, chat), sent_messages.c.remote == remote)


def _sent(row: Row[Any]) -> Sent:
    return Sent(chat=chat_of(row), remote=row.remote, about=row.about, buttons=read_buttons(row.buttons))
