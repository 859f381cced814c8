"""The Matrix adapter at work against the real homeserver, and the desk where it leaves what it received."""

import asyncio
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from adapters.matrix.channel import MatrixChannel
from adapters.matrix.parse import parse
from adapters.matrix.pauses import Pace
from bot.community import Account as PersonAccount
from bot.community import ChatRef
from bot.config_channels import Matrix
from bot.config_values import Secret
from bot.errors import StorageAway, Unreadable
from bot.messages import Address, Buttons, Incoming, IncomingMessage, OutgoingMessage, Private
from bot.orders import Order, Post
from bot.ports import Channel, Outcome, Raw, SendResult
from bot.richtext import plain
from tests.servers.matrix_user import MatrixUser
from tests.servers.synapse import Account, Synapse

E = TypeVar("E")
QUICK = Pace(first=0.02, longest=0.1, poll=5.0, answer=5.0, start=5.0, barred=0.2, appear=5.0, idle=0.05)
SECONDS = 30.0


class MovedClock:
    """The real time, and what a test adds to it."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


class Desk:
    """Keeps what was received as the inbox does: each key once, in one step with the cursor."""

    def __init__(self) -> None:
        self.rows: list[Raw] = []
        self.token: str | None = None
        # How often the storage will be away.
        self.away = 0
        self.steps = 0
        self._news = asyncio.Condition()

    def is_open(self, channel: Channel) -> bool:
        del channel
        return True

    async def cursor(self, _channel: str, _bot: str) -> str | None:
        return self.token

    async def receive(self, _channel: Channel, rows: Sequence[Raw], cursor: str | None = None) -> None:
        self.steps += 1
        if self.away:
            self.away -= 1
            raise StorageAway
        known = {row.key for row in self.rows}
        self.rows += [row for row in rows if row.key not in known]
        self.token = cursor or self.token
        async with self._news:
            self._news.notify_all()

    def events(self, kind: type[E]) -> list[E]:
        """Everything of this kind, in the order of receiving."""
        return [event for event in self._all() if isinstance(event, kind)]

    @property
    def words(self) -> list[str]:
        return [message.text for message in self.events(IncomingMessage)]

    @property
    def unreadable(self) -> list[str]:
        """The keys of what is kept for the admin."""
        return [row.key for row in self.rows if _read(row) is None]

    async def until(self, come_true: Callable[[], bool]) -> None:
        """Wait for news that make it true."""
        try:
            async with asyncio.timeout(SECONDS), self._news:
                await self._news.wait_for(come_true)
        except TimeoutError:
            raise AssertionError(f"it did not come; the desk holds {self.words}") from None

    async def until_away(self) -> None:
        """Wait until something has been brought in vain."""
        async with asyncio.timeout(SECONDS):
            before = self.steps
            while self.steps == before:  # noqa: ASYNC110 - the desk is only watched
                await asyncio.sleep(0.02)

    async def first(self, kind: type[E], wanted: Callable[[E], bool] = lambda _: True) -> E:
        """Wait for an event of this kind that is wanted."""
        await self.until(lambda: any(wanted(event) for event in self.events(kind)))
        return next(event for event in self.events(kind) if wanted(event))

    async def hears(self, words: str) -> IncomingMessage:
        """Wait for somebody to say this."""
        return await self.first(IncomingMessage, lambda message: message.text == words)

    def _all(self) -> Iterator[Incoming]:
        for row in self.rows:
            yield from _read(row) or ()


def _read(row: Raw) -> Sequence[Incoming] | None:
    assert row.payload.isascii()
    try:
        return parse(row.payload)
    except Unreadable:
        return None


class Bot:
    """One account of ours: its process may end and begin anew, its store and its desk stay."""

    def __init__(self, synapse: Synapse, account: Account, folder: Path, **settings: Any) -> None:
        self.account = account
        self.id = account.id
        self.folder = folder
        self.desk = Desk()
        self.clock = MovedClock()
        self.settings: dict[str, Any] = {
            "homeserver": synapse.url,
            "user": account.id,
            "password": Secret(account.password),
            "store": folder,
            "invites_from": (f"*:{account.id.partition(':')[2]}",),
            **settings,
        }
        self.channel = self.made()
        self._task: asyncio.Task[None] | None = None
        self._numbers = itertools.count()

    def made(self, pace: Pace = QUICK) -> MatrixChannel:
        """The adapter as the present settings make it."""
        return MatrixChannel(Matrix(**self.settings), self.clock, pace)

    async def starts(self) -> "Bot":
        """Sign in, and receive in the background."""
        await self.channel.start()
        self._task = asyncio.create_task(self.channel.receive(self.desk))
        return self

    async def stops(self) -> None:
        """End this process. Doing it twice does no harm."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        await self.channel.close()

    async def restarts(self) -> None:
        """Another process with the same store."""
        await self.stops()
        self.channel = self.made()
        await self.starts()

    async def is_in(self, room: str) -> None:
        """Wait until the bot has joined and a sync has told it so."""
        home = self.channel._line.home
        async with asyncio.timeout(SECONDS):
            while not home.is_synced or home.room(room) is None:
                await home.next_sync()

    async def sends(self, order: Order, once: str = "") -> SendResult:
        """Send as the courier does: what the network is not ready for is tried again."""
        once = once or f"once-{next(self._numbers)}"
        async with asyncio.timeout(SECONDS):
            while True:
                result = await self.channel.send(order, once)
                if result.outcome is not Outcome.RETRY:
                    return result
                await asyncio.sleep(0.05)

    async def first_refusal(self, orders: Iterable[Order]) -> SendResult:
        """Send one after the other, until the network does not take one."""
        for number, order in enumerate(orders):
            result = await self.channel.send(order, f"first-{number}")
            if result.outcome is not Outcome.OK:
                return result
        raise AssertionError("all of them were taken")

    async def says(self, to: Address, words: str, once: str = "", **more: Any) -> str:
        """Post words; the id of the message."""
        result = await self.sends(post(to, words, **more), once)
        assert result.outcome is Outcome.OK, result
        assert result.remote is not None
        return result.remote

    def chat(self, room: str, thread: str | None = None) -> ChatRef:
        return ChatRef("matrix", self.id, room, thread)

    def private(self, person: MatrixUser) -> Private:
        return Private(self.id, PersonAccount("matrix", person.id))


def post(to: Address, words: str, *, reply_to: str | None = None, buttons: Buttons = ()) -> Post:
    return Post(to=to, message=OutgoingMessage(text=plain(words), buttons=buttons), reply_to=reply_to)
