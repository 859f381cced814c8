"""Messages, updates and calls as plain JSON for whoever drives the server from outside."""

from typing import Any

from tests.servers.telegram.messages import Message
from tests.servers.telegram.updates import Update

Json = dict[str, Any]


def message(one: Message) -> Json:
    """What a person sees of a message, and what it was before."""
    return {
        "id": one.id,
        "chat": one.chat.id,
        "from": one.sender.id,
        "from_bot": one.sender.is_bot,
        "date": one.date,
        "edit_date": one.edit_date,
        "kind": one.kind,
        "text": one.text,
        "entities": one.entities,
        "rows": [[{"text": b.text, "data": b.data, "url": b.url} for b in row] for row in one.rows],
        "reactions": {str(account): emoji for account, emoji in one.reactions.items() if emoji},
        "reply_to": one.reply_to.id if one.reply_to is not None else None,
        "topic": one.topic,
        "silent": one.silent,
        "deleted": one.deleted,
        "edits": one.edits,
        "posted": one.posted,
    }


def update(one: Update) -> Json:
    """An update with its times (time.perf_counter, which on Linux all processes share)."""
    return {
        "id": one.id,
        "kind": one.kind,
        "chat": one.chat,
        "created": one.created,
        "fetched": one.fetched,
        "fetches": one.fetches,
    }
