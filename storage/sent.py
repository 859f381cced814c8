"""Our messages on the networks: subject and buttons by the network's id."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    Row,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    select,
)

from bot.community import ChatRef
from bot.messages import Address
from bot.stores import Sent
from storage.addresses import CHAT, chat_columns, chat_of, chat_values
from storage.cards import SqlCards
from storage.connection import Connection, Insert, MakeInsert
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


_KEY = ("channel", "bot", "chat", "remote")
_AT = select(sent_messages).where(*(sent_messages.c[name] == bindparam(name) for name in _KEY))
_LATEST = (
    select(sent_messages)
    .where(*(sent_messages.c[name] == bindparam(name) for name in CHAT), _pressable)
    .order_by(sent_messages.c.id.desc())
    .limit(1)
)


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a message of ours looks since that moment. `may_be_known`: it was there before, and looked another way."""

    sent: Sent
    at: datetime
    may_be_known: bool


class SqlSentMessages:
    """Answers `bot.stores.SentMessages`, and keeps what it is asked about."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def at(self, chat: ChatRef, remote: str) -> Sent | None:
        """The message with that id; ids are unique in the chat, whatever the thread."""
        here = {"channel": chat.channel, "bot": chat.bot, "chat": chat.chat, "remote": remote}
        row = (await self._connection.execute(_AT, here)).one_or_none()
        return None if row is None else _sent(row)

    async def latest_with_buttons(self, chat: ChatRef) -> Sent | None:
        """The message posted last that carries buttons now; its first buttons are those that it shows."""
        row = (await self._connection.execute(_LATEST, chat_values(chat))).one_or_none()
        return None if row is None else _sent(row)

    async def repost(self, key: str, address: Address) -> None:
        """Post the card anew at the next chance."""
        await SqlCards(self._connection).repost(key, address)

    async def take_down(self, key: str, address: Address) -> str | None:
        """The card is no card any more."""
        return await SqlCards(self._connection).take_down(key, address)

    async def sweep(self, before: datetime) -> None:
        """Forget what was sent, and last changed, before that moment."""
        await self._connection.execute(delete(sent_messages).where(sent_messages.c.sent_at < before))

    async def keep(self, looks: Sequence[Look]) -> None:
        """Remember messages as they look now; buttons that they carried before stay behind the present ones."""
        now: dict[tuple[ChatRef, str], tuple[Sent, dict[str, Any]]] = {}
        for look in looks:
            here = (look.sent.chat.whole, look.sent.remote)
            known = now[here][0] if here in now else await self.at(*here) if look.may_be_known else None
            sent = look.sent if known is None else _with_buttons_of(look.sent, known)
            face = {"about": sent.about, "buttons": write_buttons(sent.buttons), "sent_at": look.at}
            has_buttons = {"has_buttons": bool(look.sent.buttons)}
            now[here] = sent, {**chat_values(sent.chat), "remote": sent.remote, **face, **has_buttons}
        await self._connection.execute(_kept(self._connection.insert), [values for _, values in now.values()])


@cache
def _kept(insert: MakeInsert) -> Insert:
    new = insert(sent_messages)
    fresh = {name: new.excluded[name] for name in ("about", "buttons", "has_buttons", "sent_at")}
    return new.on_conflict_do_update(index_elements=_KEY, set_=fresh)


def _with_buttons_of(message: Sent, before: Sent) -> Sent:
    return replace(message, buttons=tuple(dict.fromkeys((*message.buttons, *before.buttons))))


def _sent(row: Row[Any]) -> Sent:
    return Sent(chat=chat_of(row), remote=row.remote, about=row.about, buttons=read_buttons(row.buttons))
