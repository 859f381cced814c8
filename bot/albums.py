"""Albums: several pictures that somebody sent as one, and that a network delivers as several messages (PLATFORMS 23).

Their parts wait in the inbox until no more have come for a moment, which a restart does not change, and then have one
turn. What comes later than that is the business of whoever listens.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.messages import Incoming, IncomingMessage
from bot.stores import InboxRow

SETTLED: Final = timedelta(seconds=2)


def album_of(events: Sequence[Incoming]) -> str | None:
    """The album that these events are a part of. An edit of a part is none."""
    for event in events:
        if isinstance(event, IncomingMessage) and event.album and not event.edited:
            return event.album
    return None


def together(rows: Sequence[InboxRow]) -> list[InboxRow]:
    """The rows in their order, the parts of each album as one at the place of its first."""
    albums: dict[str, list[InboxRow]] = {}
    for row in rows:
        if row.album is not None:
            albums.setdefault(row.album, []).append(row)
    heads = {parts[0].id: replace(parts[0], parts=tuple(parts[1:])) for parts in albums.values()}
    return [heads.get(row.id, row) for row in rows if row.album is None or row.id in heads]


def as_one(events: Sequence[Incoming]) -> Sequence[Incoming]:
    """The messages of an album as one message, with all their words and files. It counts as the one with words."""
    messages = [event for event in events if isinstance(event, IncomingMessage)]
    if len(messages) != len(events) or len(messages) <= 1:
        return events
    first = next((one for one in messages if one.text.strip()), messages[0])
    whole = replace(
        first,
        text="\n".join(one.text for one in messages if one.text.strip()),
        command=next((one.command for one in messages if one.command), None),
        mentions_bot=any(one.mentions_bot for one in messages),
        reply_to=next((one.reply_to for one in messages if one.reply_to), None),
        attachments=tuple(file for one in messages for file in one.attachments),
    )
    return (whole,)
