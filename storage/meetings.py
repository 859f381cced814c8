"""Regular meetings and their agendas."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Row, Table, Text, func, insert, select
from sqlalchemy import update as sql_update

from bot.community import PersonId, PlaceId
from bot.features.meetings.model import Item, ItemId, Meeting, MeetingId, Outcome
from storage.connection import Connection
from storage.schema import metadata
from storage.types import UtcDateTime, Words

meetings = Table(
    "meetings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("community", ForeignKey("places.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("announce_at", UtcDateTime),
    Column("ask_at", UtcDateTime),
    Column("lapse_at", UtcDateTime),
    # The earliest of the three, for the question what is due.
    Column("due", UtcDateTime),
)
_PENDING: Final = meetings.c.due.is_not(None)
Index("ix_meetings_due", meetings.c.due, sqlite_where=_PENDING, postgresql_where=_PENDING)
Index("ix_meetings_community", meetings.c.community, meetings.c.at)

items = Table(
    "agenda_items",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meeting", ForeignKey("meetings.id"), nullable=False),
    Column("ticket", ForeignKey("tickets.id"), nullable=False),
    Column("by", ForeignKey("persons.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("outcome", Text),
    Column("words", Words, nullable=False),
    # Empty once it is decided: a ticket waits on one agenda at most.
    Column("is_open", Boolean),
)
_OPEN: Final = items.c.is_open.is_(True)
Index("ix_agenda_items_meeting", items.c.meeting)
Index("ux_agenda_items_open", items.c.ticket, unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN)


class SqlMeetings:
    """Answers `bot.features.meetings.store.Meetings`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def keep(self, meeting: Meeting) -> Meeting:
        """Keep a new or a changed one."""
        if meeting.id:
            that = meetings.c.id == meeting.id
            await self._connection.execute(sql_update(meetings).where(that).values(_meeting_values(meeting)))
            return meeting
        made = insert(meetings).values(_meeting_values(meeting)).returning(meetings.c.id)
        return replace(meeting, id=MeetingId((await self._connection.execute(made)).scalar_one()))

    async def get(self, meeting: MeetingId) -> Meeting:
        """The meeting with this id."""
        return _meeting((await self._connection.execute(select(meetings).where(meetings.c.id == meeting))).one())

    async def upcoming(self, community: PlaceId, now: datetime) -> Meeting | None:
        """The community's next planned meeting."""
        here = (meetings.c.community == community) & (meetings.c.at > now)
        row = (await self._connection.execute(select(meetings).where(here).order_by(meetings.c.at).limit(1))).first()
        return None if row is None else _meeting(row)

    async def due(self, now: datetime, limit: int) -> Sequence[Meeting]:
        """Meetings about which something must be done now."""
        asked = select(meetings).where(_PENDING, meetings.c.due <= now).order_by(meetings.c.due).limit(limit)
        return [_meeting(row) for row in await self._connection.execute(asked)]

    async def next_due(self, now: datetime) -> datetime | None:
        """The next moment after now at which something must be done."""
        asked = select(func.min(meetings.c.due)).where(_PENDING, meetings.c.due > now)
        found: datetime | None = (await self._connection.execute(asked)).scalar_one()
        return found


class SqlAgenda:
    """Answers `bot.features.meetings.store.Agenda`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def put(self, item: Item) -> Item:
        """Put a ticket on; one that is on an agenda already is answered as it is."""
        made = self._connection.insert(items).values(_item_values(item)).on_conflict_do_nothing()
        number = (await self._connection.execute(made.returning(items.c.id))).scalar_one_or_none()
        if number is not None:
            return replace(item, id=ItemId(number))
        same = select(items).where(_OPEN, items.c.ticket == item.ticket)
        return _item((await self._connection.execute(same)).one())

    async def get(self, item: ItemId) -> Item | None:
        """The item with this id."""
        row = (await self._connection.execute(select(items).where(items.c.id == item))).one_or_none()
        return None if row is None else _item(row)

    async def save(self, item: Item) -> None:
        """Keep a changed one."""
        that = items.c.id == item.id
        await self._connection.execute(sql_update(items).where(that).values(_item_values(item)))

    async def of(self, meeting: MeetingId) -> Sequence[Item]:
        """The meeting's items, oldest first."""
        asked = select(items).where(items.c.meeting == meeting).order_by(items.c.id)
        return [_item(row) for row in await self._connection.execute(asked)]

    async def of_ticket(self, ticket: int) -> Item | None:
        """Where this ticket waits for a decision."""
        asked = select(items).where(_OPEN, items.c.ticket == ticket)
        row = (await self._connection.execute(asked)).one_or_none()
        return None if row is None else _item(row)


_MEETING: Final = ("community", "at", "announce_at", "ask_at", "lapse_at")
_ITEM: Final = ("meeting", "ticket", "by", "at", "outcome", "words")


def _meeting_values(meeting: Meeting) -> dict[str, Any]:
    moments = [at for at in (meeting.announce_at, meeting.ask_at, meeting.lapse_at) if at is not None]
    return {**{name: getattr(meeting, name) for name in _MEETING}, "due": min(moments, default=None)}


def _meeting(row: Row[Any]) -> Meeting:
    plain = {name: getattr(row, name) for name in _MEETING}
    return Meeting(id=MeetingId(row.id), **{**plain, "community": PlaceId(row.community)})


def _item_values(item: Item) -> dict[str, Any]:
    return {**{name: getattr(item, name) for name in _ITEM}, "is_open": True if item.outcome is None else None}


def _item(row: Row[Any]) -> Item:
    plain = {name: getattr(row, name) for name in _ITEM}
    known = {
        "meeting": MeetingId(row.meeting),
        "by": PersonId(row.by),
        "outcome": None if row.outcome is None else Outcome(row.outcome),
    }
    return Item(id=ItemId(row.id), **{**plain, **known})
