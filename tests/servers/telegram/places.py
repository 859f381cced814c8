"""Where a call points: the chat, the bot's right to write there, the message it answers, the topic."""

from typing import Any

from tests.servers.telegram.bots import Bot
from tests.servers.telegram.calls import Call
from tests.servers.telegram.chats import Chat, PrivateChat
from tests.servers.telegram.errors import bad_request, forbidden
from tests.servers.telegram.messages import Message

Json = dict[str, Any]

WRITING = {
    "text": ("can_send_messages", "text messages"),
    "photo": ("can_send_photos", "photos"),
    "video": ("can_send_videos", "videos"),
    "voice": ("can_send_voice_notes", "voice notes"),
    "audio": ("can_send_audios", "music"),
    "document": ("can_send_documents", "documents"),
    "location": ("can_send_messages", "text messages"),
}


def chat_of(call: Call, name: str = "chat_id") -> Chat:
    """The chat of a call, readable for the bot; 400 "chat not found" and the 403s as on the real server."""
    wanted = call.args.get(name)
    if wanted is None or wanted == "":
        raise bad_request("chat_id is empty")
    chat = _find(call, wanted)
    if chat is None:
        raise bad_request("chat not found")
    return chat


def _find(call: Call, wanted: Any) -> Chat | None:
    if isinstance(wanted, str) and wanted.startswith("@"):
        name = wanted[1:].lower()
        return next((c for c in call.world.groups.values() if (c.username or "").lower() == name), None)
    number = int(wanted) if isinstance(wanted, int) or str(wanted).lstrip("-").isdigit() else 0
    if number > 0:
        return call.bot.private.get(number) or _stranger(call, number)
    return call.world.groups.get(number)


def _stranger(call: Call, number: int) -> Chat | None:
    """A person who never pressed Start: known to the bot from a group, or not at all."""
    if any(bot.id == number for bot in call.world.bots.values()):
        raise forbidden("bot can't send messages to bots")
    person = call.world.people.get(number)
    shared = number in call.bot.seen or any(_both(chat, call.bot, number) for chat in call.world.groups.values())
    return call.world.private(call.bot, person) if person is not None and shared else None


def _both(chat: Chat, bot: Bot, number: int) -> bool:
    mine, other = chat.member(bot.id), chat.member(number)
    return mine is not None and mine.inside and other is not None


def check_inside(bot: Bot, chat: Chat) -> None:
    """403 unless the bot is in the chat; 400 with the new id when the group has moved."""
    if chat.migrated_to is not None:
        raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
    if isinstance(chat, PrivateChat):
        return
    member = chat.member(bot.id)
    if member is not None and member.status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    if member is None or not member.inside:
        raise forbidden(f"bot is not a member of the {chat.type} chat")


def check_writing(bot: Bot, chat: Chat, kind: str = "text") -> None:
    """The 403s of private chats and the 400 of a muted bot."""
    check_inside(bot, chat)
    if isinstance(chat, PrivateChat):
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        return
    right, words = WRITING[kind]
    member = chat.members[bot.id]
    muted = member.status == "restricted" and not member.rights.get(right, False)
    if not member.is_admin and (muted or not chat.permissions.get(right, True)):
        raise bad_request(f"not enough rights to send {words} to the chat")


def message_of(call: Call, chat: Chat, missing: str) -> Message:
    """The message that a call names; 400 with the given words when it is not there."""
    number = call.number("message_id")
    if number <= 0:
        raise bad_request("message identifier is not specified")
    message = chat.find(number)
    if message is None:
        raise bad_request(missing)
    return message


def reply_of(call: Call, chat: Chat) -> Message | None:
    """The message that a new one answers, or None when it may go without."""
    wanted = call.args.get("reply_parameters")
    if not isinstance(wanted, dict):
        return None
    if wanted.get("chat_id") not in {None, chat.id, str(chat.id)}:
        call.world.violations.append(f"{call.method}: this test server does not model replies into another chat")
    message = chat.find(wanted.get("message_id", 0))
    if message is None and wanted.get("allow_sending_without_reply") is not True:
        raise bad_request("message to be replied not found")
    if message is not None and str(wanted.get("quote") or "") not in message.text:
        raise bad_request("QUOTE_TEXT_INVALID")
    return message


def topic_of(call: Call, chat: Chat, reply: Message | None) -> int | None:
    """The topic a new message goes to; a reply lands in the topic of what it answers."""
    wanted = call.args.get("message_thread_id")
    if wanted is None:
        return reply.topic if reply is not None else None
    topic = chat.topics.get(wanted)
    if topic is None or topic.deleted:
        raise bad_request("message thread not found")
    if topic.closed and not chat.members[call.bot.id].may("can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")
    return topic.id
