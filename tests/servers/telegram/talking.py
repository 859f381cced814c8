"""How people put anything into a chat: in which name, as an answer to what, in which topic."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.servers.telegram import entities
from tests.servers.telegram.bots import Bot
from tests.servers.telegram.chats import Chat, PrivateChat, Topic
from tests.servers.telegram.messages import Message
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
class Talker(Account):
    """The part of a person that speaks."""

    world: "World"

    def private(self, bot: Bot) -> PrivateChat:
        """The private chat with a bot."""
        return self.world.private(bot, self)

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
