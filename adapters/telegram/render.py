"""From an order to the calls of the Bot API that carry it out. Pure."""

from dataclasses import dataclass, field, replace
from typing import Any, Final

from adapters.telegram.fields import clean
from adapters.telegram.gestures import EMOJI
from adapters.telegram.richtext import parts, rendered, short, shortened
from bot.community import ChatRef
from bot.files import File
from bot.messages import Address, Buttons, Private
from bot.orders import Audience, Delete, Edit, Order, Post, React, ShowMenu, Toast
from bot.richtext import Text

TOAST_LENGTH: Final = 200
CAPTION_LENGTH: Final = 1024
# A larger picture is sent as a document.
PHOTO_BYTES: Final = 10 * 1024 * 1024
# By kind and media type: the method and the name of its argument. Everything else is a document.
_DOCUMENT: Final = ("sendDocument", "document")
_SHOWN_AS: Final = {
    ("photo", "image/jpeg"): ("sendPhoto", "photo"),
    ("photo", "image/png"): ("sendPhoto", "photo"),
    ("photo", "image/webp"): ("sendPhoto", "photo"),
    ("video", "video/mp4"): ("sendVideo", "video"),
    ("voice", "audio/ogg"): ("sendVoice", "voice"),
    ("voice", "audio/mpeg"): ("sendVoice", "voice"),
    ("voice", "audio/mp4"): ("sendVoice", "voice"),
}
MOST_COMMANDS: Final = 100
_SCOPES: Final = {
    Audience.PRIVATE: "all_private_chats",
    Audience.GROUPS: "all_group_chats",
    Audience.HOSTS: "all_chat_administrators",
    Audience.PERSON: "chat",
}
_NO_PREVIEW: Final = {"is_disabled": True}


@dataclass(frozen=True, kw_only=True)
class Call:
    """One method of the Bot API with its arguments, ready to become JSON. A file goes along as the argument `field`."""

    method: str
    arguments: dict[str, Any] = field(default_factory=dict)
    file: File | None = None
    field: str = "document"


def render(order: Order) -> list[Call]:
    """The calls in their order; more than one only for a text that is longer than a message."""
    match order:
        case Post():
            return _post(order)
        case Edit():
            return [_edit(order)]
        case React():
            return [_react(order)]
        case Toast():
            return [_toast(order)]
        case Delete():
            return [Call(method="deleteMessage", arguments=_message(order.to, order.message))]
        case ShowMenu():
            return [_menu(order)]


def _post(order: Post) -> list[Call]:
    """The first part carries buttons, reply and sound; the rest follows in silence."""
    message = order.message
    calls = []
    if message.file is not None:
        return [_document(order, message.file)]
    for place, text in enumerate(parts(message.text)):
        arguments = _place(order.to) | _words(text)
        if message.silent or place:
            arguments["disable_notification"] = True
        calls.append(Call(method="sendMessage", arguments=arguments))
    calls[0].arguments.update(_keyboard(message.buttons) | _reply(order.reply_to))
    if message.point is not None:
        where = {"latitude": message.point.latitude, "longitude": message.point.longitude}
        calls.append(Call(method="sendLocation", arguments=_place(order.to) | where | {"disable_notification": True}))
    return calls


def _document(order: Post, file: File) -> Call:
    """A file with its caption, which is cut where Telegram ends it."""
    words, entities = rendered(shortened(order.message.text, CAPTION_LENGTH))
    arguments = {**_place(order.to), "caption": words, **_keyboard(order.message.buttons), **_reply(order.reply_to)}
    if entities:
        arguments["caption_entities"] = entities
    if order.message.silent:
        arguments["disable_notification"] = True
    method, name = _SHOWN_AS.get((file.kind, file.mime), _DOCUMENT)
    if file.kind == "photo" and len(file.content) > PHOTO_BYTES:
        method, name = _DOCUMENT
    return Call(method=method, arguments=arguments, file=file, field=name)


def as_document(call: Call) -> Call:
    """The same file, shown as a document: what Telegram does not take as a picture, it takes so."""
    method, name = _DOCUMENT
    return replace(call, method=method, field=name)


def _edit(order: Edit) -> Call:
    """An edit without buttons takes the old ones away. It stays one message, so a text too long for it is cut."""
    arguments = _message(order.to, order.remote) | _words(shortened(order.message.text))
    return Call(method="editMessageText", arguments=arguments | _keyboard(order.message.buttons))


def _react(order: React) -> Call:
    reaction = [] if order.gesture is None else [{"type": "emoji", "emoji": EMOJI[order.gesture]}]
    return Call(method="setMessageReaction", arguments={**_message(order.to, order.message), "reaction": reaction})


def _toast(order: Toast) -> Call:
    arguments: dict[str, Any] = {"callback_query_id": order.press}
    if order.text:
        arguments["text"] = short(order.text, TOAST_LENGTH)
        # What does not fit into the line that fades is read at leisure.
        if arguments["text"] != order.text:
            arguments["show_alert"] = True
    return Call(method="answerCallbackQuery", arguments=arguments)


def _menu(order: ShowMenu) -> Call:
    """A menu for one language goes before that for all; one for a chat goes before both."""
    scope: dict[str, Any] = {"type": _SCOPES[order.audience]}
    if order.audience is Audience.PERSON:
        scope["chat_id"] = _chat(order.to)
    arguments: dict[str, Any] = {"scope": scope}
    if order.language is not None:
        arguments["language_code"] = order.language
    if not order.lines:
        return Call(method="deleteMyCommands", arguments=arguments)
    lines = [{"command": line.command, "description": line.words} for line in order.lines[:MOST_COMMANDS]]
    return Call(method="setMyCommands", arguments={"commands": lines, **arguments})


def _chat(to: Address) -> int | str:
    chat = to.account.id if isinstance(to, Private) else to.chat
    return int(chat) if chat.removeprefix("-").isdecimal() else chat


def _place(to: Address) -> dict[str, Any]:
    place: dict[str, Any] = {"chat_id": _chat(to)}
    if isinstance(to, ChatRef) and to.thread is not None:
        place["message_thread_id"] = int(to.thread)
    return place


def _message(to: Address, number: str) -> dict[str, Any]:
    return {"chat_id": _chat(to), "message_id": int(number)}


def _words(text: Text) -> dict[str, Any]:
    words, entities = rendered(text)
    arguments: dict[str, Any] = {"text": words, "link_preview_options": _NO_PREVIEW}
    if entities:
        arguments["entities"] = entities
    return arguments


def _keyboard(buttons: Buttons) -> dict[str, Any]:
    rows = [[{"text": clean(button.label), "callback_data": button.data} for button in row] for row in buttons if row]
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def _reply(number: str | None) -> dict[str, Any]:
    """A message that is gone gives no update, so an answer to it may go without."""
    if number is None:
        return {}
    return {"reply_parameters": {"message_id": int(number), "allow_sending_without_reply": True}}
