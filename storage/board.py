"""The board's index: each ticket of a community stands under each gram of its public words.

An ordinary table instead of a full-text one: two Chinese signs are a word, both databases keep it alike, what is
forgotten is gone at once, and the newest of a community come first without sorting. It follows from the tickets, so no
backup holds it (`DERIVED`).
"""

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    ForeignKey,
    FromClause,
    Index,
    Integer,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
)

from bot.community import PlaceId
from bot.features.board.model import UNLISTED, Standing, Stirred, Term, Wish, terms
from bot.features.tickets.model import PERSONAL_DANGERS, State, Ticket
from storage.connection import Connection
from storage.schema import metadata
from storage.ticket_history import history
from storage.tickets import is_open, ticket_of, tickets

# Tables that can be made anew from others.
DERIVED: Final = frozenset({"board_grams", "board_progress"})
board_grams = Table(
    "board_grams",
    metadata,
    Column("community", ForeignKey("places.id"), primary_key=True),
    Column("gram", Text, primary_key=True),
    Column("ticket", ForeignKey("tickets.id"), primary_key=True),
    sqlite_with_rowid=False,
)
Index("ix_board_grams_ticket", board_grams.c.ticket)
# One row: up to which line of history the index knows what happened.
board_progress = Table(
    "board_progress",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("line", BigInteger, nullable=False),
)
# What anybody may read of, if its category is none that is private.
is_shown: Final = and_(
    tickets.c.private.is_(False),
    tickets.c.is_private_source.is_(False),
    or_(tickets.c.danger.is_(None), tickets.c.danger.not_in(sorted(PERSONAL_DANGERS))),
    tickets.c.public_words != "",
)
_listed: Final = and_(is_shown, tickets.c.state.not_in(sorted(UNLISTED)))
_GONE: Final = delete(board_grams).where(board_grams.c.ticket == bindparam("number"))
_ADD: Final = insert(board_grams)
_NEXT: Final = (
    select(history.c.id, history.c.ticket, history.c.at)
    .where(history.c.id > bindparam("after"))
    .order_by(history.c.id)
    .limit(bindparam("most"))
)
# After the last sign that any language has.
_LAST: Final = "\U0010ffff"


class SqlBoard:
    """Answers `bot.features.board.store.Board`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def newest(self, wish: Wish, private_categories: Collection[str], limit: int) -> Sequence[Ticket]:
        """The tickets that are wanted, the newest first."""
        looked = terms(wish.words)
        if wish.words.strip() and not looked:
            return ()
        asked = _found(wish, looked) if looked else _in_order(wish)
        asked = asked.where(_listed, is_shared(private_categories), *_chosen(wish)).limit(limit)
        return [ticket_of(row) for row in await self._connection.execute(asked)]

    async def open_now(self, community: PlaceId, private_categories: Collection[str]) -> int:
        """How many public tickets of this community are open."""
        here = and_(tickets.c.community == community, is_open, tickets.c.state != State.RESOLVED)
        asked = select(func.count()).select_from(tickets).where(here, _listed, is_shared(private_categories))
        return int((await self._connection.execute(asked)).scalar_one())

    async def stirred(self, after: int, limit: int) -> Sequence[Stirred]:
        """The next lines of history."""
        rows = await self._connection.execute(_NEXT, {"after": after, "most": limit})
        return [Stirred(line=row.id, ticket=row.ticket, at=row.at) for row in rows]

    async def last_line(self) -> int:
        """The number of the latest line."""
        return int((await self._connection.execute(select(func.max(history.c.id)))).scalar() or 0)

    async def index(self, ticket: int, community: PlaceId | None, grams: Collection[str]) -> None:
        """These stand for the ticket's words from now on."""
        await self._connection.execute(_GONE, {"number": ticket})
        rows = [{"community": community, "gram": gram, "ticket": ticket} for gram in sorted(grams)]
        if rows and community is not None:
            await self._connection.execute(_ADD, rows)

    async def indexed(self) -> int:
        """Up to which line the index knows what happened."""
        return int((await self._connection.execute(select(board_progress.c.line))).scalar_one_or_none() or 0)

    async def mark_indexed(self, line: int) -> None:
        """It knows what happened up to this line."""
        new = self._connection.insert(board_progress).values(id=1, line=line)
        await self._connection.execute(new.on_conflict_do_update(index_elements=["id"], set_={"line": line}))


def _in_order(wish: Wish) -> Select[tuple[object, ...]]:
    """A walk down the community's tickets by the moment of their opening, which an index has."""
    asked = select(tickets).where(tickets.c.community == wish.community)
    if wish.before is not None:
        until = select(tickets.c.opened_at).where(tickets.c.id == wish.before).scalar_subquery()
        asked = asked.where(tickets.c.opened_at <= until, tickets.c.id < wish.before)
    return asked.order_by(tickets.c.opened_at.desc(), tickets.c.id.desc())


def _found(wish: Wish, looked: Sequence[Term]) -> Select[tuple[object, ...]]:
    """A walk down the numbers that stand under the first term, where they stand under the others as well."""
    first = board_grams.alias("first")
    numbers = select(first.c.ticket).where(first.c.community == wish.community, _holds(first, looked[0]))
    for place, term in enumerate(looked[1:]):
        other = board_grams.alias(f"also{place}")
        same = and_(other.c.community == wish.community, other.c.ticket == first.c.ticket, _holds(other, term))
        numbers = numbers.where(exists().where(same))
    if wish.before is not None:
        numbers = numbers.where(first.c.ticket < wish.before)
    here = numbers.distinct().subquery("numbers")
    asked = select(tickets).join(here, here.c.ticket == tickets.c.id).where(tickets.c.community == wish.community)
    return asked.order_by(here.c.ticket.desc())


def _holds(grams: FromClause, term: Term) -> ColumnElement[bool]:
    if term.is_beginning:
        return and_(grams.c.gram >= term.gram, grams.c.gram < term.gram + _LAST)
    return grams.c.gram == term.gram


def is_shared(private_categories: Collection[str]) -> ColumnElement[bool]:
    """Is its category none that nobody may read of?"""
    return or_(tickets.c.category.is_(None), tickets.c.category.not_in(sorted(private_categories)))


def _chosen(wish: Wish) -> Sequence[ColumnElement[bool]]:
    done = (State.RESOLVED, State.CLOSED)
    return [
        *([tickets.c.building == wish.building] if wish.building is not None else []),
        *([tickets.c.category == wish.category] if wish.category is not None else []),
        *([is_open, tickets.c.state != State.RESOLVED] if wish.standing is Standing.OPEN else []),
        *([tickets.c.state.in_(done)] if wish.standing is Standing.DONE else []),
    ]
