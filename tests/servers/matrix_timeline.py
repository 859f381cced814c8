"""What a person sees when looking at a Matrix room: messages with their edits, reactions and deletions folded in.

Knows the shapes of Matrix events. Does not know the network, encryption or nio.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message as it looks now. `at` is the server's time in milliseconds; `history` are its older bodies."""

    id: str
    sender: str
    kind: str
    body: str
    at: int
    encrypted: bool = False
    formatted_body: str | None = None
    mentions: tuple[str, ...] = ()
    in_reply_to: str | None = None
    thread: str | None = None
    history: tuple[str, ...] = ()
    reactions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    redacted: bool = False
    content: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_notice(self) -> bool:
        """Silent on people's phones."""
        return self.kind == "m.notice"

    @property
    def was_edited(self) -> bool:
        return bool(self.history)


class Timeline:
    """The messages of one room, oldest first."""

    def __init__(self) -> None:
        self._messages: dict[str, Message] = {}
        self._reactions: dict[str, tuple[str, str, str]] = {}

    def __iter__(self) -> Iterator[Message]:
        return iter(list(self._messages.values()))

    def take(self, event: Mapping[str, Any], *, encrypted: bool) -> None:
        """Fold one (decrypted) timeline event in; what is no talk is ignored."""
        match event.get("type"):
            case "m.room.message" if _relation(event).get("rel_type") == "m.replace":
                self._edit(event)
            case "m.room.message" if event["content"]:
                self._messages[event["event_id"]] = _message(event, encrypted=encrypted)
            case "m.room.encrypted":
                self._messages.setdefault(event["event_id"], _unreadable(event))
            case "m.reaction":
                self._react(event)
            case "m.room.redaction":
                self._redact(event.get("redacts") or event["content"].get("redacts", ""))

    def _edit(self, event: Mapping[str, Any]) -> None:
        original = self._messages.get(_relation(event).get("event_id", ""))
        if original is None or original.sender != event["sender"]:
            return
        content = _dictionary(event["content"], "m.new_content")
        new = _message({**event, "content": content}, encrypted=original.encrypted)
        self._messages[original.id] = replace(
            original,
            kind=new.kind,
            body=new.body,
            formatted_body=new.formatted_body,
            mentions=new.mentions,
            content=new.content,
            history=(*original.history, original.body),
        )

    def _react(self, event: Mapping[str, Any]) -> None:
        relation = _relation(event)
        target = relation.get("event_id", "")
        self._reactions[event["event_id"]] = (target, relation.get("key", ""), event["sender"])
        self._count_reactions(target)

    def _redact(self, target: str) -> None:
        if target in self._messages:
            self._messages[target] = replace(self._messages[target], body="", redacted=True, content={})
        elif target in self._reactions:
            on, _, _ = self._reactions.pop(target)
            self._count_reactions(on)

    def _count_reactions(self, target: str) -> None:
        if target not in self._messages:
            return
        counted: dict[str, tuple[str, ...]] = {}
        for on, key, sender in self._reactions.values():
            if on == target:
                counted[key] = (*counted.get(key, ()), sender)
        self._messages[target] = replace(self._messages[target], reactions=counted)


def _relation(event: Mapping[str, Any]) -> Mapping[str, Any]:
    return _dictionary(event["content"], "m.relates_to")


def _dictionary(content: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    # Tests also send what no client should send, and a person's client must live on.
    found = content.get(key)
    return found if isinstance(found, dict) else {}


def _message(event: Mapping[str, Any], *, encrypted: bool) -> Message:
    content, relation = event["content"], _relation(event)
    return Message(
        id=event["event_id"],
        sender=event["sender"],
        kind=content.get("msgtype", ""),
        body=content.get("body", ""),
        at=event["origin_server_ts"],
        encrypted=encrypted,
        formatted_body=content.get("formatted_body"),
        mentions=tuple(_dictionary(content, "m.mentions").get("user_ids", ())),
        in_reply_to=_dictionary(relation, "m.in_reply_to").get("event_id"),
        thread=relation.get("event_id") if relation.get("rel_type") == "m.thread" else None,
        content=content,
    )


def _unreadable(event: Mapping[str, Any]) -> Message:
    return Message(
        id=event["event_id"],
        sender=event["sender"],
        kind="unreadable",
        body="",
        at=event["origin_server_ts"],
        encrypted=True,
    )
