"""Tickets, as they stand."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    Select,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningInsert

from bot.community import ChatRef, PersonId, PlaceId
from bot.errors import Conflict
from bot.features.tickets.model import Closing, Source, Spot, State, Ticket, TicketId
from storage.addresses import chat_columns, chat_of, chat_values, in_chat
from storage.connection import Connection, MakeInsert
from storage.schema import metadata
from storage.types import UtcDateTime, Words

tickets = Table(
    "tickets",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reporter", ForeignKey("persons.id"), nullable=False),
    *chat_columns(),
    # NULL once the chat has moved: many tickets of one chat may have none.
    Column("message", Text),
    Column("is_private_source", Boolean, nullable=False),
    Column("origin", Text, nullable=False, server_default="chat"),
    Column("words", Words, nullable=False),
    Column("public_words", Words, nullable=False),
    Column("community", ForeignKey("places.id")),
    Column("compound", ForeignKey("places.id")),
    Column("grid", ForeignKey("places.id")),
    Column("building", ForeignKey("places.id")),
    Column("said", Words),
    Column("unit", Words),
    Column("floor", Words),
    Column("room", Words),
    Column("state", Text, nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("category", Text),
    Column("urgency", Text, nullable=False),
    Column("danger", Text),
    Column("level", Text, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("assignee", ForeignKey("persons.id")),
    Column("assigned_at", UtcDateTime),
    Column("answered_at", UtcDateTime),
    Column("accept_due", UtcDateTime),
    Column("resolve_due", UtcDateTime),
    Column("next_due", UtcDateTime),
    Column("late_at", UtcDateTime),
    Column("rung", Text),
    Column("warned_of", UtcDateTime),
    # The number of the ticket that it follows.
    Column("merged_into", Integer),
    Column("resolved_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("closing", Text),
    Column("rating", Integer),
    Column("asked_rating", Boolean, nullable=False),
    Column("reopened", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("channel", "bot", "chat", "message", name="uq_tickets_message"),
    # Numbers are never used again, also after the newest ticket was erased.
    sqlite_autoincrement=True,
)
is_open: Final = tickets.c.is_open.is_(True)
AREAS: Final = ("community", "compound", "grid", "building")
Index("ix_tickets_reporter", tickets.c.reporter, tickets.c.id)
Index("ix_tickets_assignee", tickets.c.assignee, tickets.c.next_due, sqlite_where=is_open, postgresql_where=is_open)
Index("ix_tickets_due", tickets.c.state, tickets.c.next_due, sqlite_where=is_open, postgresql_where=is_open)
_is_merged: Final = tickets.c.merged_into.is_not(None)
Index("ix_tickets_merged_into", tickets.c.merged_into, sqlite_where=_is_merged, postgresql_where=_is_merged)
# Smaller areas are counted within their community: an index costs every ticket, and a community's are not many.
Index("ix_tickets_community_open", tickets.c.community, sqlite_where=is_open, postgresql_where=is_open)
for _moment in ("opened_at", "answered_at", "accept_due", "resolve_due", "resolved_at", "closed_at"):
    Index(f"ix_tickets_community_{_moment}", tickets.c.community, tickets.c[_moment])

_ONE: Final = select(tickets).where(tickets.c.id == bindparam("number"))
_SAVE: Final = update(tickets).where(tickets.c.id == bindparam("saved"), tickets.c.version == bindparam("seen"))
_OF_MESSAGE: Final = select(tickets).where(
    *(tickets.c[name] == bindparam(name) for name in ("channel", "bot", "chat", "message"))
)
_OF_REPORTER: Final = (
    select(tickets)
    .where(tickets.c.reporter == bindparam("person"))
    .order_by(tickets.c.is_open.desc(), tickets.c.id.desc())
    .limit(bindparam("most"))
)
# What the assignee waits for as much as everybody: the caller's answer, or a ruling.
_OTHERS_TURN: Final = (State.RESOLVED, State.REOPEN_REQUESTED)
_TASKS_OF: Final = (
    select(tickets)
    .where(is_open, tickets.c.assignee == bindparam("person"), tickets.c.state.not_in(_OTHERS_TURN))
    .order_by(tickets.c.next_due, tickets.c.id)
    .limit(bindparam("most"))
)
_JOINED_TO: Final = (
    select(tickets).where(_is_merged, tickets.c.merged_into == bindparam("number")).order_by(tickets.c.id)
)


class SqlTickets:
    """Answers `bot.features.tickets.store.Tickets`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        # As they stand in this transaction.
        self._known: dict[TicketId, Ticket] = {}

    async def add(self, ticket: Ticket) -> Ticket:
        """Keep a new ticket under a new number."""
        number = (await self._connection.execute(_added(self._connection.insert), _values(ticket))).scalar_one_or_none()
        if number is None:
            raise Conflict("this message is a ticket already")
        return self._know(replace(ticket, id=TicketId(number)))

    async def get(self, number: TicketId) -> Ticket | None:
        """The ticket with this number."""
        return await self._one(_ONE, number=number)

    async def save(self, ticket: Ticket) -> Ticket:
        """Keep a changed ticket, unless it was changed since it was read."""
        saved = replace(ticket, version=ticket.version + 1)
        values = {**_changes(self._known.get(ticket.id), saved), "saved": ticket.id, "seen": ticket.version}
        if (await self._connection.execute(_SAVE, values)).rowcount != 1:
            raise Conflict(f"ticket {ticket.id} was changed by somebody else")
        return self._know(saved)

    async def of_message(self, chat: ChatRef, message: str) -> Ticket | None:
        """The ticket that this message made."""
        return await self._one(_OF_MESSAGE, channel=chat.channel, bot=chat.bot, chat=chat.chat, message=message)

    async def of_reporter(self, person: PersonId, limit: int) -> Sequence[Ticket]:
        """A person's calls, open ones first, then the newest."""
        return await self._all(_OF_REPORTER, person=person, most=limit)

    async def tasks_of(self, person: PersonId, limit: int) -> Sequence[Ticket]:
        """Open tickets on which this person must act, the earliest due first."""
        return await self._all(_TASKS_OF, person=person, most=limit)

    async def joined_to(self, number: TicketId) -> Sequence[Ticket]:
        """The tickets that were merged into this one."""
        return await self._all(_JOINED_TO, number=number)

    async def move(self, old: ChatRef, new: ChatRef) -> None:
        """The tickets of a chat follow it."""
        there = {"channel": new.channel, "bot": new.bot, "chat": new.chat, "message": None}
        await self._connection.execute(update(tickets).where(in_chat(tickets, old)).values(there))

    async def _one(self, asked: Select[Any], **values: Any) -> Ticket | None:
        row = (await self._connection.execute(asked, values)).one_or_none()
        return None if row is None else self._know(ticket_of(row))

    async def _all(self, asked: Select[Any], **values: Any) -> Sequence[Ticket]:
        return [self._know(ticket_of(row)) for row in await self._connection.execute(asked, values)]

    def _know(self, ticket: Ticket) -> Ticket:
        self._known[ticket.id] = ticket
        return ticket


@cache
def _added(insert: MakeInsert) -> ReturningInsert[Any]:
    return insert(tickets).on_conflict_do_nothing().returning(tickets.c.id)


def _values(ticket: Ticket) -> dict[str, Any]:
    spot, source = ticket.spot, ticket.source
    same = ("reporter", "words", "public_words", "state", "is_open", "opened_at", "category", "urgency", "danger",
            "level", "private", "assignee", "assigned_at", "answered_at", "accept_due", "resolve_due", "next_due",
            "late_at", "rung", "warned_of", "merged_into", "resolved_at", "closed_at", "closing", "rating",
            "asked_rating", "reopened", "version")  # fmt: skip
    return {
        **{name: getattr(ticket, name) for name in same},
        **{name: getattr(spot, name) for name in (*AREAS, "said", "unit", "floor", "room")},
        **chat_values(source.chat),
        "message": source.message,
        "is_private_source": source.is_private,
        "origin": source.origin,
    }


def _changes(known: Ticket | None, saved: Ticket) -> dict[str, Any]:
    """The columns that must be written: each that is named has its indexes written again, changed or not."""
    values = _values(saved)
    if known is None or known.version != saved.version - 1:
        return values
    before = _values(known)
    return {name: value for name, value in values.items() if value != before[name]}


def _place(number: int | None) -> PlaceId | None:
    return None if number is None else PlaceId(number)


def ticket_of(row: Row[Any]) -> Ticket:
    """The ticket in a row."""
    return Ticket(
        id=TicketId(row.id),
        reporter=PersonId(row.reporter),
        source=Source(chat=chat_of(row), message=row.message, is_private=row.is_private_source, origin=row.origin),
        words=row.words,
        public_words=row.public_words,
        spot=_spot(row),
        state=State(row.state),
        opened_at=row.opened_at,
        category=row.category,
        urgency=row.urgency,
        danger=row.danger,
        level=row.level,
        private=row.private,
        assignee=None if row.assignee is None else PersonId(row.assignee),
        assigned_at=row.assigned_at,
        answered_at=row.answered_at,
        accept_due=row.accept_due,
        resolve_due=row.resolve_due,
        next_due=row.next_due,
        late_at=row.late_at,
        rung=row.rung,
        warned_of=row.warned_of,
        merged_into=None if row.merged_into is None else TicketId(row.merged_into),
        resolved_at=row.resolved_at,
        closed_at=row.closed_at,
        closing=None if row.closing is None else Closing(row.closing),
        rating=row.rating,
        asked_rating=row.asked_rating,
        reopened=row.reopened,
        version=row.version,
    )


def _spot(row: Row[Any]) -> Spot:
    return Spot(
        community=_place(row.community),
        compound=_place(row.compound),
        grid=_place(row.grid),
        building=_place(row.building),
        said=row.said,
        unit=row.unit,
        floor=row.floor,
        room=row.room,
    )
