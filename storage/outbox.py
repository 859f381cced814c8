"""The outbox: what a turn wants to happen, until it has happened or never will."""

import heapq
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    Row,
    Table,
    Text,
    bindparam,
    delete,
    false,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)

from bot.backlog import UnreadableRow
from bot.community import ChatRef
from bot.messages import OutgoingMessage
from bot.orders import Edit, Post
from bot.stores import CardRow, Departure, OutboxRow, Priority, Sent
from storage.addresses import address_columns, address_of, address_values
from storage.cards import SqlCards, random_once
from storage.connection import Connection
from storage.letters import UNREADABLE, read_order, write_order
from storage.schema import metadata
from storage.sent import Look, SqlSentMessages
from storage.types import UtcDateTime, Words
from storage.waiting import first_of_each

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    *address_columns(),
    Column("letter", Words, nullable=False),
    Column("about", Text),
    Column("priority", Text, nullable=False),
    Column("once", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("attempts", Integer, nullable=False),
    Column("reason", Words),
    Column("begun", Boolean, nullable=False, server_default=false()),
    # Since when it waits for a chat that does not take our words.
    Column("parked_at", UtcDateTime),
    # Rows leave the table when they have left us; their numbers must not come back for others.
    sqlite_autoincrement=True,
)
_mortal = outbox.c.expires_at.is_not(None)
is_parked = outbox.c.parked_at.is_not(None)
is_waiting = outbox.c.parked_at.is_(None)
Index("ix_outbox_waiting", outbox.c.priority, outbox.c.id, sqlite_where=is_waiting, postgresql_where=is_waiting)
Index("ix_outbox_not_before", outbox.c.not_before, sqlite_where=is_waiting, postgresql_where=is_waiting)
Index("ix_outbox_parked_at", outbox.c.parked_at, sqlite_where=is_parked, postgresql_where=is_parked)
Index("ix_outbox_expires_at", outbox.c.expires_at, sqlite_where=_mortal, postgresql_where=_mortal)
Index("ix_outbox_chat", outbox.c.channel, outbox.c.bot, outbox.c.chat)

dead_letters = Table(
    "dead_letters",
    metadata,
    Column("id", Integer, primary_key=True),
    *address_columns(),
    # An order; nothing for a card, whose wanted message stands in its own table and may be wiped there.
    Column("letter", Words, nullable=False),
    Column("card", Text),
    Column("about", Text),
    Column("priority", Text, nullable=False, server_default=Priority.ANSWER.value),
    Column("attempts", Integer, nullable=False),
    Column("reason", Words, nullable=False),
    Column("died_at", UtcDateTime, nullable=False),
)
Index("ix_dead_letters_died_at", dead_letters.c.died_at)


_PUT = insert(outbox)
_NAMED = select(outbox).where(outbox.c.once == bindparam("name"))
_WAITING = (
    select(outbox)
    .where(
        is_waiting,
        outbox.c.not_before <= bindparam("now"),
        or_(outbox.c.expires_at.is_(None), outbox.c.expires_at > bindparam("now")),
    )
    .order_by(outbox.c.priority, outbox.c.id)
    .limit(bindparam("most"))
)
_account = tuple_(outbox.c.channel, outbox.c.bot)
_WAITING_HERE = _WAITING.where(_account.not_in(bindparam("elsewhere", expanding=True)))
_NEXT_MOMENT = select(func.min(outbox.c.not_before)).where(is_waiting, outbox.c.not_before > bindparam("now"))
_GONE = delete(outbox).where(outbox.c.id == bindparam("gone"))


class SqlOutgoing:
    """Answers `bot.stores.Outgoing`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cards = SqlCards(connection)

    async def put(self, *rows: OutboxRow) -> None:
        """Keep intents."""
        await self._connection.execute(_PUT, [values_of(row) for row in rows])

    async def want(self, *cards: CardRow) -> None:
        """Bring the cards to these wanted states."""
        await self._cards.want(*cards)

    async def waiting(
        self, now: datetime, limit: int, *, elsewhere: Collection[tuple[str, str]] = ()
    ) -> Sequence[OutboxRow | CardRow]:
        """What is due to leave, by priority, then age. Raises `UnreadableRow`."""
        found = await first_of_each(self._connection, _WAITING_HERE if elsewhere else _WAITING, now, limit, elsewhere)
        rows: list[OutboxRow | CardRow] = [outbox_row(row) for row in found]
        # merge keeps the order of each list, also where the clock was set back between two rows.
        return list(heapq.merge(rows, await self._cards.waiting(now, limit, elsewhere), key=_age))[:limit]

    async def next_moment(self, now: datetime) -> datetime | None:
        """When the next row or card that waits becomes due."""
        rows = (await self._connection.execute(_NEXT_MOMENT, {"now": now})).scalar_one()
        moments = [rows, await self._cards.next_moment(now)]
        return min((moment for moment in moments if moment is not None), default=None)

    async def sent(self, *left: Departure) -> None:
        """They left: rows go, cards' versions are shown, and the messages are remembered."""
        rows = [{"gone": one.item.id} for one in left if isinstance(one.item, OutboxRow)]
        if rows:
            await self._connection.execute(_GONE, rows)
        cards = [(one.item, _remote(one)) for one in left if isinstance(one.item, CardRow)]
        if cards:
            await self._cards.shown(cards)
        looks = [look for look in map(_look, left) if look is not None]
        if looks:
            await SqlSentMessages(self._connection).keep(looks)

    async def arrived(self, once: str, chat: ChatRef, remote: str, now: datetime) -> None:
        """What waits under this key has left."""
        found = (await self._connection.execute(_NAMED, {"name": once})).one_or_none()
        item = await self._cards.posted_in_doubt(once) if found is None else outbox_row(found)
        if item is not None:
            await self.sent(Departure(item=item, chat=chat, remote=remote, at=now))

    async def later(self, item: OutboxRow | CardRow, retry_at: datetime, reason: str) -> None:
        """Count the try and wait."""
        if isinstance(item, CardRow):
            await self._cards.later(item, retry_at, reason)
            return
        waits = {"attempts": outbox.c.attempts + 1, "not_before": retry_at, "reason": reason}
        await self._connection.execute(update(outbox).where(outbox.c.id == item.id).values(waits))

    async def dead(self, item: OutboxRow | CardRow, reason: str, now: datetime) -> None:
        """Keep it as a dead letter."""
        if isinstance(item, CardRow):
            await self._cards.give_up(item, reason)
        else:
            await self._connection.execute(delete(outbox).where(outbox.c.id == item.id))
        letter = {**letter_of(item), "attempts": item.attempts + 1, "reason": reason, "died_at": now}
        await self._connection.execute(self._connection.insert(dead_letters), letter)

    async def expire(self, now: datetime) -> int:
        """Drop rows whose time has passed."""
        gone = await self._connection.execute(delete(outbox).where(_mortal, outbox.c.expires_at <= now))
        return gone.rowcount


async def move_rows(connection: Connection, old: ChatRef, new: ChatRef) -> None:
    """Rows that wait for a chat go to where it goes on."""
    here = (outbox.c.channel == old.channel, outbox.c.bot == old.bot, outbox.c.chat == old.chat)
    there = {"channel": new.channel, "bot": new.bot, "chat": new.chat}
    await connection.execute(update(outbox).where(*here, outbox.c.is_private.is_(False)).values(there))


def values_of(row: OutboxRow) -> dict[str, Any]:
    """A row as column values; its id is given by the database."""
    return {
        **address_values(row.order.to),
        "letter": write_order(row.order),
        "about": row.about,
        "priority": row.priority,
        "once": row.once or random_once(),
        "created_at": row.created_at,
        "not_before": row.not_before,
        "expires_at": row.expires_at,
        "attempts": row.attempts,
    }


def _age(item: OutboxRow | CardRow) -> tuple[str, datetime]:
    return (item.priority, item.not_before if isinstance(item, CardRow) else item.created_at)


def _remote(left: Departure) -> str | None:
    """The message on the network: the one that was made, or the one that was changed."""
    return left.remote or _changed(left.item)


def _changed(item: OutboxRow | CardRow) -> str | None:
    if isinstance(item, CardRow):
        return item.remote
    return item.order.remote if isinstance(item.order, Edit) else None


def _look(left: Departure) -> Look | None:
    item, remote, message = left.item, _remote(left), _message(left.item)
    if remote is None or message is None:
        return None
    buttons = tuple(button for line in message.buttons for button in line)
    about = item.key if isinstance(item, CardRow) else item.about
    sent = Sent(chat=left.chat, remote=remote, about=about, buttons=buttons)
    return Look(sent=sent, at=left.at, may_be_known=_changed(item) is not None)


def _message(item: OutboxRow | CardRow) -> OutgoingMessage | None:
    if isinstance(item, CardRow):
        return item.wanted
    return item.order.message if isinstance(item.order, Post | Edit) else None


def letter_of(item: OutboxRow | CardRow) -> dict[str, Any]:
    """What a dead letter keeps of it."""
    if isinstance(item, CardRow):
        kept = {**address_values(item.to), "letter": "", "card": item.key, "about": item.key}
    else:
        kept = {**address_values(item.order.to), "letter": write_order(item.order), "card": None, "about": item.about}
    return {**kept, "priority": item.priority}


def outbox_row(row: Row[Any]) -> OutboxRow:
    """The row as a model. Raises `UnreadableRow`."""
    try:
        return OutboxRow(
            id=row.id,
            order=read_order(row.letter, address_of(row)),
            about=row.about,
            priority=Priority(row.priority),
            once=row.once,
            created_at=row.created_at,
            not_before=row.not_before,
            expires_at=row.expires_at,
            attempts=row.attempts,
            begun=row.begun,
        )
    except UNREADABLE as error:
        raise UnreadableRow(row.id, is_card=False) from error
