"""What people do, in words that read like a chat: server.user(…) gives a User whose verbs make updates."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.servers.telegram import delivery, entities
from tests.servers.telegram.bots import Bot, Press
from tests.servers.telegram.chats import Chat, Member, PrivateChat, Topic
from tests.servers.telegram.messages import Message, Version
from tests.servers.telegram.people import ANONYMOUS_ADMIN, CHANNEL_SENDER, Account

if TYPE_CHECKING:
    from tests.servers.telegram.world import World

Json = dict[str, Any]


class DriverError(AssertionError):
    """A test let somebody do what Telegram's apps do not offer."""


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How something is said: as an answer, in a topic, in the group's or a channel's name, passed on from elsewhere.

    `mentions` maps a shown word to a person without a username; `extras` go into the message as they are.
    """

    reply_to: Message | None = None
    topic: Topic | None = None
    anonymous: bool = False
    as_channel: Chat | None = None
    mentions: dict[str, Account] = field(default_factory=dict)
    extras: Json = field(default_factory=dict)


@dataclass(eq=False, kw_only=True)
class User(Account):
    """A person with Telegram on the phone."""

    world: "World"

    def private(self, bot: Bot) -> PrivateChat:
        """The private chat with a bot."""
        return self.world.private(bot, self)

    async def starts(self, bot: Bot, payload: str = "") -> Message:
        """Presses Start, also to unblock the bot."""
        chat = self.private(bot)
        if chat.blocked:
            self._set_blocked(bot, blocked=False)
        chat.started = True
        return await self.says(bot, f"/start {payload}".strip())

    async def blocks(self, bot: Bot) -> None:
        self._set_blocked(bot, blocked=True)

    def _set_blocked(self, bot: Bot, *, blocked: bool) -> None:
        chat = self.private(bot)
        chat.blocked = blocked
        states = (Member(account=bot), Member(account=bot, status="kicked"))
        old, new = states if blocked else reversed(states)
        delivery.member_changed(self.world, chat, old, new, self)

    async def says(self, where: Chat | Bot, text: str, **manner: Any) -> Message:
        """Writes a text. Keywords are those of Manner: reply_to, topic, anonymous, as_channel, mentions, extras."""
        marked = entities.mentions(text, manner.get("mentions", {}))
        return self.posts(where, Manner(**manner), text=text, entities=entities.merged(marked, entities.find(text)))

    def posts(self, where: Chat | Bot, manner: Manner, **content: Any) -> Message:
        """Puts any content into a chat in this person's name."""
        chat = self.private(where) if isinstance(where, Bot) else where
        self._check_may_write(chat)
        extras = content.pop("extras", {}) | manner.extras
        sender, sender_chat = self._face(chat, manner)
        topic = manner.topic or (chat.topics.get(manner.reply_to.topic or 0) if manner.reply_to else None)
        reply = manner.reply_to or (chat.find(topic.id) if topic is not None else None)
        return self.world.message(
            chat,
            sender,
            sender_chat=sender_chat,
            reply_to=reply,
            topic=topic.id if topic is not None else None,
            extras=extras,
            **content,
        )

    def _face(self, chat: Chat, manner: Manner) -> tuple[Account, Chat | None]:
        if manner.anonymous:
            return ANONYMOUS_ADMIN, chat
        return (CHANNEL_SENDER, manner.as_channel) if manner.as_channel is not None else (self, None)

    def _check_may_write(self, chat: Chat) -> None:
        if isinstance(chat, PrivateChat):
            if not chat.started or chat.blocked:
                raise DriverError(f"{self.name} has to press Start first: await user.starts(bot)")
        elif chat.migrated_to is not None:
            raise DriverError(f"the group {chat.id} moved to {chat.migrated_to}")
        elif (member := chat.member(self.id)) is None or not member.inside:
            raise DriverError(f"{self.name} is not in {chat.title}")

    async def edits(self, message: Message, text: str) -> Message:
        """Changes the text or caption of an own message; the same text is the invisible edit of a link preview."""
        now = int(self.world.clock.now())
        message.versions.append(Version(text=message.text, markup=message.markup, until=now))
        message.text, message.entities, message.edit_date = text, entities.find(text), now
        delivery.announce(self.world, message, edited=True)
        message.chat.changed(message)
        return message

    async def deletes(self, messages: Message | Iterable[Message]) -> None:
        """Deletes messages; bots hear nothing of it."""
        for message in [messages] if isinstance(messages, Message) else messages:
            message.deleted = True
            message.chat.changed(message)

    async def presses(self, message: Message, label: str) -> Press:
        """Presses the button with this label (or whose label contains it) and returns what will be answered."""
        exact = [button for button in message.buttons if button.text == label]
        found = exact or [button for button in message.buttons if label in button.text]
        if not found or found[0].data is None:
            raise DriverError(f"no button {label!r} under {message}: {message.labels}")
        return self.sends_callback(message, found[0].data)

    def sends_callback(self, message: Message, data: str) -> Press:
        """What a press does, also with data that stands on no button (an old card, a forged client)."""
        bot = message.sender
        assert isinstance(bot, Bot), "only a bot's message has buttons"
        number = self.world.number()
        press = Press(id=f"{self.id}{number:010d}", person=self, message=message, data=data, at=self.world.clock.now())
        bot.presses[press.id] = press
        bot.seen.add(self.id)
        body = {
            "id": press.id,
            "from": self.json(),
            "message": message.json(),
            "chat_instance": str(abs(message.chat.id) * 7919),
            "data": data,
        }
        bot.queue.add("callback_query", body, message.chat.id)
        return press

    async def reacts(self, message: Message, emoji: str | None) -> None:
        """Sets the one reaction of a person, or takes it away with None."""
        old, new = message.reactions.get(self.id, []), [emoji] if emoji else []
        message.reactions[self.id] = new
        delivery.reaction_changed(self.world, message, self, old, new)
        message.chat.changed(message)
