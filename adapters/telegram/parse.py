"""From a received Telegram update to what happened, in words that fit every network. Pure.

Service messages, stickers, polls and whatever bots say are no events. Edits and repeated presses come as they are;
intake decides what a double is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from adapters.telegram import fields, people, places
from adapters.telegram.attachments import attachments_of
from adapters.telegram.fields import Fields
from adapters.telegram.gestures import changes
from adapters.telegram.identity import CHANNEL, Envelope, Me
from adapters.telegram.membership import membership_changes
from adapters.telegram.updates import key_of
from adapters.telegram.wording import wording_of
from bot.community import ChatRef
from bot.messages import ButtonPress, ChatMoved, Incoming, IncomingMessage, Reaction, RepliedTo


def parse(payload: str) -> Sequence[Incoming]:
    """What happened, from an inbox row. Raises `Unreadable`."""
    envelope = Envelope.open(payload)
    key, me = key_of(envelope.update), envelope.me
    for name, read in _READERS.items():
        if content := fields.part(envelope.update, name):
            return read(content, key, me)
    if press := fields.part(envelope.update, "callback_query"):
        return _press(press, key, envelope)
    return ()


def _message(message: Fields, key: str, me: Me) -> Sequence[Incoming]:
    if moved := _moved(message, key, me):
        return (moved,)
    return _said(message, key, me)


def _edited(message: Fields, key: str, me: Me) -> Sequence[Incoming]:
    # A live location moves by edits, several a minute; where it began is what was reported.
    if "location" in message:
        return ()
    return _said(message, key, me, edited=True)


def _said(message: Fields, key: str, me: Me, *, edited: bool = False) -> Sequence[Incoming]:
    sender, wording, attachments = people.sender_of(message), wording_of(message, me), attachments_of(message)
    if sender.is_bot or wording.for_another_bot or not (wording.text or wording.mentions_bot or attachments):
        return ()
    said = IncomingMessage(
        key=key,
        chat=places.chat_of(message, me.bot),
        id=str(fields.required_number(message, "message_id")),
        sender=sender,
        at=fields.moment(message, "edit_date" if edited else "date"),
        text=wording.text,
        is_private=places.is_private(message),
        chat_title=places.title_of(message),
        command=wording.command,
        mentions_bot=wording.mentions_bot,
        reply_to=_replied_to(message, me),
        attachments=attachments,
        album=fields.words(message, "media_group_id"),
        edited=edited,
    )
    return (said,)


def _replied_to(message: Fields, me: Me) -> RepliedTo | None:
    answered = fields.part(message, "reply_to_message")
    # Every message of a forum topic that answers nobody "replies" to the notice that opened the topic.
    if answered is None or "forum_topic_created" in answered:
        return None
    author = fields.part(answered, "from")
    return RepliedTo(
        id=str(fields.required_number(answered, "message_id")),
        is_ours=author is not None and fields.number(author, "id") == me.id,
        text=_words_of(answered),
        sender=people.optional_sender(answered),
    )


def _words_of(message: Fields) -> str | None:
    return fields.words(message, "text") or fields.words(message, "caption")


def _moved(message: Fields, key: str, me: Me) -> ChatMoved | None:
    """A group became a supergroup; the old chat and the new one each say it."""
    here = places.chat_of(message, me.bot).whole
    to, source = fields.number(message, "migrate_to_chat_id"), fields.number(message, "migrate_from_chat_id")
    if to is None and source is None:
        return None
    other = ChatRef(CHANNEL, here.bot, str(to if source is None else source))
    return ChatMoved(
        key=key,
        chat=here if source is None else other,
        sender=people.sender_of(message),
        at=fields.moment(message, "date"),
        to=other if source is None else here,
    )


def _press(press: Fields, key: str, envelope: Envelope) -> Sequence[Incoming]:
    """A button of ours was pressed. Telegram does not say when; the moment of receiving stands in for it."""
    under, carried = fields.part(press, "message"), fields.words(press, "data")
    if under is None or carried is None:
        return ()
    answered = fields.part(under, "reply_to_message")
    pressed = ButtonPress(
        key=key,
        chat=places.chat_of(under, envelope.me.bot),
        message=str(fields.required_number(under, "message_id")),
        sender=replace(people.person(fields.required_part(press, "from")), is_chat_admin=envelope.by_admin),
        at=envelope.at,
        data=carried,
        is_private=places.is_private(under),
        press=fields.required_words(press, "id"),
        quoted=_words_of(answered) if answered else None,
    )
    return (pressed,)


def _reacted(reaction: Fields, key: str, me: Me) -> Sequence[Incoming]:
    sender = people.reactor_of(reaction)
    if sender.is_bot:
        return ()
    return [
        Reaction(
            # One update may take a reaction back and give another: the first keeps the update's own key.
            key=f"{key}:{place}" if place else key,
            chat=places.chat_of(reaction, me.bot),
            message=str(fields.required_number(reaction, "message_id")),
            sender=sender,
            at=fields.moment(reaction, "date"),
            gesture=gesture,
            added=added,
            is_private=places.is_private(reaction),
        )
        for place, (gesture, added) in enumerate(changes(reaction))
    ]


_READERS: Final[Mapping[str, Callable[[Fields, str, Me], Sequence[Incoming]]]] = {
    "message": _message,
    "edited_message": _edited,
    "message_reaction": _reacted,
    "my_chat_member": membership_changes,
}
