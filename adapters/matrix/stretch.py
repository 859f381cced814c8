"""A stretch of a room's timeline: decrypted, cut at our own joining, and sifted for what may concern the service."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

import nio
from nio.exceptions import EncryptionError

from adapters.matrix import fields
from adapters.matrix.fields import Fields
from adapters.matrix.membership import is_joining
from adapters.matrix.notebook import Waiting

_KINDS: Final = frozenset(
    {
        "m.room.message",
        "m.reaction",
        "m.room.redaction",
        "m.room.member",
        "m.room.tombstone",
        "m.room.encrypted",
    }
)
# What people may say in an encrypted room. Anything else there only claims to be what the server would have checked.
_SAID: Final = frozenset({"m.room.message", "m.reaction"})
_NOT_INSIDE: Final = frozenset({"leave", "ban", "invite", "knock"})


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Part of a room's timeline, oldest first: `events` in the clear, and those that wait for their keys."""

    room: str
    events: list[dict[str, Any]]
    waiting: list[Waiting]


def stretch_of(client: nio.AsyncClient, room_id: str, raws: object, read: Sequence[Any] = ()) -> Stretch:
    """A timeline as the server sent it; `read` are its events as nio has read them, as far as it has."""
    clear = {event.event_id: event.source for event in read if getattr(event, "decrypted", False)}
    events, waiting = [], []
    for raw in raws if isinstance(raws, list) else ():
        if not isinstance(raw, dict):
            continue
        event = opened(client, room_id, raw, clear.get(raw.get("event_id")))
        if isinstance(event, Waiting):
            waiting.append(event)
        elif event is not None:
            events.append(event)
    return Stretch(room=room_id, events=events, waiting=waiting)


def opened(
    client: nio.AsyncClient, room_id: str, raw: dict[str, Any], source: dict[str, Any] | None = None
) -> dict[str, Any] | Waiting | None:
    """An event in the clear, or one that waits for its key; None for what nobody could have meant.

    `raw` is the event as the server sent it, `source` what nio decrypted it to, if it has. The result keeps the
    server's word on who, when and which.
    """
    if raw.get("type") != "m.room.encrypted" or _is_redacted(raw):
        return raw
    # nio changes what it parses.
    event = None if source else nio.Event.parse_event(deepcopy(raw))
    if isinstance(event, nio.MegolmEvent):
        event.room_id = room_id
        try:
            source = client.decrypt_event(event).source
        except (EncryptionError, AssertionError):
            return Waiting(id=event.event_id, room=room_id, session=str(event.session_id), event=raw)
    return raw if source is None else _as_said(raw, source)


def _as_said(raw: dict[str, Any], source: dict[str, Any]) -> dict[str, Any] | None:
    if source.get("type") not in _SAID:
        return None
    said: dict[str, Any] = {"type": source["type"], "content": source.get("content")}
    return said | {key: raw[key] for key in ("event_id", "sender", "origin_server_ts", "unsigned") if key in raw}


def while_inside(events: Sequence[Fields], me: str) -> Iterator[Fields]:
    """Leave out what was said while we were not in the room (case 34). Our own coming and going stays."""
    ours = [event for event in events if _is_member_event(event, me)]
    inside = not (ours and is_joining(ours[0]))
    for event in events:
        if _is_member_event(event, me):
            inside = fields.lenient(event, "content").get("membership") == "join"
            yield event
        # Newer servers say it with each event.
        elif inside and fields.lenient(event, "unsigned").get("membership") not in _NOT_INSIDE:
            yield event


def begins_here(events: Sequence[Fields], me: str) -> bool:
    """Did we come into the room in this stretch? Then what lies before it is not ours to read."""
    return any(_is_member_event(event, me) and is_joining(event) for event in events)


def may_concern_us(event: Fields, me: str, *, is_private: bool) -> bool:
    """Is this for the service? Our own doing is not, but for our coming and going; nor what other bots say."""
    kind, sender = event.get("type"), event.get("sender")
    if kind not in _KINDS or not isinstance(event.get("event_id"), str):
        return False
    if kind == "m.room.member":
        return event.get("state_key") == me or is_private
    if sender == me or "transaction_id" in fields.lenient(event, "unsigned"):
        return False
    return not (kind == "m.room.message" and fields.lenient(event, "content").get("msgtype") == "m.notice")


def _is_member_event(event: Fields, me: str) -> bool:
    return event.get("type") == "m.room.member" and event.get("state_key") == me


def _is_redacted(raw: Fields) -> bool:
    return bool(fields.lenient(raw, "unsigned").get("redacted_because"))
