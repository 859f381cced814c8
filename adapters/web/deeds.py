"""What a visitor does, as the raw event that goes into the inbox. `parse.py` reads it back. Pure."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.web.rooms import Message
from adapters.web.scene import WebGroup, owner_of
from bot.messages import Attachment, Gesture
from bot.ports import Raw
from bot.richtext import words_of


@dataclass(frozen=True, kw_only=True)
class Doer:
    """Who does it. `language` is the one the page is shown in."""

    account: str
    name: str
    language: str | None = None
    is_chat_admin: bool = False


def said(message: Message, doer: Doer, title: str, *, words: str | None = None, sent: Attachment | None = None) -> Raw:
    """A message of a visitor. The key is that of the page, in the visitor's own name.

    `words`: what was said beside the link to what was `sent`.
    """
    spoken = message.said
    quote = message.quote
    more = {
        "id": str(message.id),
        "text": words_of(spoken.text) if words is None else words,
        "title": title,
        "reply_to": quote and {"id": str(quote.id), "ours": quote.author is None, "text": words_of(quote.text)},
        "files": [] if sent is None else [_file(sent)],
    }
    return _raw("say", spoken.chat, f"m:{spoken.once}", doer, spoken.at, more)


def _file(sent: Attachment) -> dict[str, Any]:
    return {
        "kind": sent.kind.value,
        "content": sent.remote_id,
        "name": sent.name,
        "mime": sent.mime,
        "size": sent.size,
    }


def pressed(message: Message, data: str, doer: Doer, at: datetime, *, key: str, press: str) -> Raw:
    """A press of a button under one of our messages."""
    quoted = None if message.quote is None else words_of(message.quote.text)
    more = {"message": str(message.id), "data": data, "press": press, "quoted": quoted}
    return _raw("press", message.said.chat, f"c:{doer.account}:{key}", doer, at, more)


def reacted(message: Message, gesture: Gesture, doer: Doer, at: datetime, *, key: str, added: bool) -> Raw:
    """A reaction put on a message or taken away."""
    more = {"message": str(message.id), "gesture": gesture.value, "added": added}
    return _raw("react", message.said.chat, f"r:{doer.account}:{key}", doer, at, more)


def bot_added(group: WebGroup, doer: Doer, at: datetime) -> Raw:
    """We are in a group of the scene from its beginning, and hear everything said there."""
    return _raw("added", group.chat, f"added:{group.chat}", doer, at, {"title": group.title})


def _raw(kind: str, chat: str, key: str, doer: Doer, at: datetime, more: dict[str, Any]) -> Raw:
    sender = {
        "account": doer.account,
        "name": doer.name,
        "language": doer.language,
        "chat_admin": doer.is_chat_admin,
    }
    event = {
        "kind": kind,
        "key": key,
        "chat": chat,
        "private": owner_of(chat) is not None,
        "at": at.isoformat(),
        "sender": sender,
        **more,
    }
    return Raw(key=key, lane=chat, payload=json.dumps(event, ensure_ascii=False, separators=(",", ":")))
