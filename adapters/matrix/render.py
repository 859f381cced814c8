"""From an order to the events that carry it out. Pure.

Matrix has no buttons: a line at the end says how to answer without them. Removals are no events of ours and stand in
`send`.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Final

from adapters.matrix.gestures import EMOJI
from adapters.matrix.richtext import Content, content_of, parts, shortened
from bot.messages import Button, Buttons, Gesture, MapPoint, OutgoingMessage
from bot.orders import Edit, Post
from bot.richtext import EMPTY, Plain, Text

# Synapse takes events of 65,536 bytes. In an encrypted room the content is first written as ASCII and then grows by a
# third; this leaves room for the event around it.
CONTENT_BYTES: Final = 45_000
_SHOWN_AS: Final = {"photo": "m.image", "video": "m.video", "voice": "m.audio"}
# Our own key in the content, by which a message that may have been sent is found again.
ONCE: Final = "huying.once"


@dataclass(frozen=True, kw_only=True)
class Event:
    """An event to send. The same `transaction` never makes a second one (within a day)."""

    kind: str
    content: Content
    transaction: str


@dataclass(frozen=True, kw_only=True)
class Stored:
    """A file on the homeserver. `location` is its `url`, or its `file` with the keys where it is encrypted."""

    name: str
    mime: str
    size: int
    location: Content
    # As in `File.kind`.
    kind: str = "document"


def posts(order: Post, once: str, thread: str | None) -> list[Event]:
    """The messages of a post in their order; more than one only for a text that does not fit into an event.

    The first answers and carries the choices; the rest follows without sound.
    """
    message = order.message
    relation = _relation(order.reply_to, thread)
    choices = _choices(message, numbered=True)
    pieces = parts(message.text, lambda piece: _size(content_of((*piece, *choices), silent=False)) <= CONTENT_BYTES)
    events = []
    for place, piece in enumerate(pieces):
        first = place == 0
        text = (*piece, *choices) if first else piece
        content = content_of(text, silent=message.silent or not first)
        transaction = once if first else f"{once}.{place}"
        answers = relation if first else _relation(None, thread)
        events.append(_message({**content, **answers}, transaction))
    if message.point is not None:
        events.append(_location(message.point, f"{once}.point", thread))
    return events


def _location(point: MapPoint, transaction: str, thread: str | None) -> Event:
    where = f"geo:{point.latitude},{point.longitude}"
    content: Content = {"msgtype": "m.location", "body": where, "geo_uri": where, "m.mentions": {}}
    return _message({**content, **_relation(None, thread)}, transaction)


def document(order: Post, file: Stored, once: str, thread: str | None) -> Event:
    """A file that is on the homeserver already; the words stand beside it as its caption."""
    caption = content_of(order.message.text, silent=False)
    content: Content = {
        **caption,
        "msgtype": _SHOWN_AS.get(file.kind, "m.file"),
        "body": caption["body"] or file.name,
        "filename": file.name,
        "info": {"mimetype": file.mime, "size": file.size},
        **file.location,
    }
    if file.kind == "voice":
        content["org.matrix.msc3245.voice"] = {}
    return _message({**content, **_relation(order.reply_to, thread)}, once)


def edit(order: Edit, once: str) -> Event:
    """The message with its new words; it stays one event, so a text too long for it is cut.

    Clients show `m.new_content`. The body beside it is for those that do not know edits, and rings for nobody.
    """
    message = order.message
    choices = _choices(message, numbered=False)
    # The words stand in the event twice.
    text = shortened(message.text, lambda cut: 2 * _size(content_of((*cut, *choices), silent=False)) <= CONTENT_BYTES)
    new = content_of((*text, *choices), silent=message.silent)
    content: Content = {
        "msgtype": new["msgtype"],
        "body": f"* {new['body']}",
        "m.mentions": {},
        "m.new_content": new,
        "m.relates_to": {"rel_type": "m.replace", "event_id": order.remote},
    }
    return _message(content, once)


def digest_of(event: Event) -> str:
    """A short name of exactly this content."""
    return hashlib.sha256(json.dumps(event.content, sort_keys=True).encode()).hexdigest()[:16]


def reaction(message: str, gesture: Gesture, once: str) -> Event:
    """Our reaction to a message."""
    relation = {"rel_type": "m.annotation", "event_id": message, "key": EMOJI[gesture]}
    return Event(kind="m.reaction", content={"m.relates_to": relation}, transaction=once)


def has_button_for(buttons: Buttons, gesture: Gesture) -> bool:
    """Does this gesture stand for one of these buttons?"""
    return any(button.gesture is gesture for row in buttons for button in row)


def _message(content: Content, once: str) -> Event:
    return Event(kind="m.room.message", content={**content, ONCE: once}, transaction=once)


def _size(content: Content) -> int:
    return len(json.dumps(content))


def _relation(reply_to: str | None, thread: str | None) -> Content:
    if thread is None:
        return {} if reply_to is None else {"m.relates_to": {"m.in_reply_to": {"event_id": reply_to}}}
    relation = {
        "rel_type": "m.thread",
        "event_id": thread,
        # Clients without threads show a message of a thread as a reply to something.
        "is_falling_back": reply_to is None,
        "m.in_reply_to": {"event_id": reply_to or thread},
    }
    return {"m.relates_to": relation}


def _choices(message: OutgoingMessage, *, numbered: bool) -> Text:
    """The last line: how to answer. Its words are the message's own; without any, the labels of its buttons."""
    if message.plain_hint:
        return (Plain("\n"), *message.plain_hint)
    buttons = list({button.data: button for row in message.buttons for button in row}.values())
    if not buttons:
        return EMPTY
    # An edited message keeps the numbers of all the buttons that it ever had; so its choices go by label alone.
    are_numbered = numbered and len(buttons) > 1
    shown = [
        f"{place} {button.label}" if are_numbered else f"[{button.label}]" for place, button in enumerate(buttons, 1)
    ]
    line = " · ".join(words + _emoji(button) for words, button in zip(shown, buttons, strict=True))
    return (Plain(f"\n{line}"),)


def _emoji(button: Button) -> str:
    """The emoji that does the same, if the label does not show it already."""
    emoji = EMOJI[button.gesture] if button.gesture else ""
    return "" if emoji in button.label else f" {emoji}"
