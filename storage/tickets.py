"""Tickets, their histories, and the figures over them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Row,
    Select,
    Table,
    Text,
    UniqueConstraint,
    and_,
    case,
    func,
    select,
    true,
    update,
)

from bot.community import ChatRef, PersonId, Place, PlaceId
from bot.errors import Conflict
from bot.features.tickets.model import Closing, Entry, Source, Spot, State, Ticket, TicketId
from bot.features.tickets.store import Figures, Rate
from storage.addresses import chat_columns, chat_of, chat_values, in_chat
from storage.connection import Connection
from storage.schema import metadata
from storage.types import UtcDateTime, Words

LOWEST_SATISFIED: Final = 4

tickets = Table(
    "tickets",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reporter", ForeignKey("persons.id"), nullable=False),
    *chat_columns(),
    # NULL once the chat has moved: many tickets of one chat may have none.
    Column("message", Text),
    Column("is_private_source", Boolean, nullable=False),
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
_OPEN: Final = tickets.c.is_open.is_(True)
AREAS: Final = ("community", "compound", "grid", "building")
Index("ix_tickets_reporter", tickets.c.reporter, tickets.c.id)
Index("ix_tickets_assignee", tickets.c.assignee, tickets.c.next_due, sqlite_where=_OPEN, postgresql_where=_OPEN)
Index("ix_tickets_due", tickets.c.state, tickets.c.next_due, sqlite_where=_OPEN, postgresql_where=_OPEN)
for _area in AREAS:
    Index(f"ix_tickets_{_area}_open", tickets.c[_area], sqlite_where=_OPEN, postgresql_where=_OPEN)
    for _moment in ("opened_at", "accept_due", "resolve_due", "resolved_at"):
        Index(f"ix_tickets_{_area}_{_moment}", tickets.c[_area], tickets.c[_moment])

history = Table(
    "ticket_history",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket", ForeignKey("tickets.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("what", Text, nullable=False),
    Column("by", ForeignKey("persons.id")),
    Column("words", Words, nullable=False),
    Column("before", Words, nullable=False),
    Column("after", Words, nullable=False),
    Column("public", Boolean, nullable=False),
)
Index("ix_ticket_history_ticket", history.c.ticket, history.c.id)


class SqlTickets:
    """Answers `bot.features.tickets.store.Tickets`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, ticket: Ticket) -> Ticket:
        """Keep a new ticket under a new number."""
        values = _values(ticket)
        insert = self._connection.insert(tickets).values(values).on_conflict_do_nothing().returning(tickets.c.id)
        number = (await self._connection.execute(insert)).scalar_one_or_none()
        if number is None:
            raise Conflict("this message is a ticket already")
        return replace(ticket, id=TicketId(number))

    async def get(self, number: TicketId) -> Ticket | None:
        """The ticket with this number."""
        return await self._one(select(tickets).where(tickets.c.id == number))

    async def save(self, ticket: Ticket) -> Ticket:
        """Keep a changed ticket, unless it was changed since it was read."""
        same = and_(tickets.c.id == ticket.id, tickets.c.version == ticket.version)
        changed = replace(ticket, version=ticket.version + 1)
        result = await self._connection.execute(update(tickets).where(same).values(_values(changed)))
        if result.rowcount != 1:
            raise Conflict(f"ticket {ticket.id} was changed by somebody else")
        return changed

    async def of_message(self, chat: ChatRef, message: str) -> Ticket | None:
        """The ticket that this message made."""
        return await self._one(select(tickets).where(in_chat(tickets, chat), tickets.c.message == message))

    async def of_reporter(self, person: PersonId, limit: int) -> Sequence[Ticket]:
        """A person's calls, open ones first, then the newest."""
        order = (tickets.c.is_open.desc(), tickets.c.id.desc())
        return await self._all(select(tickets).where(tickets.c.reporter == person).order_by(*order).limit(limit))

    async def tasks_of(self, person: PersonId, limit: int) -> Sequence[Ticket]:
        """Open tickets on which this person must act, the earliest due first."""
        waiting_for_others = (State.RESOLVED, State.REOPEN_REQUESTED)
        mine = and_(_OPEN, tickets.c.assignee == person, tickets.c.state.not_in(waiting_for_others))
        return await self._all(select(tickets).where(mine).order_by(tickets.c.next_due, tickets.c.id).limit(limit))

    async def move(self, old: ChatRef, new: ChatRef) -> None:
        """The tickets of a chat follow it."""
        there = {"channel": new.channel, "bot": new.bot, "chat": new.chat, "message": None}
        await self._connection.execute(update(tickets).where(in_chat(tickets, old)).values(there))

    async def due(self, states: Sequence[State], now: datetime, limit: int) -> Sequence[Ticket]:
        """Tickets in these states whose time has come."""
        come = and_(_OPEN, tickets.c.state.in_(states), tickets.c.next_due <= now)
        return await self._all(select(tickets).where(come).order_by(tickets.c.next_due, tickets.c.id).limit(limit))

    async def next_due(self, states: Sequence[State], now: datetime) -> datetime | None:
        """The earliest time that is still to come."""
        coming = and_(_OPEN, tickets.c.state.in_(states), tickets.c.next_due > now)
        found: datetime | None = (
            await self._connection.execute(select(func.min(tickets.c.next_due)).where(coming))
        ).scalar_one()
        return found

    async def _one(self, asked: Select[Any]) -> Ticket | None:
        row = (await self._connection.execute(asked)).one_or_none()
        return None if row is None else _ticket(row)

    async def _all(self, asked: Select[Any]) -> Sequence[Ticket]:
        return [_ticket(row) for row in await self._connection.execute(asked)]


class SqlHistory:
    """Answers `bot.features.tickets.store.History`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def write(self, entry: Entry) -> None:
        """Add a line."""
        line = {
            "ticket": entry.ticket,
            "at": entry.at,
            "what": entry.what,
            "by": entry.by,
            "words": entry.words,
            "before": entry.before,
            "after": entry.after,
            "public": entry.public,
        }
        await self._connection.execute(self._connection.insert(history).values(line))

    async def of(self, ticket: TicketId) -> Sequence[Entry]:
        """All lines of a ticket, oldest first."""
        asked = select(history).where(history.c.ticket == ticket).order_by(history.c.id)
        return [_entry(row) for row in await self._connection.execute(asked)]


class SqlCounts:
    """Answers `bot.features.tickets.store.Counts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def figures(self, area: Place | None, start: datetime, end: datetime) -> Figures:
        """All figures of a period. Each is one walk over one index."""
        counts = tickets.c.state.not_in((State.WITHDRAWN, State.MERGED))
        answered = await self._sums(
            and_(_within(area, "accept_due", start, end), counts), tickets.c.answered_at <= tickets.c.accept_due
        )
        solved = await self._sums(
            and_(_within(area, "resolve_due", start, end), counts),
            tickets.c.closing == Closing.CONFIRMED,
            tickets.c.closing == Closing.SILENT,
        )
        resolved = await self._sums(
            and_(_within(area, "resolved_at", start, end), tickets.c.state.in_((State.RESOLVED, State.CLOSED))),
            tickets.c.level == "grid",
            tickets.c.rating >= LOWEST_SATISFIED,
            tickets.c.rating.is_not(None),
            tickets.c.asked_rating.is_(True),
        )
        opened = await self._sums(_within(area, "opened_at", start, end))
        open_now = await self._sums(and_(_in_area(area), _OPEN))
        return Figures(
            opened=opened[0],
            resolved=resolved[0],
            open_now=open_now[0],
            response=Rate(part=answered[1], whole=answered[0]),
            resolution=Rate(part=solved[1], whole=solved[0]),
            closed_silently=solved[2],
            satisfaction=Rate(part=resolved[2], whole=resolved[3]),
            asked_rating=resolved[4],
            solved_at_grid=Rate(part=resolved[1], whole=resolved[0]),
        )

    async def overdue(self, area: Place | None, now: datetime, limit: int) -> Sequence[Ticket]:
        """Open tickets past the deadline that runs now. Silence after "done" is nobody's delay."""
        late = and_(_in_area(area), _OPEN, tickets.c.next_due < now, tickets.c.state != State.RESOLVED)
        asked = select(tickets).where(late).order_by(tickets.c.next_due, tickets.c.id).limit(limit)
        return [_ticket(row) for row in await self._connection.execute(asked)]

    async def due_between(self, area: Place | None, start: datetime, end: datetime) -> Sequence[Ticket]:
        """Open tickets whose deadline falls in the period."""
        soon = and_(tickets.c.next_due >= start, tickets.c.next_due < end, tickets.c.state != State.RESOLVED)
        asked = select(tickets).where(_in_area(area), _OPEN, soon).order_by(tickets.c.next_due, tickets.c.id)
        return [_ticket(row) for row in await self._connection.execute(asked)]

    async def ledger(self, after: TicketId, limit: int) -> Sequence[Ticket]:
        """The next tickets after this number."""
        asked = select(tickets).where(tickets.c.id > after).order_by(tickets.c.id).limit(limit)
        return [_ticket(row) for row in await self._connection.execute(asked)]

    async def _sums(self, where: ColumnElement[bool], *parts: ColumnElement[bool]) -> list[int]:
        """How many rows there are, and for how many of them each part is true."""
        counted = [func.coalesce(func.sum(case((part, 1), else_=0)), 0) for part in parts]
        row = (await self._connection.execute(select(func.count(), *counted).where(where))).one()
        return [int(count) for count in row]


def _in_area(area: Place | None) -> ColumnElement[bool]:
    return true() if area is None else tickets.c[area.kind.value] == area.id


def _within(area: Place | None, moment: str, start: datetime, end: datetime) -> ColumnElement[bool]:
    return and_(_in_area(area), tickets.c[moment] >= start, tickets.c[moment] < end)


def _values(ticket: Ticket) -> dict[str, Any]:
    spot, source = ticket.spot, ticket.source
    same = ("reporter", "words", "public_words", "state", "is_open", "opened_at", "category", "urgency", "danger",
            "level", "private", "assignee", "assigned_at", "answered_at", "accept_due", "resolve_due", "next_due",
            "resolved_at", "closed_at", "closing", "rating", "asked_rating", "reopened", "version")  # fmt: skip
    return {
        **{name: getattr(ticket, name) for name in same},
        **{name: getattr(spot, name) for name in (*AREAS, "said", "unit", "floor", "room")},
        **chat_values(source.chat),
        "message": source.message,
        "is_private_source": source.is_private,
    }


def _place(number: int | None) -> PlaceId | None:
    return None if number is None else PlaceId(number)


def _ticket(row: Row[Any]) -> Ticket:
    spot = Spot(
        community=_place(row.community),
        compound=_place(row.compound),
        grid=_place(row.grid),
        building=_place(row.building),
        said=row.said,
        unit=row.unit,
        floor=row.floor,
        room=row.room,
    )
    return Ticket(
        id=TicketId(row.id),
        reporter=PersonId(row.reporter),
        source=Source(chat=chat_of(row), message=row.message, is_private=row.is_private_source),
        words=row.words,
        public_words=row.public_words,
        spot=spot,
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
        resolved_at=row.resolved_at,
        closed_at=row.closed_at,
        closing=None if row.closing is None else Closing(row.closing),
        rating=row.rating,
        asked_rating=row.asked_rating,
        reopened=row.reopened,
        version=row.version,
    )


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        ticket=TicketId(row.ticket),
        at=row.at,
        what=row.what,
        by=None if row.by is None else PersonId(row.by),
        words=row.words,
        before=row.before,
        after=row.after,
        public=row.public,
    )
