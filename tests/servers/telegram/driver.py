"""What people do, in words that read like a chat: server.user(…) gives a User whose verbs make updates."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tests.servers.telegram import delivery, entities
from tests.servers.telegram.bots import Bot, Press
from tests.servers.telegram.chats import Chat, Member, Topic
from tests.servers.telegram.groups import Group
from tests.servers.telegram.messages import Message, Version
from tests.servers.telegram.sending import Sender
from tests.servers.telegram.talking import DriverError, Manner

Json = dict[str, Any]


@dataclass(eq=False, kw_only=True)
class User(Sender):
    """A person with Telegram on the phone."""

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
            "message": _accessible(message),
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

    async def forwards(self, message: Message, where: Chat | Bot, *, hidden: bool = False, **manner: Any) -> Message:
        """Passes a message on; `hidden` for authors whose account does not show."""
        extras = {**manner.pop("extras", {}), "forward_origin": _origin(message, hidden=hidden)}
        content = {"text": message.text, "entities": message.entities, "media": message.media}
        return self.posts(where, Manner(extras=extras, **manner), **content)

    async def opens_topic(self, group: Group, name: str) -> Topic:
        return group.opens_topic(self, name)

    async def closes_topic(self, group: Group, topic: Topic) -> None:
        group.closes_topic(self, topic)

    async def reopens_topic(self, group: Group, topic: Topic) -> None:
        group.closes_topic(self, topic, closed=False)

    async def deletes_topic(self, group: Group, topic: Topic) -> None:
        group.deletes_topic(topic)

    async def joins(self, group: Group) -> None:
        await group.joins(self)

    async def leaves(self, group: Group) -> None:
        await group.leaves(self)


def _accessible(message: Message) -> Json:
    """The message under a button; of one that is gone only its place is told, with the date 0."""
    if not message.deleted:
        return message.json()
    return {"chat": message.chat.json(), "message_id": message.id, "date": 0}


def _origin(message: Message, *, hidden: bool) -> Json:
    if hidden:
        return {"type": "hidden_user", "date": message.date, "sender_user_name": message.sender.name}
    if message.sender_chat is not None:
        return {"type": "chat", "date": message.date, "sender_chat": message.sender_chat.json()}
    return {"type": "user", "date": message.date, "sender_user": message.sender.json()}
