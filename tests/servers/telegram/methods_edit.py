"""Editing and deleting messages."""

from typing import Any, Final

from tests.servers.telegram import formatting, keyboards, places
from tests.servers.telegram.bots import Bot
from tests.servers.telegram.calls import Call
from tests.servers.telegram.chats import Chat
from tests.servers.telegram.errors import NOT_MODIFIED, bad_request
from tests.servers.telegram.messages import Message, Version
from tests.servers.telegram.registry import method

Json = dict[str, Any]

DELETABLE_SECONDS: Final = 48 * 3600
MOST_DELETED: Final = 100


def own_message(call: Call) -> Message:
    """The bot's own message that a call wants to edit."""
    chat = places.chat_of(call)
    places.check_inside(call.bot, chat)
    message = places.message_of(call, chat, "message to edit not found")
    if message.sender is not call.bot or message.service:
        raise bad_request("message can't be edited")
    return message


def change(call: Call, message: Message, *, text: str, entities: list[Json], media: Json | None = None) -> Message:
    """Writes the new contents; a call without a keyboard takes the old one away."""
    markup = keyboards.checked(call.args.get("reply_markup"))
    wanted = (text, entities, markup, media if media is not None else message.media)
    if wanted == (message.text, message.entities, message.markup, message.media):
        raise bad_request(NOT_MODIFIED)
    call.world.limits.spend(call.bot, message.chat, edit=True)
    now = int(call.world.clock.now())
    message.versions.append(Version(text=message.text, markup=message.markup, until=now))
    message.text, message.entities, message.markup, message.media = wanted
    message.edit_date = now
    message.chat.changed(message)
    return message


@method("editMessageText")
def edit_text(call: Call) -> Any:
    text, entities = formatting.message_text(call)
    message = own_message(call)
    if message.media:
        raise bad_request("there is no text in the message to edit")
    return change(call, message, text=text, entities=entities)


@method("editMessageCaption")
def edit_caption(call: Call) -> Any:
    text, entities = formatting.caption(call)
    message = own_message(call)
    if not message.media:
        raise bad_request("there is no caption in the message to edit")
    return change(call, message, text=text, entities=entities)


@method("editMessageReplyMarkup")
def edit_markup(call: Call) -> Any:
    message = own_message(call)
    return change(call, message, text=message.text, entities=message.entities)


@method("deleteMessage")
def delete_message(call: Call) -> Any:
    chat = places.chat_of(call)
    places.check_inside(call.bot, chat)
    message = places.message_of(call, chat, "message to delete not found")
    _check_deleting(call, message)
    _delete(call.bot, message)
    return True


@method("deleteMessages")
def delete_messages(call: Call) -> Any:
    """Deletes what it may; unknown ids are skipped in silence, as on the real server."""
    chat = places.chat_of(call)
    places.check_inside(call.bot, chat)
    ids = call.args.get("message_ids") or []
    if len(ids) > MOST_DELETED:
        raise bad_request("too many message identifiers specified")
    for message in filter(None, (chat.find(number) for number in ids)):
        _check_deleting(call, message)
        _delete(call.bot, message)
    return True


def _check_deleting(call: Call, message: Message) -> None:
    mine = message.sender is call.bot
    if message.chat.is_group and message.chat.members[call.bot.id].may("can_delete_messages"):
        return
    if not mine and message.chat.is_group:
        raise bad_request("message can't be deleted")
    if call.world.clock.now() - message.date > DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")


def _delete(_bot: Bot, message: Message) -> None:
    chat: Chat = message.chat
    message.deleted = True
    chat.pinned = [one for one in chat.pinned if one is not message]
    chat.changed(message)
