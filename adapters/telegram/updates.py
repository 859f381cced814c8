"""From what Telegram sent to inbox rows: the key that tells a redelivered update from a new one, and its chat.

Pure, and never fails: what has no readable form still becomes a row, so it cannot hold back the rest of its batch.
"""

import hashlib
import json
from datetime import datetime
from typing import Any

from adapters.telegram import fields
from adapters.telegram.fields import Fields
from adapters.telegram.identity import Me, seal
from bot.errors import Unreadable
from bot.ports import Raw


def row(update: Any, me: Me, at: datetime, *, by_admin: bool | None = None) -> Raw:
    """The inbox row of one update. `by_admin`: did an administrator of its group do it, as far as we know?"""
    return Raw(key=key_of(update), lane=_lane(update), payload=seal(update, me, at, by_admin=by_admin))


def next_offset(batch: list[Any]) -> int | None:
    """The offset that confirms this batch; None when no update in it says its number."""
    ids = [update["update_id"] for update in batch if isinstance(update, dict) and _is_number(update.get("update_id"))]
    return max(ids) + 1 if ids else None


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def key_of(update: Any) -> str:
    """Unique per account; the same when Telegram sends the same thing again (DESIGN part 2)."""
    try:
        return _named_key(fields.table(update, "update"))
    except Unreadable:
        return f"x:{_digest(update)}"


def _named_key(update: Fields) -> str:
    number = fields.required_number(update, "update_id")
    try:
        return _content_key(update) or f"u:{number}"
    except Unreadable:
        return f"u:{number}"


def _content_key(update: Fields) -> str | None:
    """A key by content: one button press can come again under another update_id."""
    if message := fields.part(update, "message"):
        return f"m:{_place(message)}"
    if edited := fields.part(update, "edited_message"):
        date = fields.required_number(edited, "edit_date")
        return f"e:{_place(edited)}:{date}:{_digest([edited.get('text'), edited.get('caption')])}"
    if press := fields.part(update, "callback_query"):
        return f"c:{fields.required_words(press, 'id')}"
    if reaction := fields.part(update, "message_reaction"):
        return f"r:{_place(reaction)}:{_reactor(reaction)}:{_reaction_digest(reaction)}"
    return None


def _place(message: Fields) -> str:
    chat = fields.required_number(fields.required_part(message, "chat"), "id")
    return f"{chat}:{fields.required_number(message, 'message_id')}"


def _reactor(reaction: Fields) -> int:
    return fields.required_number(fields.part(reaction, "user") or fields.required_part(reaction, "actor_chat"), "id")


def _reaction_digest(reaction: Fields) -> str:
    # With the date: the same reaction given, taken back and given again is three events.
    return _digest([reaction.get("date"), reaction.get("old_reaction"), reaction.get("new_reaction")])


def _digest(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def _lane(update: Any) -> str:
    """The chat whose order the update keeps; empty when it belongs to none."""
    try:
        for name, content in fields.table(update, "update").items():
            if name != "update_id":
                return _chat_of(fields.table(content, name))
    except Unreadable:
        pass
    return ""


def _chat_of(content: Fields) -> str:
    holder = content if "chat" in content else fields.required_part(content, "message")
    return str(fields.required_number(fields.required_part(holder, "chat"), "id"))
