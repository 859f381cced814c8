"""What our own membership in a room became, who caused it, and where a room went."""

from collections.abc import Sequence

from adapters.matrix import fields
from adapters.matrix.envelope import Envelope, Setting
from adapters.matrix.fields import Fields
from adapters.matrix.names import CHANNEL, Me, person
from bot.community import ChatRef
from bot.messages import BotAdded, BotRemoved, ChatMoved, Incoming, Sender

_OUTSIDE = frozenset({"leave", "ban"})


def actor_of(event: Fields, me: str) -> str:
    """Who did it: for our own joining, the person who had invited us."""
    sender: str = fields.required_words(event, "sender")
    if event.get("type") == "m.room.member" and event.get("state_key") == me == sender and is_joining(event):
        inviter = fields.lenient(event, "unsigned").get("prev_sender")
        if _membership_before(event) == "invite" and isinstance(inviter, str):
            return inviter
    return sender


def is_joining(event: Fields) -> bool:
    """Did somebody come into the room? A new name or picture is told by an event of the same kind."""
    return fields.lenient(event, "content").get("membership") == "join" and _membership_before(event) != "join"


def membership_changes(envelope: Envelope) -> Sequence[Incoming]:
    """At most one event: we are in a group, we were removed, or the other person left a private room."""
    member = envelope.event.get("state_key")
    if member == envelope.me.id:
        return _ours(envelope)
    if isinstance(member, str) and envelope.setting.is_private and _is_outside(envelope.event):
        return (_removed(envelope, member),)
    return ()


def moved(envelope: Envelope) -> Sequence[Incoming]:
    """The room was closed and goes on in another one (a room upgrade)."""
    event, setting = envelope.event, envelope.setting
    replacement = fields.words(fields.part(event, "content"), "replacement_room")
    if event.get("state_key") != "" or not replacement:
        return ()
    change = ChatMoved(
        key=fields.required_words(event, "event_id"),
        chat=chat_of(setting, envelope.me),
        sender=_actor(envelope),
        at=fields.moment(event, "origin_server_ts"),
        to=ChatRef(CHANNEL, envelope.me.id, replacement),
    )
    return (change,)


def chat_of(setting: Setting, me: Me, thread: str | None = None) -> ChatRef:
    """The room, or a thread in it. A private room counts as a whole: it is written to by its person's name."""
    return ChatRef(CHANNEL, me.id, setting.room, None if setting.is_private else thread)


def _ours(envelope: Envelope) -> Sequence[Incoming]:
    if is_joining(envelope.event):
        return () if envelope.setting.is_private else (_added(envelope),)
    # An invitation that was declined or taken back ends in the same kind of event.
    was_inside = _membership_before(envelope.event) in (None, "join")
    return (_removed(envelope, None),) if _is_outside(envelope.event) and was_inside else ()


def _added(envelope: Envelope) -> BotAdded:
    return BotAdded(
        key=fields.required_words(envelope.event, "event_id"),
        chat=chat_of(envelope.setting, envelope.me),
        sender=_actor(envelope),
        at=fields.moment(envelope.event, "origin_server_ts"),
        chat_title=envelope.setting.title,
        hears=True,
        encrypted=envelope.setting.is_encrypted,
    )


def _removed(envelope: Envelope, who_left: str | None) -> BotRemoved:
    return BotRemoved(
        key=fields.required_words(envelope.event, "event_id"),
        chat=chat_of(envelope.setting, envelope.me),
        sender=_actor(envelope) if who_left is None else person(who_left, None),
        at=fields.moment(envelope.event, "origin_server_ts"),
        is_private=envelope.setting.is_private,
    )


def _actor(envelope: Envelope) -> Sender:
    setting = envelope.setting
    actor = actor_of(envelope.event, envelope.me.id)
    return person(actor, setting.actor_name, is_chat_admin=setting.actor_is_admin)


def _is_outside(event: Fields) -> bool:
    return fields.lenient(event, "content").get("membership") in _OUTSIDE


def _membership_before(event: Fields) -> str | None:
    before = fields.lenient(event, "unsigned", "prev_content").get("membership")
    return before if isinstance(before, str) else None
