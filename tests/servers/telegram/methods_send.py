"""sendMessage, and what every sending method shares: the place, the reply, the limits, the new message."""

from dataclasses import dataclass, field
from typing import Any

from tests.servers.telegram import formatting, keyboards, places
from tests.servers.telegram.calls import Call
from tests.servers.telegram.chats import Chat
from tests.servers.telegram.messages import Message
from tests.servers.telegram.registry import method

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a new message consists of, before it has a place."""

    text: str = ""
    entities: list[Json] = field(default_factory=list)
    media: Json = field(default_factory=dict)
    extras: Json = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a new message goes: the chat, the topic and the message it answers."""

    chat: Chat
    reply_to: Message | None
    topic: int | None


def place(call: Call, kind: str = "text") -> Place:
    """The place of a call after all checks of rights."""
    chat = places.chat_of(call)
    places.check_writing(call.bot, chat, kind)
    reply = places.reply_of(call, chat)
    return Place(chat=chat, reply_to=reply, topic=places.topic_of(call, chat, reply))


def post(call: Call, where: Place, content: Content, markup: Json | None = None) -> Message:
    """Puts the message into the chat; 429 when a limit is reached."""
    call.world.limits.spend(call.bot, where.chat)
    return call.world.message(
        where.chat,
        call.bot,
        text=content.text,
        entities=content.entities,
        media=content.media,
        extras=content.extras | ({"has_protected_content": True} if call.flag("protect_content") else {}),
        markup=markup,
        reply_to=where.reply_to,
        topic=where.topic,
        silent=call.flag("disable_notification"),
    )


@method("sendMessage")
def send_message(call: Call) -> Any:
    text, marked = formatting.message_text(call)
    markup = keyboards.checked(call.args.get("reply_markup"))
    return post(call, place(call), Content(text=text, entities=marked), markup)


@method("sendChatAction")
def send_chat_action(call: Call) -> Any:
    chat = places.chat_of(call)
    places.check_writing(call.bot, chat)
    chat.actions.append(call.text("action"))
    return True
