"""One account of ours on each network, with a group in it, and how a person there reads and speaks."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from adapters.web.rooms import Talk
from bot.community import Account, ChatRef
from bot.messages import IncomingMessage, Private, Sender
from bot.orders import Order
from bot.ports import Channel, Database, Outcome, SendResult
from bot.richtext import words_of
from tests.adapters.matrix.running import Bot
from tests.adapters.telegram.account import Inbox, account, receiving
from tests.adapters.web.kiosk import Kiosk, open_kiosk
from tests.network import Network
from tests.servers.matrix_user import MatrixUser
from tests.servers.synapse import Synapse
from tests.servers.telegram.server import BotApiServer

SECONDS = 20.0
_FAKE_GROUP = ChatRef("fake", "bot", "group")
_FAKE_STRANGER = Private("bot", Account("fake", "stranger"))
_WEB_GROUP = ChatRef("web", "local", "grid-3")
_WEB_STRANGER = Private("local", Account("web", "stranger"))


class Side(Protocol):
    """What the contract needs of a network. `stranger`: somebody who never wrote to us."""

    group: ChatRef
    stranger: Private

    @property
    def channel(self) -> Channel:
        """The adapter at work."""

    async def reads(self) -> Sequence[str]:
        """Our messages in the group, oldest first, as people see them now."""

    async def says(self, words: str) -> str:
        """A resident says this in the group; the network's name of the message."""

    async def hears(self, message: str) -> IncomingMessage:
        """What our adapter makes of that message."""


async def sent(side: Side, order: Order, once: str) -> SendResult:
    """Send as the courier does: what the network is not ready for is tried again."""
    async with asyncio.timeout(SECONDS):
        while (result := await side.channel.send(order, once)).outcome is Outcome.RETRY:  # noqa: ASYNC110 - asked again
            await asyncio.sleep(0.05)
    return result


async def until(come_true: Callable[[], Awaitable[bool]]) -> None:
    """Wait until the network shows it."""
    async with asyncio.timeout(SECONDS):
        while not await come_true():  # noqa: ASYNC110 - it is only watched
            await asyncio.sleep(0.05)


# ---- the four ----


@dataclass
class FakeSide:
    """The network of the tests of features."""

    channel: Network
    group: ChatRef = _FAKE_GROUP
    stranger: Private = _FAKE_STRANGER

    async def reads(self) -> Sequence[str]:
        return [shown.text for shown in self.channel.chats.get(self.group, [])]

    async def says(self, words: str) -> str:
        message = str(next(self.channel.numbers))
        sender = Sender(account=Account("fake", "wang"), name="王芳")
        said = IncomingMessage(
            key=f"m:{message}", chat=self.group, id=message, sender=sender, at=datetime.now(UTC), text=words
        )
        self.channel.events[message] = (said,)
        return message

    async def hears(self, message: str) -> IncomingMessage:
        (said,) = self.channel.parse(message)
        assert isinstance(said, IncomingMessage)
        return said


@asynccontextmanager
async def fake() -> AsyncIterator[Side]:
    """The network of the tests of features, where somebody never wrote to us."""
    side = FakeSide(Network())
    side.channel.unreachable.add(side.stranger)
    yield side


@dataclass
class WebSide:
    """The local chat."""

    kiosk: Kiosk
    group: ChatRef = _WEB_GROUP
    stranger: Private = _WEB_STRANGER

    def __post_init__(self) -> None:
        self.channel = self.kiosk.channel

    async def reads(self) -> Sequence[str]:
        shown = await self.kiosk.database.read(lambda uow: uow.store(Talk).latest([self.group.chat], 50))
        return [words_of(one.said.text) for one in shown if one.is_ours]

    async def says(self, words: str) -> str:
        async with self.kiosk.visitor() as browser:
            deed = {"as": "wang", "chat": self.group.chat, "text": words}
            return str((await (await self.kiosk.does(browser, "say", **deed)).json())["id"])

    async def hears(self, message: str) -> IncomingMessage:
        heard = [one for one in await self.kiosk.received() if isinstance(one, IncomingMessage)]
        return next(one for one in heard if one.id == message)


@asynccontextmanager
async def web(database: Database) -> AsyncIterator[Side]:
    """The local chat, served."""
    async with open_kiosk(database) as kiosk:
        yield WebSide(kiosk)


class TelegramSide:
    """Telegram, by the Bot API server of the tests."""

    def __init__(self, server: BotApiServer) -> None:
        self._bot, self._wang = server.add_bot(privacy_mode=False), server.user(1001, "王芳")
        self._group = server.group(-1001234567890, "三号楼", members=[self._wang], bots=[self._bot])
        self.channel = account(server, self._bot)
        self.inbox = Inbox()
        self.group = ChatRef("telegram", str(self._bot.id), str(self._group.id))
        self.stranger = Private(str(self._bot.id), Account("telegram", str(server.user(1002, "没来过").id)))

    async def reads(self) -> Sequence[str]:
        return [one.text for one in self._group.messages if one.sender.id == self._bot.id]

    async def says(self, words: str) -> str:
        return str((await self._wang.says(self._group, words)).id)

    async def hears(self, message: str) -> IncomingMessage:
        def found() -> list[IncomingMessage]:
            events = self.inbox.events(self.channel)
            return [one for one in events if isinstance(one, IncomingMessage) and one.id == message]

        async def has_come() -> bool:
            return bool(found())

        await until(has_come)
        return found()[0]


@asynccontextmanager
async def telegram(server: BotApiServer) -> AsyncIterator[Side]:
    """Signed in and receiving."""
    side = TelegramSide(server)
    async with receiving(side.channel, side.inbox):
        yield side


class MatrixSide:
    """Matrix, by a real Synapse."""

    def __init__(self, bot: Bot, wang: MatrixUser, room: str) -> None:
        self._bot, self._wang, self._room = bot, wang, room
        self.channel = bot.channel
        self.group = bot.chat(room)
        self.stranger = Private(bot.id, Account("matrix", f"@nobody:{bot.id.partition(':')[2]}"))

    async def reads(self) -> Sequence[str]:
        return [one.body for one in self._wang.reads(self._room) if one.sender == self._bot.id and not one.redacted]

    async def says(self, words: str) -> str:
        return await self._wang.says(self._room, words)

    async def hears(self, message: str) -> IncomingMessage:
        return await self._bot.desk.first(IncomingMessage, lambda one: one.id == message)


@asynccontextmanager
async def matrix(synapse: Synapse, folder: Path) -> AsyncIterator[Side]:
    """Signed in and receiving, in a room with a resident."""
    bot = await Bot(synapse, await synapse.account("huying"), folder / "store").starts()
    try:
        wang = await synapse.user("wang")
        room = await wang.creates_room("御城一区", encrypted=True, invite=[bot.id])
        await bot.is_in(room)
        yield MatrixSide(bot, wang, room)
    finally:
        await bot.stops()
