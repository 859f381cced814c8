"""A network that answers what the test ordered, a clock that the test moves, and rows that do not matter otherwise."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.brief import Brief
from bot.community import Account, ChatRef
from bot.messages import Address, Button, Gesture, Incoming, OutgoingMessage, Private
from bot.orders import Edit, Order, Post, React
from bot.ports import Capabilities, Database, Outcome, Reason, Reception, SendResult, UnitOfWork
from bot.richtext import plain, words_of
from bot.stores import CardRow, OutboxRow, Outgoing, Priority

# Long past, so that a courier with the real clock finds it due.
START = datetime(2026, 1, 5, 8, tzinfo=UTC)
GROUP = ChatRef("net", "9", "house-3")
OTHER = ChatRef("net", "9", "house-4")
WANG = Private("9", Account("net", "wang"))
OK = SendResult(outcome=Outcome.OK)
UNCERTAIN = SendResult(outcome=Outcome.UNCERTAIN, reason=Reason.NETWORK)
PLAIN = Capabilities(
    edits=True,
    buttons=True,
    reactions=True,
    toasts=True,
    threads=True,
    silence=True,
    text_length=4096,
    label_length=64,
    per_second=None,
    per_chat_second=None,
    per_group_minute=None,
)
LIMITED = replace(PLAIN, per_second=30, per_chat_second=1, per_group_minute=20)


def refused(reason: Reason) -> SendResult:
    return SendResult(outcome=Outcome.PERMANENT, reason=reason)


def limit(seconds: float, *, whole_account: bool = False) -> SendResult:
    return SendResult(outcome=Outcome.RETRY, reason=Reason.LIMIT, retry_after=seconds, whole_account=whole_account)


class MovedClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = START

    def now(self) -> datetime:
        return self.moment

    def move(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


class RealClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class ScriptedNetwork:
    """Answers the ordered results, chat by chat, and then OK; keeps what arrived, in order.

    An exception among the answers is raised. A chat in `closed` answers only when its event is set.
    """

    name: str = "net"
    bot: str = "9"
    capabilities: Capabilities = PLAIN
    ready: bool = True
    arrived: list[tuple[Order, str]] = field(default_factory=list)
    closed: dict[Address, asyncio.Event] = field(default_factory=dict)
    answers: defaultdict[Address, list[SendResult | Exception]] = field(default_factory=lambda: defaultdict(list))
    news: asyncio.Event = field(default_factory=asyncio.Event)
    under_way: int = 0
    most_under_way: int = 0

    def answer(self, chat: Address, *results: SendResult | Exception) -> None:
        self.answers[chat].extend(results)

    def close_chat(self, chat: Address) -> asyncio.Event:
        self.closed[chat] = asyncio.Event()
        return self.closed[chat]

    async def has_received(self, number: int) -> None:
        """Wait until so many have arrived."""
        while len(self.arrived) < number:
            self.news.clear()
            await self.news.wait()

    @property
    def said(self) -> list[str]:
        """The words of what arrived, edits marked."""
        return [_words(order) for order, _ in self.arrived]

    @property
    def onces(self) -> list[str]:
        return [once for _, once in self.arrived]

    async def send(self, order: Order, once: str) -> SendResult:
        self.arrived.append((order, once))
        self.news.set()
        number = len(self.arrived)
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            await asyncio.sleep(0)
            if order.to in self.closed:
                await self.closed[order.to].wait()
        finally:
            self.under_way -= 1
        result = self.answers[order.to].pop(0) if self.answers[order.to] else OK
        if isinstance(result, Exception):
            raise result
        return replace(result, remote=f"m{number}") if result is OK and isinstance(order, Post) else result

    def parse(self, payload: str) -> Sequence[Incoming]:
        raise NotImplementedError(payload)

    async def start(self) -> str | None:
        """Nothing to sign in to."""

    async def receive(self, reception: Reception) -> None:
        raise NotImplementedError(reception)

    def is_ready(self) -> bool:
        return self.ready

    async def close(self) -> None:
        """Nothing to let go of."""


def _words(order: Order) -> str:
    match order:
        case Post():
            return words_of(order.message.text)
        case Edit():
            return f"{order.remote}: {words_of(order.message.text)}"
        case _:
            return type(order).__name__


def message(words: str, *labels: str) -> OutgoingMessage:
    return OutgoingMessage(text=plain(words), buttons=tuple((Button(label=label, action="x.y"),) for label in labels))


def post(
    words: str, to: Address = GROUP, priority: Priority = Priority.ANSWER, *, lives: float | None = None
) -> OutboxRow:
    return OutboxRow(
        id=0,
        order=Post(to=to, message=message(words)),
        about="tickets:1",
        priority=priority,
        once=f"once {words}",
        created_at=START,
        not_before=START,
        expires_at=None if lives is None else START + timedelta(seconds=lives),
    )


def sign(to: Address = GROUP) -> OutboxRow:
    return replace(post("", to, Priority.INSTANT), order=React(to=to, message="5", gesture=Gesture.HEARD))


def card(words: str, to: Address = GROUP, key: str = "tickets:1") -> CardRow:
    return CardRow(
        id=0,
        key=key,
        to=to,
        wanted=message(words, "Take it"),
        version_wanted=1,
        version_shown=0,
        once="",
        not_before=START,
    )


def line(
    number: int, to: Address = GROUP, *, gathers: bool = False, alone: bool = False, state: str = "new"
) -> CardRow:
    """The card of a ticket that may stand in a list."""
    brief = Brief(
        line=plain(f"#{number} {state}"),
        head=plain("Recorded:"),
        foot=plain(f"Ask about {number}"),
        gathers=gathers,
        alone=alone,
    )
    made = card(f"#{number} is {state}", to, f"tickets:{number}")
    return replace(made, wanted=replace(made.wanted, brief=brief), priority=Priority.ANSWER)


async def put(database: Database, *items: OutboxRow | CardRow) -> None:
    """Put these as a turn does."""

    async def work(uow: UnitOfWork) -> None:
        outgoing = uow.store(Outgoing)
        for item in items:
            await (outgoing.want(item) if isinstance(item, CardRow) else outgoing.put(item))

    await database.write(work)


async def waiting(database: Database, *, until: datetime = START + timedelta(days=1)) -> list[OutboxRow | CardRow]:
    """What has not left, due until then."""

    async def work(uow: UnitOfWork) -> list[OutboxRow | CardRow]:
        return list(await uow.store(Outgoing).waiting(until, 10_000))

    return await database.read(work)
