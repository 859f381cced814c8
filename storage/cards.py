"""Cards: the wanted state of a message that stands for a subject in a chat, and what was last shown of it."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Index,
    Integer,
    Row,
    Table,
    Text,
    UniqueConstraint,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    select,
    update,
)
from sqlalchemy import delete as delete_from

from bot.community import ChatRef
from bot.messages import Address, OutgoingMessage
from bot.stores import CardRow, Priority
from storage.addresses import ADDRESS, address_columns, address_of, address_values, at_address, in_chat
from storage.connection import Connection
from storage.letters import read_message, write_message
from storage.schema import metadata
from storage.types import UtcDateTime, Words

cards = Table(
    "cards",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    *address_columns(),
    Column("wanted", Words, nullable=False),
    Column("version_wanted", Integer, nullable=False),
    Column("version_shown", Integer, nullable=False),
    Column("once", Text, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    # Since when the shown state is behind the wanted one; means nothing while it is not.
    Column("behind_since", UtcDateTime),
    Column("remote", Words),
    Column("reply_to", Words),
    Column("priority", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("reason", Words),
    UniqueConstraint("key", *ADDRESS, name="uq_cards_key_address"),
)
is_behind = cards.c.version_shown < cards.c.version_wanted
Index("ix_cards_behind", cards.c.priority, cards.c.not_before, sqlite_where=is_behind, postgresql_where=is_behind)
Index("ix_cards_chat", cards.c.channel, cards.c.bot, cards.c.chat)


_KNOWN = select(cards.c.id, cards.c.wanted, cards.c.not_before).where(
    *(cards.c[name] == bindparam(name) for name in ("key", *ADDRESS))
)


def random_once() -> str:
    """A key that a network can de-duplicate by, and that is never used twice, also after a restore."""
    return secrets.token_hex(16)


class SqlCards:
    """The cards' part of the outgoing store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def want(self, card: CardRow) -> None:
        """Bring the card to this wanted state; an equal one changes nothing."""
        here = {**address_values(card.to), "key": card.key}
        known = (await self._connection.execute(_KNOWN, here)).one_or_none()
        wanted = write_message(card.wanted)
        if known is None:
            await self._add(card, wanted)
        elif known.wanted != wanted and not _differs_in_sound_alone(known.wanted, card.wanted):
            changed = {
                "wanted": wanted,
                "version_wanted": cards.c.version_wanted + 1,
                "once": card.once or random_once(),
                "priority": card.priority,
                "behind_since": case((is_behind, cards.c.behind_since), else_=literal(card.not_before, UtcDateTime)),
                # A network that asked us to wait is not asked again sooner because the words changed.
                "not_before": max(known.not_before, card.not_before),
            }
            await self._connection.execute(update(cards).where(cards.c.id == known.id).values(changed))

    async def _add(self, card: CardRow, wanted: str) -> None:
        values = {
            **address_values(card.to),
            "key": card.key,
            "wanted": wanted,
            "version_wanted": 1,
            "version_shown": 0,
            "once": card.once or random_once(),
            "not_before": card.not_before,
            "behind_since": card.not_before,
            "reply_to": card.reply_to,
            "priority": card.priority,
            "attempts": 0,
        }
        await self._connection.execute(self._connection.insert(cards), values)

    async def waiting(self, now: datetime, limit: int) -> Sequence[CardRow]:
        """Cards whose shown state is behind, by priority, then age."""
        rows = await self._connection.execute(
            select(cards)
            .where(is_behind, cards.c.not_before <= now)
            .order_by(cards.c.priority, cards.c.not_before, cards.c.id)
            .limit(limit)
        )
        return [_card(row) for row in rows]

    async def next_moment(self, now: datetime) -> datetime | None:
        """When the next card that waits for a later time becomes due."""
        later = select(func.min(cards.c.not_before)).where(is_behind, cards.c.not_before > now)
        moment: datetime | None = (await self._connection.execute(later)).scalar_one()
        return moment

    async def shown(self, card: CardRow, remote: str | None) -> None:
        """This version is on the network now; a newer one stays wanted."""
        seen = {"version_shown": _at_least(card.version_wanted), "remote": remote, "attempts": 0, "reason": None}
        # A card that has moved to another chat meanwhile is not there yet.
        here = and_(cards.c.id == card.id, at_address(cards, card.to))
        await self._connection.execute(update(cards).where(here).values(seen))

    async def later(self, card: CardRow, retry_at: datetime, reason: str) -> None:
        """Count the try and wait."""
        waits = {"attempts": cards.c.attempts + 1, "not_before": retry_at, "reason": reason}
        await self._connection.execute(update(cards).where(cards.c.id == card.id).values(waits))

    async def give_up(self, card: CardRow, reason: str) -> None:
        """This version will never be shown; the next change is tried again."""
        over = {"version_shown": _at_least(card.version_wanted), "attempts": 0, "reason": reason}
        await self._connection.execute(update(cards).where(cards.c.id == card.id).values(over))

    async def repost(self, key: str, address: Address) -> None:
        """Post it anew at the next chance."""
        unseen = {"version_shown": 0, "remote": None, "once": random_once(), "attempts": 0}
        here = and_(cards.c.key == key, at_address(cards, address))
        await self._connection.execute(update(cards).where(here).values(unseen))

    async def show_again(self, key: str, address: Address, now: datetime) -> None:
        """Try once more to show the wanted state, where showing it was given up."""
        again = {
            "version_shown": cards.c.version_wanted - 1,
            "once": random_once(),
            "not_before": now,
            "behind_since": now,
            "attempts": 0,
            "reason": None,
        }
        here = and_(cards.c.key == key, at_address(cards, address), ~is_behind, cards.c.reason.is_not(None))
        await self._connection.execute(update(cards).where(here).values(again))

    async def move(self, old: ChatRef, new: ChatRef) -> None:
        """Cards follow their chat. The old message ids mean nothing there: a card is posted anew when it changes."""
        twin = cards.alias()
        same = and_(twin.c.key == cards.c.key, twin.c.thread == cards.c.thread, twin.c.is_private.is_(False))
        known_there = exists().where(in_chat(twin, new), same)
        stays = and_(in_chat(cards, old), cards.c.is_private.is_(False))
        await self._connection.execute(delete_from(cards).where(stays, known_there))
        there = {"channel": new.channel, "bot": new.bot, "chat": new.chat, "remote": None, "reply_to": None}
        await self._connection.execute(update(cards).where(stays).values(there))


def _differs_in_sound_alone(known: str, wanted: OutgoingMessage) -> bool:
    """An edit makes no sound in any case: words that stand there already are not sent again by night."""
    return replace(read_message(known), silent=wanted.silent) == wanted


def _at_least(version: int) -> Any:
    return case((cards.c.version_shown > version, cards.c.version_shown), else_=version)


def _card(row: Row[Any]) -> CardRow:
    return CardRow(
        id=row.id,
        key=row.key,
        to=address_of(row),
        wanted=read_message(row.wanted),
        version_wanted=row.version_wanted,
        version_shown=row.version_shown,
        once=row.once,
        not_before=row.not_before,
        remote=row.remote,
        reply_to=row.reply_to,
        priority=Priority(row.priority),
        attempts=row.attempts,
    )
