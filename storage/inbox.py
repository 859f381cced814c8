"""Received events until their turn is done, and how far each account has received."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Row,
    Select,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.sql.dml import ReturningInsert

from bot.albums import SETTLED
from bot.ports import Raw
from bot.stores import InboxRow, LaneKey
from storage.connection import Connection, Insert, MakeInsert
from storage.schema import metadata
from storage.types import UtcDateTime, Words

inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("bot", Text, nullable=False),
    Column("key", Words, nullable=False),
    Column("lane", Words, nullable=False),
    Column("payload", Words, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    # Waiting for its turn, now or at retry_at. False: done, or failed and waiting for a person.
    Column("waiting", Boolean, nullable=False),
    Column("retry_at", UtcDateTime),
    Column("reason", Words),
    Column("done_at", UtcDateTime),
    # Of which album it is a part; parts that wait together become one turn.
    Column("album", Words),
    UniqueConstraint("channel", "bot", "key"),
)
_waiting = inbox.c.waiting.is_(True)
is_failed = inbox.c.reason.is_not(None)
_done = inbox.c.done_at.is_not(None)
Index("ix_inbox_waiting", inbox.c.id, sqlite_where=_waiting, postgresql_where=_waiting)
Index("ix_inbox_failed", inbox.c.id, sqlite_where=is_failed, postgresql_where=is_failed)
Index("ix_inbox_done_at", inbox.c.done_at, sqlite_where=_done, postgresql_where=_done)

cursors = Table(
    "cursors",
    metadata,
    Column("channel", Text, nullable=False),
    Column("bot", Text, nullable=False),
    Column("cursor", Words, nullable=False),
    PrimaryKeyConstraint("channel", "bot"),
)
_ROW = update(inbox).where(inbox.c.id == bindparam("row"))
# Another part has come: those that wait for more wait on.
_UNSETTLED = (
    update(inbox)
    .where(
        _waiting,
        inbox.c.reason.is_(None),
        inbox.c.channel == bindparam("of"),
        inbox.c.bot == bindparam("through"),
        inbox.c.album == bindparam("parts"),
    )
    .values(retry_at=bindparam("then"))
)
_due = or_(inbox.c.retry_at.is_(None), inbox.c.retry_at <= bindparam("now"))
_lane = tuple_(inbox.c.channel, inbox.c.bot, inbox.c.lane)
_account = tuple_(inbox.c.channel, inbox.c.bot)
_CURSOR = select(cursors.c.cursor).where(cursors.c.channel == bindparam("of"), cursors.c.bot == bindparam("through"))


class SqlInbox:
    """Answers `bot.stores.Inbox`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, channel: str, bot: str, rows: Sequence[Raw], now: datetime) -> int:
        """Keep what is new."""
        if not rows:
            return 0
        fresh = {"channel": channel, "bot": bot, "received_at": now, "attempts": 0, "waiting": True}
        settled = now + SETTLED
        values = [
            {
                **fresh,
                "key": raw.key,
                "lane": raw.lane,
                "payload": raw.payload,
                "album": raw.album,
                "retry_at": settled if raw.album else None,
            }
            for raw in rows
        ]
        added = await self._connection.execute(_added(self._connection.insert), values)
        new = len(added.all())
        for album in {raw.album for raw in rows if raw.album}:
            others = {"of": channel, "through": bot, "parts": album, "then": settled}
            await self._connection.execute(_UNSETTLED, others)
        return new

    async def pending(
        self,
        now: datetime,
        limit: int,
        *,
        but: Collection[LaneKey] = (),
        elsewhere: Collection[tuple[str, str]] = (),
    ) -> Sequence[InboxRow]:
        """Rows whose time has come, oldest first."""
        asked: dict[str, Any] = {"now": now, "most": limit}
        if but:
            asked["but"] = list(but)
        if elsewhere:
            asked["elsewhere"] = list(elsewhere)
        found = await self._connection.execute(_pending(bool(but), bool(elsewhere)), asked)
        return [_inbox_row(row) for row in found]

    async def done(self, row: int, now: datetime) -> None:
        """Wipe the payload, keep the key."""
        over = {"payload": "", "album": None, "waiting": False, "retry_at": None, "reason": None, "done_at": now}
        await self._connection.execute(_ROW, {**over, "row": row})

    async def park(self, row: int, reason: str, retry_at: datetime | None) -> None:
        """Count the try; wait until then, or for a person."""
        parked = {"attempts": inbox.c.attempts + 1, "reason": reason, "retry_at": retry_at}
        waiting = retry_at is not None
        await self._connection.execute(
            update(inbox).where(inbox.c.id == row, inbox.c.done_at.is_(None)).values(**parked, waiting=waiting)
        )

    async def cursor(self, channel: str, bot: str) -> str | None:
        """How far this account has received."""
        found = await self._connection.execute(_CURSOR, {"of": channel, "through": bot})
        return found.scalar_one_or_none()

    async def move_cursor(self, channel: str, bot: str, cursor: str) -> None:
        """Remember how far."""
        moved = {"channel": channel, "bot": bot, "cursor": cursor}
        await self._connection.execute(_moved(self._connection.insert), moved)

    async def sweep(self, before: datetime) -> None:
        """Forget keys of rows done before that moment, and what nobody has looked after since before it."""
        await self._connection.execute(delete(inbox).where(_done, inbox.c.done_at < before))
        given_up = (is_failed, inbox.c.waiting.is_(False), inbox.c.received_at < before)
        await self._connection.execute(delete(inbox).where(*given_up))


@cache
def _pending(but: bool, elsewhere: bool) -> Select[Any]:  # noqa: FBT001 - the keys of a cache
    asked = select(inbox).where(_waiting, _due).order_by(inbox.c.id).limit(bindparam("most"))
    if but:
        asked = asked.where(_lane.not_in(bindparam("but", expanding=True)))
    return asked.where(_account.not_in(bindparam("elsewhere", expanding=True))) if elsewhere else asked


@cache
def _added(insert: MakeInsert) -> ReturningInsert[Any]:
    return insert(inbox).on_conflict_do_nothing(index_elements=["channel", "bot", "key"]).returning(inbox.c.id)


@cache
def _moved(insert: MakeInsert) -> Insert:
    new = insert(cursors)
    return new.on_conflict_do_update(index_elements=["channel", "bot"], set_={"cursor": new.excluded.cursor})


def _inbox_row(row: Row[Any]) -> InboxRow:
    return InboxRow(
        id=row.id,
        channel=row.channel,
        bot=row.bot,
        key=row.key,
        lane=row.lane,
        payload=row.payload,
        received_at=row.received_at,
        attempts=row.attempts,
        album=row.album,
    )
