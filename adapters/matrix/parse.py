"""From a received Matrix event to what happened, in words that fit every network. Pure.

Notices (what bots say), stickers, polls, calls and what was deleted before we saw it are no events.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from adapters.matrix import fields
from adapters.matrix.attachments import FILES, LOCATION, attachments_of
from adapters.matrix.envelope import SEALED, Envelope, Known
from adapters.matrix.fields import Fields
from adapters.matrix.gestures import gesture_of
from adapters.matrix.membership import chat_of, membership_changes, moved
from adapters.matrix.names import person
from adapters.matrix.wording import caption_of, wording_of
from bot.errors import Unreadable
from bot.messages import Incoming, IncomingMessage, MessageDeleted, MessageSealed, Reaction, RepliedTo, Sender

_TALK: Final = frozenset({"m.text", "m.emote", LOCATION, *FILES})


def parse(payload: str) -> Sequence[Incoming]:
    """What happened, from an inbox row. Raises `Unreadable`."""
    envelope = Envelope.open(payload)
    fields.required_words(envelope.event, "event_id")
    if fields.lenient(envelope.event, "unsigned").get("redacted_because"):
        return ()
    reader = _READERS.get(fields.required_words(envelope.event, "type"))
    return () if reader is None else reader(envelope)


def _message(envelope: Envelope) -> Sequence[Incoming]:
    content = fields.part(envelope.event, "content")
    relation = fields.part(content, "m.relates_to")
    if relation.get("rel_type") == "m.replace":
        return _edited(envelope, content, relation)
    return _said(envelope, content, relation, fields.required_words(envelope.event, "event_id"))


def _edited(envelope: Envelope, content: Fields, relation: Fields) -> Sequence[Incoming]:
    """The new words of an earlier message, if its author wrote them (case 46); who else claims an edit is not heard."""
    author = envelope.about.sender if envelope.about else None
    if author != fields.required_words(envelope.event, "sender"):
        return ()
    new = fields.part(content, "m.new_content")
    return _said(envelope, new, {}, fields.required_words(relation, "event_id"), edited=True)


def _said(
    envelope: Envelope, content: Fields, relation: Fields, message: str, *, edited: bool = False
) -> Sequence[Incoming]:
    if fields.required_words(content, "msgtype") not in _TALK:
        return ()
    event, setting, me = envelope.event, envelope.setting, envelope.me
    wording = wording_of(caption_of(content), me, is_reply=bool(fields.part(relation, "m.in_reply_to")))
    attachments = attachments_of(content)
    if not (wording.text or wording.mentions_bot or attachments):
        return ()
    said = IncomingMessage(
        key=fields.required_words(event, "event_id"),
        chat=chat_of(setting, me, _thread(relation)),
        id=message,
        sender=_sender(envelope),
        at=fields.moment(event, "origin_server_ts"),
        text=wording.text,
        is_private=setting.is_private,
        chat_title=setting.title,
        command=wording.command,
        mentions_bot=wording.mentions_bot,
        encrypted=envelope.setting.is_encrypted,
        reply_to=_replied_to(relation, envelope),
        attachments=attachments,
        edited=edited,
    )
    return (said,)


def _thread(relation: Fields) -> str | None:
    return fields.required_words(relation, "event_id") if relation.get("rel_type") == "m.thread" else None


def answered(relation: Fields) -> str | None:
    """The message that another one answers, by its relation.

    Clients without threads show every message of a thread as a reply to some other; such a reply is none (case 47).
    Raises `Unreadable`.
    """
    if relation.get("rel_type") == "m.thread" and fields.flag(relation, "is_falling_back"):
        return None
    return fields.words(fields.part(relation, "m.in_reply_to"), "event_id")


def _replied_to(relation: Fields, envelope: Envelope) -> RepliedTo | None:
    message, about = answered(relation), envelope.about
    if message is None:
        return None
    if about is None:
        return RepliedTo(id=message)
    return RepliedTo(
        id=message,
        is_ours=about.sender == envelope.me.id,
        once=_once(envelope, about),
        text=about.text,
        sender=person(about.sender, about.name),
        quoted=about.quoted,
    )


def _reacted(envelope: Envelope) -> Sequence[Incoming]:
    relation = fields.part(fields.part(envelope.event, "content"), "m.relates_to")
    if relation.get("rel_type") != "m.annotation":
        raise Unreadable("a reaction without m.annotation")
    message = fields.required_words(relation, "event_id")
    return (_reaction(envelope, message, fields.required_words(relation, "key"), _sender(envelope)),)


def _redacted(envelope: Envelope) -> Sequence[Incoming]:
    """A message was deleted, or a reaction taken back. What else may be deleted does not concern us."""
    event, about = envelope.event, envelope.about
    target = fields.words(event, "redacts") or fields.words(fields.part(event, "content"), "redacts")
    if target is None:
        raise Unreadable("a redaction of nothing")
    if about is not None and about.kind == "m.reaction":
        return _taken_back(envelope, about)
    deleted = MessageDeleted(
        key=fields.required_words(event, "event_id"),
        chat=chat_of(envelope.setting, envelope.me, about.thread if about else None),
        message=target,
        sender=_sender(envelope),
        at=fields.moment(event, "origin_server_ts"),
        is_private=envelope.setting.is_private,
    )
    return (deleted,)


def _taken_back(envelope: Envelope, about: Known) -> Sequence[Incoming]:
    """Whoever removed it, it is the gesture of the person who had made it."""
    if about.target is None or about.key is None:
        return ()
    return (_reaction(envelope, about.target, about.key, person(about.sender, about.name), added=False),)


def _reaction(envelope: Envelope, message: str, key: str, sender: Sender, *, added: bool = True) -> Reaction:
    about = envelope.about if added else None
    return Reaction(
        key=fields.required_words(envelope.event, "event_id"),
        chat=chat_of(envelope.setting, envelope.me, about.thread if about else None),
        message=message,
        sender=sender,
        at=fields.moment(envelope.event, "origin_server_ts"),
        gesture=gesture_of(key),
        added=added,
        is_private=envelope.setting.is_private,
        quoted=about.quoted if about else None,
        once=_once(envelope, about),
    )


def _once(envelope: Envelope, about: Known | None) -> str | None:
    """The name of a message of ours; what others call so is none."""
    return about.once if about is not None and about.sender == envelope.me.id else None


def _sender(envelope: Envelope) -> Sender:
    setting = envelope.setting
    sender = fields.required_words(envelope.event, "sender")
    return person(sender, setting.actor_name, is_chat_admin=setting.actor_is_admin)


def _sealed(envelope: Envelope) -> Sequence[Incoming]:
    event = envelope.event
    sealed = MessageSealed(
        key=f"sealed:{fields.required_words(event, 'event_id')}",
        chat=chat_of(envelope.setting, envelope.me, None),
        message=fields.required_words(event, "event_id"),
        sender=_sender(envelope),
        at=fields.moment(event, "origin_server_ts"),
        is_private=envelope.setting.is_private,
    )
    return (sealed,)


def _still_encrypted(_: Envelope) -> Sequence[Incoming]:
    raise Unreadable("encrypted in a way that we do not know")


_READERS: Final[Mapping[str, Callable[[Envelope], Sequence[Incoming]]]] = {
    "m.room.message": _message,
    "m.reaction": _reacted,
    "m.room.redaction": _redacted,
    "m.room.member": membership_changes,
    "m.room.tombstone": moved,
    "m.room.encrypted": _still_encrypted,
    SEALED: _sealed,
}
