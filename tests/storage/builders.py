"""Chats, messages, orders and rows with everything filled in that a test does not care about."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import text

from bot.community import Account, ChatRef
from bot.messages import Address, Button, OutgoingMessage
from bot.orders import Post
from bot.ports import Raw, UnitOfWork
from bot.richtext import plain
from bot.stores import CardRow, Departure, OutboxRow, Outgoing, Priority
from storage.engine import OpenDatabase

T = TypeVar("T")

NOON = datetime(2026, 11, 3, 12, 0, 0, 123456, tzinfo=UTC)
GROUP = ChatRef("telegram", "huying_bot", "-1001")
TOPIC = ChatRef("telegram", "huying_bot", "-1001", "7")
WANG = Account("telegram", "1001")
LI = Account("matrix", "@li:example.org")
CLAIM = Button(label="Take it", action="tickets.claim", value="1")
DONE = Button(label="Done", action="tickets.done", value="1")


def after(**parts: float) -> datetime:
    return NOON + timedelta(**parts)


def raw(key: str, *, lane: str = "-1001", payload: str = '{"text":"the lamp is out"}') -> Raw:
    return Raw(key=key, lane=lane, payload=payload)


def words(text: str, *buttons: Button) -> OutgoingMessage:
    return OutgoingMessage(text=plain(text), buttons=(buttons,) if buttons else ())


def post(text: str, *buttons: Button, to: Address = GROUP) -> Post:
    return Post(to=to, message=words(text, *buttons))


def outbox_row(text: str = "heard", **changes: Any) -> OutboxRow:
    row: dict[str, Any] = {
        "id": 0,
        "order": post(text),
        "about": None,
        "priority": Priority.ANSWER,
        "once": f"once-{text}",
        "created_at": NOON,
        "not_before": NOON,
    }
    return OutboxRow(**{**row, **changes})


def card(text: str = "#1 open", key: str = "tickets:1", *buttons: Button, **changes: Any) -> CardRow:
    row: dict[str, Any] = {
        "id": 0,
        "key": key,
        "to": GROUP,
        "wanted": words(text, *buttons),
        "version_wanted": 0,
        "version_shown": 0,
        "once": "",
        "not_before": NOON,
    }
    return CardRow(**{**row, **changes})


def left(item: OutboxRow | CardRow, remote: str | None, chat: ChatRef = GROUP) -> Departure:
    return Departure(item=item, chat=chat, remote=remote, at=NOON)


async def write(database: OpenDatabase, port: type[T], ask: Callable[[T], Awaitable[Any]]) -> Any:
    """Ask one store one thing in a transaction of its own."""

    async def work(uow: UnitOfWork) -> Any:
        return await ask(uow.store(port))

    return await database.write(work)


async def read(database: OpenDatabase, port: type[T], ask: Callable[[T], Awaitable[Any]]) -> Any:
    """Ask one store one thing beside the writer."""

    async def work(uow: UnitOfWork) -> Any:
        return await ask(uow.store(port))

    return await database.read(work)


async def damage(database: OpenDatabase, table: str, column: str, where: str) -> None:
    """What a disk, an older version or a hand has left in this column."""

    async def work(uow: UnitOfWork) -> None:
        connection = uow.store(Outgoing)._connection  # type: ignore[attr-defined]
        await connection.execute(text(f"UPDATE {table} SET {column} = '{{' WHERE {where}"))  # noqa: S608

    await database.write(work)
