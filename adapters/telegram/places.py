"""Chats as Telegram names them."""

from adapters.telegram import fields
from adapters.telegram.fields import Fields
from adapters.telegram.identity import CHANNEL
from bot.community import ChatRef


def chat_of(holder: Fields, bot: str) -> ChatRef:
    """The chat of a message or change, with its forum topic.

    `message_thread_id` alone is not a topic: outside forums it only names the message that a chain of replies began
    with. The topic General has none.
    """
    chat = fields.required_part(holder, "chat")
    thread = fields.number(holder, "message_thread_id") if fields.flag(holder, "is_topic_message") else None
    number = fields.required_number(chat, "id")
    return ChatRef(CHANNEL, bot, str(number), None if thread is None else str(thread))


def is_private(holder: Fields) -> bool:
    """Is it the private chat between a person and us?"""
    return _kind(holder) == "private"


def is_channel(holder: Fields) -> bool:
    """Is it a broadcast channel, which the bot does not serve?"""
    return _kind(holder) == "channel"


def title_of(holder: Fields) -> str:
    """The group's name; empty for a private chat."""
    return fields.words(fields.required_part(holder, "chat"), "title") or ""


def _kind(holder: Fields) -> str:
    return fields.required_words(fields.required_part(holder, "chat"), "type")
