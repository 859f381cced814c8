"""Everything that exists on the server: accounts, chats, files, and the switches that tests turn."""

import secrets
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any

from tests.servers.telegram import delivery
from tests.servers.telegram.bots import Bot
from tests.servers.telegram.chats import Chat, PrivateChat
from tests.servers.telegram.clock import Clock
from tests.servers.telegram.limits import Limits
from tests.servers.telegram.media import Files
from tests.servers.telegram.messages import Message
from tests.servers.telegram.people import Account

Json = dict[str, Any]


Performer = Callable[[Bot, str, Json], Awaitable[None]]


async def _nobody(bot: Bot, name: str, _args: Json) -> None:
    raise RuntimeError(f"{name} of {bot} came before the server's front was ready")


class World:
    """The state behind the Bot API and behind the driver alike."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.bots: dict[str, Bot] = {}
        self.bots_by_id: dict[int, Bot] = {}
        self.people: dict[int, Account] = {}
        self.groups: dict[int, Chat] = {}
        self.limits = Limits(self.clock)
        self.files = Files()
        self.perform: Performer = _nobody
        self.violations: list[str] = []
        self.mentions_delivered = False
        self.callback_lifetime = 15.0
        self.webhook_retry = 1.0
        self.shared_ids = count(1)
        self._numbers = count(1)

    def number(self) -> int:
        """A fresh number for ids that only have to differ."""
        return next(self._numbers)

    def account(self, account_id: int) -> Account | None:
        """The person or bot with this id."""
        return self.people.get(account_id) or self.bots_by_id.get(account_id)

    def private(self, bot: Bot, person: Account) -> PrivateChat:
        """The private chat of a person with a bot, made when first needed."""
        if person.id not in bot.private:
            bot.private[person.id] = PrivateChat(id=person.id, type="private", person=person, ids=self.shared_ids)
        return bot.private[person.id]

    def message(self, chat: Chat, sender: Account, **facts: Any) -> Message:
        """A new message in a chat, dated by the server's clock and announced to the bots that may hear it."""
        message = Message(
            id=chat.take_id(),
            chat=chat,
            sender=sender,
            date=int(self.clock.now()),
            posted=time.perf_counter(),
            **facts,
        )
        chat.history[message.id] = message
        if isinstance(sender, Bot) and not message.service:
            chat.last_bot = sender.id
        delivery.announce(self, message)
        chat.changed(message)
        return message

    def service(self, chat: Chat, by: Account, **what: Any) -> Message:
        """A service message: somebody joined, a topic was closed, the group moved."""
        return self.message(chat, by, service=what)

    def chats(self) -> list[Chat]:
        """All chats, the private ones of all bots included."""
        return [*self.groups.values(), *(chat for bot in self.bots.values() for chat in bot.private.values())]

    def doubles(self) -> int:
        """How many messages of bots repeat the text of another one in the same chat."""
        return sum(
            times - 1
            for chat in self.chats()
            for times in Counter(
                m.text for m in chat.history.values() if m.sender.is_bot and m.text and not m.deleted
            ).values()
        )


def fresh_token(bot_id: int) -> str:
    return f"{bot_id}:{secrets.token_urlsafe(26)}"
