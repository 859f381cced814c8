"""Suggestions of residents and their answers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, ForeignKey, Index, Integer, Row, Table, Text, UniqueConstraint, and_, case, func, select
from sqlalchemy import update as sql_update

from bot.community import ChatRef, PersonId, PlaceId
from bot.features.ideas.model import Answer, Idea, IdeaId, Tally
from storage.addresses import CHAT, chat_of, chat_values, in_chat
from storage.connection import Connection
from storage.schema import metadata
from storage.types import UtcDateTime, Words

ideas = Table(
    "ideas",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("author", ForeignKey("persons.id"), nullable=False),
    Column("community", ForeignKey("places.id")),
    Column("words", Words, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("answer_by", UtcDateTime, nullable=False),
    Column("due", UtcDateTime),
    # All empty for an idea that was told in private.
    Column("channel", Text),
    Column("bot", Text),
    Column("chat", Text),
    Column("thread", Text),
    Column("message", Text),
    Column("answer", Text),
    Column("answer_words", Words, nullable=False),
    Column("answered_by", ForeignKey("persons.id")),
    Column("answered_at", UtcDateTime),
    UniqueConstraint("channel", "bot", "chat", "message", name="uq_ideas_message"),
)
_PENDING: Final = ideas.c.due.is_not(None)
Index("ix_ideas_due", ideas.c.due, sqlite_where=_PENDING, postgresql_where=_PENDING)
Index("ix_ideas_community", ideas.c.community, ideas.c.at)


class SqlIdeas:
    """Answers `bot.features.ideas.store.Ideas`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, idea: Idea) -> Idea:
        """Keep a new one; a known message is answered as it is."""
        made = self._connection.insert(ideas).values(_values(idea)).on_conflict_do_nothing()
        number = (await self._connection.execute(made.returning(ideas.c.id))).scalar_one_or_none()
        if number is not None:
            return replace(idea, id=IdeaId(number))
        # Only what was said in a chat can be known already: without one the unique key is empty.
        where = and_(*(ideas.c[name] == value for name, value in _where(idea).items() if name != "thread"))
        row = (await self._connection.execute(select(ideas).where(where, ideas.c.message == idea.message))).one()
        return _idea(row)

    async def get(self, idea: IdeaId) -> Idea | None:
        """The idea with this number."""
        row = (await self._connection.execute(select(ideas).where(ideas.c.id == idea))).one_or_none()
        return None if row is None else _idea(row)

    async def save(self, idea: Idea) -> None:
        """Keep a changed one."""
        await self._connection.execute(sql_update(ideas).where(ideas.c.id == idea.id).values(_values(idea)))

    async def move(self, old: ChatRef, new: ChatRef) -> None:
        """The ideas of a chat follow it."""
        there = {"channel": new.channel, "bot": new.bot, "chat": new.chat, "message": None}
        await self._connection.execute(sql_update(ideas).where(in_chat(ideas, old)).values(there))

    async def due(self, now: datetime, limit: int) -> Sequence[Idea]:
        """Ideas whose time has come."""
        asked = select(ideas).where(_PENDING, ideas.c.due <= now).order_by(ideas.c.due).limit(limit)
        return [_idea(row) for row in await self._connection.execute(asked)]

    async def next_due(self, now: datetime) -> datetime | None:
        """When the next one's time comes."""
        asked = select(func.min(ideas.c.due)).where(_PENDING, ideas.c.due > now)
        found: datetime | None = (await self._connection.execute(asked)).scalar_one()
        return found

    async def tally(self, community: PlaceId | None, start: datetime, now: datetime) -> Tally:
        """Counts of a community."""
        is_open = ideas.c.answer.is_(None)
        is_recent = ideas.c.answered_at >= start
        counts = {
            "made": ideas.c.at >= start,
            "answered": is_recent,
            "adopted": is_recent & ideas.c.answer.in_((Answer.ADOPTED, Answer.PARTLY)),
            "open_now": is_open,
            "late": is_open & (ideas.c.answer_by <= now),
        }
        columns = [func.coalesce(func.sum(case((what, 1), else_=0)), 0).label(name) for name, what in counts.items()]
        here = ideas.c.community.is_(None) if community is None else ideas.c.community == community
        row = (await self._connection.execute(select(*columns).where(here))).one()
        return Tally(**{name: int(getattr(row, name)) for name in counts})


_SAME: Final = (
    "author",
    "community",
    "words",
    "at",
    "answer_by",
    "due",
    "message",
    "answer",
    "answer_words",
    "answered_by",
    "answered_at",
)


def _values(idea: Idea) -> dict[str, Any]:
    return {**_where(idea), **{name: getattr(idea, name) for name in _SAME}}


def _where(idea: Idea) -> dict[str, str | None]:
    return dict.fromkeys(CHAT) if idea.chat is None else {**chat_values(idea.chat)}


def _idea(row: Row[Any]) -> Idea:
    plain = {name: getattr(row, name) for name in _SAME}
    known = {
        "author": PersonId(row.author),
        "community": None if row.community is None else PlaceId(row.community),
        "answer": None if row.answer is None else Answer(row.answer),
        "answered_by": None if row.answered_by is None else PersonId(row.answered_by),
        "chat": None if row.chat is None else chat_of(row),
    }
    return Idea(id=IdeaId(row.id), **{**plain, **known})
