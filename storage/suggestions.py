"""Lines of group talk that may be calls, and what was decided on them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, ForeignKey, Index, Integer, Row, Table, Text, UniqueConstraint, and_, func, or_, select
from sqlalchemy import update as sql_update

from bot.community import ChatRef, PersonId
from bot.features.suggestions.model import Suggestion, SuggestionId, SuggestionState
from storage.addresses import chat_columns, chat_of, chat_values, in_chat
from storage.connection import Connection
from storage.schema import metadata
from storage.types import UtcDateTime, Words

suggestions = Table(
    "suggestions",
    metadata,
    Column("id", Integer, primary_key=True),
    *chat_columns(),
    # NULL once the chat has moved: many lines of one chat may have none.
    Column("message", Text),
    Column("person", ForeignKey("persons.id"), nullable=False),
    Column("words", Words, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("due", UtcDateTime),
    Column("worker", ForeignKey("persons.id")),
    Column("asked_at", UtcDateTime),
    Column("state", Text, nullable=False),
    UniqueConstraint("channel", "bot", "chat", "message", name="uq_suggestions_message"),
)
_PENDING: Final = suggestions.c.due.is_not(None)
Index("ix_suggestions_due", suggestions.c.due, sqlite_where=_PENDING, postgresql_where=_PENDING)
Index("ix_suggestions_person", suggestions.c.person, suggestions.c.asked_at)
Index("ix_suggestions_at", suggestions.c.at)
_LEFT: Final = (SuggestionState.WAITING, SuggestionState.ASKED, SuggestionState.UNANSWERED)


class SqlSuggestions:
    """Answers `bot.features.suggestions.store.Suggestions` and `Heard`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, suggestion: Suggestion) -> Suggestion:
        """Keep a new one; a known message is answered as it is."""
        insert = self._connection.insert(suggestions).values(_values(suggestion)).on_conflict_do_nothing()
        number = (await self._connection.execute(insert.returning(suggestions.c.id))).scalar_one_or_none()
        if number is not None:
            return replace(suggestion, id=SuggestionId(number))
        same = and_(in_chat(suggestions, suggestion.chat), suggestions.c.message == suggestion.message)
        return _suggestion((await self._connection.execute(select(suggestions).where(same))).one())

    async def get(self, suggestion: SuggestionId) -> Suggestion | None:
        """The suggestion with this id."""
        asked = select(suggestions).where(suggestions.c.id == suggestion)
        row = (await self._connection.execute(asked)).one_or_none()
        return None if row is None else _suggestion(row)

    async def save(self, suggestion: Suggestion) -> None:
        """Keep a changed one."""
        that = suggestions.c.id == suggestion.id
        await self._connection.execute(sql_update(suggestions).where(that).values(_values(suggestion)))

    async def of_message(self, chat: ChatRef, message: str) -> Suggestion | None:
        """The suggestion that this message is."""
        asked = select(suggestions).where(in_chat(suggestions, chat), suggestions.c.message == message)
        row = (await self._connection.execute(asked)).one_or_none()
        return None if row is None else _suggestion(row)

    async def unsure(self, limit: int) -> Sequence[Suggestion]:
        """Those that wait for an opinion."""
        asked = select(suggestions).where(_PENDING, suggestions.c.state == SuggestionState.UNSURE)
        rows = await self._connection.execute(asked.order_by(suggestions.c.due, suggestions.c.id).limit(limit))
        return [_suggestion(row) for row in rows]

    async def last_of(self, chat: ChatRef, person: PersonId, since: datetime) -> Suggestion | None:
        """The latest of this person there since then."""
        theirs = and_(in_chat(suggestions, chat), suggestions.c.person == person, suggestions.c.at >= since)
        latest = (suggestions.c.due.desc(), suggestions.c.id.desc())
        asked = select(suggestions).where(_PENDING, theirs).order_by(*latest).limit(1)
        row = (await self._connection.execute(asked)).one_or_none()
        return None if row is None else _suggestion(row)

    async def move(self, old: ChatRef, new: ChatRef) -> None:
        """The lines of a chat follow it."""
        there = {"channel": new.channel, "bot": new.bot, "chat": new.chat, "message": None}
        await self._connection.execute(sql_update(suggestions).where(in_chat(suggestions, old)).values(there))

    async def due(self, now: datetime, limit: int) -> Sequence[Suggestion]:
        """Those whose time is over."""
        asked = select(suggestions).where(_PENDING, suggestions.c.due <= now).order_by(suggestions.c.due).limit(limit)
        return [_suggestion(row) for row in await self._connection.execute(asked)]

    async def next_due(self, now: datetime) -> datetime | None:
        """When the next one's time is over."""
        asked = select(func.min(suggestions.c.due)).where(_PENDING, suggestions.c.due > now)
        found: datetime | None = (await self._connection.execute(asked)).scalar_one()
        return found

    async def asked_since(self, person: PersonId, start: datetime) -> bool:
        """Was this person asked about any line since then?"""
        asked = select(suggestions.c.id).where(suggestions.c.person == person, suggestions.c.asked_at >= start)
        return (await self._connection.execute(asked.limit(1))).first() is not None

    async def undecided(self, chats: Sequence[ChatRef], start: datetime) -> int:
        """How many lines stayed without a decision."""
        there = or_(*(in_chat(suggestions, chat) for chat in chats))
        asked = select(func.count()).where(there, suggestions.c.at >= start, suggestions.c.state.in_(_LEFT))
        return int((await self._connection.execute(asked)).scalar_one())


def _values(suggestion: Suggestion) -> dict[str, Any]:
    same = ("message", "person", "words", "at", "due", "worker", "asked_at", "state")
    return {**chat_values(suggestion.chat), **{name: getattr(suggestion, name) for name in same}}


def _suggestion(row: Row[Any]) -> Suggestion:
    return Suggestion(
        id=SuggestionId(row.id),
        chat=chat_of(row),
        message=row.message,
        person=PersonId(row.person),
        words=row.words,
        at=row.at,
        due=row.due,
        worker=None if row.worker is None else PersonId(row.worker),
        asked_at=row.asked_at,
        state=SuggestionState(row.state),
    )
