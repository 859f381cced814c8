"""Cards: the wanted state of a message that stands for a subject in a chat, and what was last shown of it."""

import secrets
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
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
    false,
    func,
    select,
    tuple_,
    update,
)
from sqlalchemy import delete as delete_from
from sqlalchemy.sql.dml import ReturningInsert

from bot.backlog import UnreadableRow
from bot.community import ChatRef
from bot.folding import list_of
from bot.messages import Address
from bot.stores import CardRow, Priority
from bot.trace import fresh_once, trace_in
from storage.addresses import ADDRESS, address_columns, address_of, address_values, at_address, in_chat
from storage.connection import Connection, MakeInsert
from storage.letters import ALOUD, IN_LISTS, SILENT, UNREADABLE, read_message, write_message
from storage.schema import metadata
from storage.types import UtcDateTime, Words
from storage.waiting import first_of_each

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
    Column("begun", Boolean, nullable=False, server_default=false()),
    # The card of the list that shows this one in a line; while that is enough, it counts as shown.
    Column("folded_in", Integer),
    UniqueConstraint("key", *ADDRESS, name="uq_cards_key_address"),
)
_is_folded = cards.c.folded_in.is_not(None)
is_behind = cards.c.version_shown < cards.c.version_wanted
Index("ix_cards_behind", cards.c.priority, cards.c.not_before, sqlite_where=is_behind, postgresql_where=is_behind)
Index("ix_cards_chat", cards.c.channel, cards.c.bot, cards.c.chat)
Index("ix_cards_folded_in", cards.c.folded_in, sqlite_where=_is_folded, postgresql_where=_is_folded)


_WAITING = (
    select(cards)
    .where(is_behind, cards.c.not_before <= bindparam("now"))
    .order_by(cards.c.priority, cards.c.not_before, cards.c.id)
    .limit(bindparam("most"))
)
_account = tuple_(cards.c.channel, cards.c.bot)
_WAITING_HERE = _WAITING.where(_account.not_in(bindparam("elsewhere", expanding=True)))
_ONE = select(cards).where(cards.c.id == bindparam("card"))
_LINES = select(cards).where(_is_folded, cards.c.folded_in == bindparam("list")).order_by(cards.c.id)
_NAMED = select(cards).where(is_behind, cards.c.once == bindparam("name"), cards.c.remote.is_(None))
_NEXT_MOMENT = select(func.min(cards.c.not_before)).where(is_behind, cards.c.not_before > bindparam("now"))
_version = bindparam("version_marked", type_=Integer)
# A card that has moved to another chat meanwhile is not there yet.
_SHOWN = (
    update(cards)
    .where(cards.c.id == bindparam("card"), *(cards.c[name] == bindparam(f"at_{name}") for name in ADDRESS))
    .values(
        version_shown=case((cards.c.version_shown > _version, cards.c.version_shown), else_=_version),
        remote=bindparam("posted_as"),
        # What was posted under the old name is edited under another, or a network would take the edit for the post.
        once=case((cards.c.remote.is_(None), bindparam("next_once")), else_=cards.c.once),
        attempts=0,
        reason=None,
    )
)


def random_once() -> str:
    """A key that a network can de-duplicate by, and that is never used twice, also after a restore."""
    return secrets.token_hex(16)


class SqlCards:
    """The cards' part of the outgoing store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def want(self, *wanted: CardRow) -> None:
        """Bring the cards to these wanted states; an equal one changes nothing. Lists follow their lines."""
        changed = await self._connection.execute(_wanted(self._connection.insert), list(map(values_of_new, wanted)))
        for number in sorted({row.folded_in for row in changed if row.folded_in is not None}):
            await self._redraw(number, wanted[0].not_before)

    async def lines(self, number: int) -> Sequence[CardRow]:
        """The cards that stand in the list whose card has this number, in their order."""
        found = []
        for row in await self._connection.execute(_LINES, {"list": number}):
            # A damaged line is left out, for it must not stop the others from changing.
            with suppress(UnreadableRow):
                found.append(card_of(row))
        return found

    async def _redraw(self, number: int, now: datetime) -> None:
        row = (await self._connection.execute(_ONE, {"card": number})).one()
        shown = card_of(row)
        wanted = list_of([line.wanted for line in await self.lines(number)])
        # The words that stand there remain when every line has become a message of its own.
        if wanted.text:
            priority = shown.priority if shown.remote is None else Priority.CARD
            await self.want(replace(shown, wanted=wanted, once=random_once(), not_before=now, priority=priority))

    async def waiting(
        self, now: datetime, limit: int, elsewhere: Collection[tuple[str, str]] = ()
    ) -> Sequence[CardRow]:
        """Cards whose shown state is behind, by priority, then age."""
        found = await first_of_each(self._connection, _WAITING_HERE if elsewhere else _WAITING, now, limit, elsewhere)
        return [card_of(row) for row in found]

    async def next_moment(self, now: datetime) -> datetime | None:
        """When the next card that waits for a later time becomes due."""
        moment: datetime | None = (await self._connection.execute(_NEXT_MOMENT, {"now": now})).scalar_one()
        return moment

    async def shown(self, seen: Sequence[tuple[CardRow, str | None]]) -> None:
        """These versions are on the network now, as these messages; a newer one stays wanted."""
        await self._connection.execute(_SHOWN, [_shown_values(card, remote) for card, remote in seen])

    async def posted_in_doubt(self, once: str) -> CardRow | None:
        """The card that has never been shown as far as is known, and whose post has this name.

        In the version that stands there at least: it may have changed since the post.
        """
        row = (await self._connection.execute(_NAMED, {"name": once})).one_or_none()
        return None if row is None else replace(card_of(row), version_wanted=max(1, row.version_wanted - 1))

    async def later(self, card: CardRow, retry_at: datetime, reason: str) -> None:
        """Count the try and wait."""
        waits = {"attempts": cards.c.attempts + 1, "not_before": retry_at, "reason": reason}
        await self._connection.execute(update(cards).where(cards.c.id == card.id).values(waits))

    async def give_up(self, card: CardRow, reason: str) -> None:
        """This version will never be shown; the next change is tried again."""
        over = {"version_shown": _at_least(card.version_wanted), "attempts": 0, "reason": reason}
        await self._connection.execute(update(cards).where(cards.c.id == card.id).values(over))

    async def take_down(self, key: str, address: Address) -> str | None:
        """Forget a card that stands alone; a line of a list stays."""
        that = and_(at_address(cards, address), cards.c.key == key)
        gone = await self._connection.execute(delete_from(cards).where(that, ~_is_folded).returning(cards.c.remote))
        if (row := gone.one_or_none()) is not None:
            return row.remote or ""
        is_line = (await self._connection.execute(select(cards.c.id).where(that))).first() is not None
        return None if is_line else ""

    async def repost(self, key: str, address: Address) -> None:
        """Post it anew at the next chance."""
        unseen = {"version_shown": 0, "remote": None, "once": random_once(), "attempts": 0}
        unseen |= {"begun": False, "folded_in": None}
        here = and_(cards.c.key == key, at_address(cards, address))
        await self._connection.execute(update(cards).where(here).values(unseen))

    async def show_again(self, key: str, address: Address, now: datetime) -> None:
        """Try once more to show the wanted state, where showing it was given up."""
        again = {
            "version_shown": cards.c.version_wanted - 1,
            "once": random_once(),
            "begun": False,
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


@cache
def _wanted(insert: MakeInsert) -> ReturningInsert[Any]:
    """A new card, or what a changed one becomes; answers in which lists the changed ones stand."""
    new = insert(cards)
    fresh = new.excluded
    # An emergency is told by itself, also where it stood in a list before it became one.
    may_be_line = and_(fresh.wanted.contains(IN_LISTS), fresh.priority != Priority.EMERGENCY.value)
    is_line = and_(_is_folded, cards.c.remote.is_(None), may_be_line)
    changed = new.on_conflict_do_update(
        index_elements=["key", *ADDRESS],
        # An edit makes no sound in any case: words that stand there already are not sent again by night.
        where=_soundless(cards.c.wanted) != _soundless(fresh.wanted),
        set_={
            "wanted": fresh.wanted,
            "version_wanted": cards.c.version_wanted + 1,
            "version_shown": case((is_line, cards.c.version_wanted + 1), else_=cards.c.version_shown),
            # Until it has been shown nobody knows whether a try has arrived; another name would make a second one.
            "once": case((cards.c.remote.is_(None), cards.c.once), else_=fresh.once),
            "priority": fresh.priority,
            "behind_since": case((is_behind, cards.c.behind_since), else_=fresh.not_before),
            # A network that asked us to wait is not asked again sooner because the words changed.
            "not_before": case((cards.c.not_before > fresh.not_before, cards.c.not_before), else_=fresh.not_before),
        },
    )
    return changed.returning(cards.c.folded_in)


def _soundless(letter: ColumnElement[str]) -> ColumnElement[str]:
    return func.replace(letter, ALOUD, SILENT)


def values_of_new(card: CardRow) -> dict[str, Any]:
    """A new card as column values."""
    return {
        **address_values(card.to),
        "key": card.key,
        "wanted": write_message(card.wanted),
        "version_wanted": 1,
        "version_shown": 0,
        "once": card.once or random_once(),
        "not_before": card.not_before,
        "behind_since": card.not_before,
        "reply_to": card.reply_to,
        "priority": card.priority,
        "attempts": 0,
    }


def _shown_values(card: CardRow, remote: str | None) -> dict[str, Any]:
    here = {f"at_{name}": value for name, value in address_values(card.to).items()}
    marked = {"card": card.id, "version_marked": card.version_wanted, "posted_as": remote}
    return {**here, **marked, "next_once": fresh_once(trace_in(card.once))}


def _at_least(version: int) -> Any:
    return case((cards.c.version_shown > version, cards.c.version_shown), else_=version)


def card_of(row: Row[Any]) -> CardRow:
    """The row as a model. Raises `UnreadableRow`."""
    try:
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
            begun=row.begun,
        )
    except UNREADABLE as error:
        raise UnreadableRow(row.id, is_card=True) from error
