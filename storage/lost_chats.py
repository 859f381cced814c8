"""Chats that do not take our words: the twin of `bot.backlog.LostChats`. The tables are those of outbox and cards."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Row, and_, case, delete, exists, select, update

from bot.lanes import address_of as where_to
from bot.lanes import whole
from bot.messages import Address, Private
from bot.orders import Edit, Post
from bot.stores import CardRow, OutboxRow
from bot.verdicts import CHAT_IS_LOST
from storage.addresses import ADDRESS, address_of, at_address, in_chat
from storage.cards import SqlCards, cards, is_behind, random_once
from storage.connection import Connection
from storage.outbox import SqlOutgoing, dead_letters, is_parked, outbox

_LOST = tuple(sorted(CHAT_IS_LOST))


class SqlLostChats:
    """Answers `bot.backlog.LostChats`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def keep(self, item: OutboxRow | CardRow, reason: str, now: datetime) -> None:
        """The chat's dead letter, or a row or card that waits beside it. A sign is dropped: it means nothing later."""
        if isinstance(item, OutboxRow) and not isinstance(item.order, Post | Edit):
            await self._connection.execute(delete(outbox).where(outbox.c.id == item.id))
        elif not await self._has_letter(where_to(item)):
            await SqlOutgoing(self._connection).dead(item, reason, now)
        elif isinstance(item, CardRow):
            await SqlCards(self._connection).give_up(item, reason)
        else:
            parked = {"parked_at": now, "attempts": outbox.c.attempts + 1, "reason": reason}
            await self._connection.execute(update(outbox).where(outbox.c.id == item.id).values(parked))

    async def addresses(self) -> Sequence[Address]:
        """The chats of the letters; the index on them makes this a question to few rows."""
        columns = [dead_letters.c[name] for name in ADDRESS]
        rows = await self._connection.execute(select(*columns).where(dead_letters.c.reason.in_(_LOST)).distinct())
        return list(dict.fromkeys(whole(address_of(row)) for row in rows))

    async def found(self, address: Address, now: datetime) -> int:
        """Letters, parked rows and cards that were given up wait again, as if nobody had tried them."""
        letters = await self._put_letters_back(address, now)
        again = {"parked_at": None, "not_before": now, "attempts": 0, "begun": False, "reason": None}
        rows = update(outbox).where(is_parked, _here(outbox, address)).values(again)
        found = (await self._connection.execute(rows)).rowcount
        shown = case((cards.c.remote.is_(None), 0), else_=cards.c.version_wanted - 1)
        fresh = {"version_shown": shown, "not_before": now, "behind_since": now, "attempts": 0, "reason": None}
        fresh |= {"begun": False}
        given_up = and_(_here(cards, address), ~is_behind, cards.c.reason.in_(_LOST))
        found += (await self._connection.execute(update(cards).where(given_up).values(fresh))).rowcount
        return letters + found

    async def _has_letter(self, address: Address) -> bool:
        asked = select(exists().where(_here(dead_letters, address), dead_letters.c.reason.in_(_LOST)))
        return bool((await self._connection.execute(asked)).scalar_one())

    async def _put_letters_back(self, address: Address, now: datetime) -> int:
        lost = and_(_here(dead_letters, address), dead_letters.c.reason.in_(_LOST))
        # A card's letter needs nothing but to go: the card itself says that it was given up.
        rows = (await self._connection.execute(select(dead_letters).where(lost, dead_letters.c.card.is_(None)))).all()
        for row in rows:
            await put_back(self._connection, row, now)
        await self._connection.execute(delete(dead_letters).where(lost))
        return len(rows)


async def put_back(connection: Connection, letter: Row[Any], now: datetime) -> None:
    """A dead letter becomes a row of the outbox again."""
    same = {name: getattr(letter, name) for name in (*ADDRESS, "letter", "about", "priority")}
    # A new key, because a network that saw the old one would not make a second message of it.
    fresh = {"once": random_once(), "created_at": now, "not_before": now, "expires_at": None, "attempts": 0}
    await connection.execute(connection.insert(outbox), {**same, **fresh})


def _here(table: FromClause, address: Address) -> ColumnElement[bool]:
    """At a person's private chat, or anywhere in a group: threads are lost with it."""
    if isinstance(address, Private):
        return at_address(table, address)
    return and_(in_chat(table, address), table.c.is_private.is_(False))
