"""Who hears what: privacy mode, administrators, service messages, and the updates that come of it."""

from typing import TYPE_CHECKING, Any

from tests.servers.telegram.bots import Bot
from tests.servers.telegram.chats import Chat, Member, PrivateChat
from tests.servers.telegram.messages import Message, cut
from tests.servers.telegram.people import Account

if TYPE_CHECKING:
    from tests.servers.telegram.world import World

Json = dict[str, Any]


def announce(world: "World", message: Message, *, edited: bool = False) -> None:
    """Give a message to every bot that may hear it. A bot never hears a bot, itself included, but for service."""
    if message.sender.is_bot and not message.service and message.sender_chat is None:
        return
    kind = _kind(message.chat, edited=edited)
    body: Json | None = None
    for bot in bots_in(world, message.chat):
        bot.seen.add(message.sender.id)
        if hears(world, bot, message):
            body = body or message.json()
            bot.queue.add(kind, body, message.chat.id)


def _kind(chat: Chat, *, edited: bool) -> str:
    kind = "channel_post" if chat.type == "channel" else "message"
    return f"edited_{kind}" if edited else kind


def bots_in(world: "World", chat: Chat) -> list[Bot]:
    """The bots inside a chat now."""
    if isinstance(chat, PrivateChat):
        return [bot for bot in world.bots.values() if bot.private.get(chat.id) is chat]
    return [m.account for m in chat.members.values() if m.inside and isinstance(m.account, Bot)]


def hears(world: "World", bot: Bot, message: Message) -> bool:
    """Privacy mode: only what is meant for the bot, unless it is an administrator or was added with it off."""
    chat = message.chat
    member = chat.member(bot.id)
    if not chat.is_group or message.service or member is None or member.is_admin or member.hears_all:
        return True
    meant = _answers(world, bot, message) or _commanded(world, bot, message)
    return meant or (world.mentions_delivered and _mentioned(bot, message))


def _answers(world: "World", bot: Bot, message: Message) -> bool:
    """A reply to the bot, or to a message that was itself meant for it."""
    target = message.reply_to
    if target is None or target.service:
        return False
    return target.sender is bot or _commanded(world, bot, target) or _answers(world, bot, target)


def _commanded(world: "World", bot: Bot, message: Message) -> bool:
    first = next((e for e in message.entities if e["type"] == "bot_command" and e["offset"] == 0), None)
    if first is None:
        return False
    _, _, target = cut(message.text, 0, first["length"]).partition("@")
    if target:
        return target.lower() == (bot.username or "").lower()
    others = [one.id for one in bots_in(world, message.chat)]
    # A bare command goes to the bot that spoke last; while none of them has spoken, to all.
    return message.chat.last_bot not in others or message.chat.last_bot == bot.id


def _mentioned(bot: Bot, message: Message) -> bool:
    name = f"@{bot.username}".lower()
    return any(words.lower() == name for words in message.texts_under("mention"))


def member_changed(world: "World", chat: Chat, old: Member, new: Member, by: Account) -> None:
    """my_chat_member for the bot itself, chat_member for the administrators among the other bots."""
    change = {
        "chat": chat.json(),
        "from": by.json(),
        "date": int(world.clock.now()),
        "old_chat_member": old.json(),
        "new_chat_member": new.json(),
    }
    if isinstance(new.account, Bot):
        new.account.queue.add("my_chat_member", change, chat.id)
    for bot in bots_in(world, chat):
        mine = chat.member(bot.id)
        if bot is not new.account and mine is not None and mine.is_admin:
            bot.queue.add("chat_member", change, chat.id)


def reaction_changed(world: "World", message: Message, by: Account, old: list[str], new: list[str]) -> None:
    """message_reaction, which in groups reaches administrators only."""
    change = {
        "chat": message.chat.json(),
        "message_id": message.id,
        "user": by.json(),
        "date": int(world.clock.now()),
        "old_reaction": [{"type": "emoji", "emoji": emoji} for emoji in old],
        "new_reaction": [{"type": "emoji", "emoji": emoji} for emoji in new],
    }
    for bot in bots_in(world, message.chat):
        mine = message.chat.member(bot.id)
        if isinstance(message.chat, PrivateChat) or (mine is not None and mine.is_admin):
            bot.queue.add("message_reaction", change, message.chat.id)
