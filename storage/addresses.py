"""Chats and addresses as columns, so that they can be indexed and moved.

A chat is `channel, bot, chat, thread`; no thread is the empty text, because NULLs are never equal in a unique key.
An address has one column more: with `is_private` the column `chat` holds the person's account instead.
"""

from typing import Any

from sqlalchemy import Boolean, Column, ColumnElement, FromClause, Row, and_

from bot.community import Account, ChatRef
from bot.messages import Address, Private
from storage.types import Words

CHAT = ("channel", "bot", "chat", "thread")
ADDRESS = (*CHAT, "is_private")


def chat_columns() -> list[Column[Any]]:
    """The columns of a chat."""
    return [Column(name, Words, nullable=False) for name in CHAT]


def address_columns() -> list[Column[Any]]:
    """The columns of an address."""
    return [*chat_columns(), Column("is_private", Boolean, nullable=False)]


def chat_values(chat: ChatRef) -> dict[str, Any]:
    """A chat as column values."""
    return {"channel": chat.channel, "bot": chat.bot, "chat": chat.chat, "thread": chat.thread or ""}


def address_values(address: Address) -> dict[str, Any]:
    """An address as column values."""
    if isinstance(address, Private):
        chat = ChatRef(address.channel, address.bot, address.account.id)
        return {**chat_values(chat), "is_private": True}
    return {**chat_values(address), "is_private": False}


def chat_of(row: Row[Any]) -> ChatRef:
    """The chat in a row."""
    return ChatRef(row.channel, row.bot, row.chat, row.thread or None)


def address_of(row: Row[Any]) -> Address:
    """The address in a row."""
    if row.is_private:
        return Private(row.bot, Account(row.channel, row.chat))
    return chat_of(row)


def at_chat(table: FromClause, chat: ChatRef) -> ColumnElement[bool]:
    """In exactly this chat and thread."""
    return and_(*(table.c[name] == value for name, value in chat_values(chat).items()))


def in_chat(table: FromClause, chat: ChatRef) -> ColumnElement[bool]:
    """In this chat, whatever the thread."""
    return and_(table.c.channel == chat.channel, table.c.bot == chat.bot, table.c.chat == chat.chat)


def at_address(table: FromClause, address: Address) -> ColumnElement[bool]:
    """At exactly this address."""
    return and_(*(table.c[name] == value for name, value in address_values(address).items()))
