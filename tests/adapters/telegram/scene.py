"""Lin, our account and one group on the test server."""

from dataclasses import dataclass

from adapters.telegram.channel import TelegramChannel
from bot.community import Account, ChatRef
from bot.messages import Button, OutgoingMessage, Private
from bot.orders import Order, Post
from bot.ports import SendResult
from bot.richtext import plain
from tests.servers.telegram.bots import Bot
from tests.servers.telegram.driver import User
from tests.servers.telegram.groups import Group
from tests.servers.telegram.server import BotApiServer

ACCEPT = ((Button(label="接单", action="tickets.accept", value="12"),),)


@dataclass
class Scene:
    """Lin and our bot in one group; `send` does an order and answers what came of it."""

    server: BotApiServer
    bot: Bot
    lin: User
    group: Group
    channel: TelegramChannel

    @property
    def here(self) -> ChatRef:
        return ChatRef("telegram", str(self.bot.id), str(self.group.id))

    @property
    def to_lin(self) -> Private:
        return Private(str(self.bot.id), Account("telegram", "1001"))

    async def send(self, order: Order, once: str = "a") -> SendResult:
        return await self.channel.send(order, once)

    async def post(self, words: str) -> SendResult:
        return await self.send(Post(to=self.here, message=OutgoingMessage(text=plain(words))))

    async def whisper(self, words: str) -> SendResult:
        return await self.send(Post(to=self.to_lin, message=OutgoingMessage(text=plain(words))))
