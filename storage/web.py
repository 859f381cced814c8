"""The local chat's rooms and one-time passes: twins of `adapters.web.rooms`. What was said stands in `web_talk`."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Integer, Row, Table, Text, and_, delete, select

from adapters.web.rooms import Pass, Room
from storage.connection import Connection
from storage.schema import metadata
from storage.types import UtcDateTime, Words

web_rooms = Table(
    "web_rooms",
    metadata,
    Column("chat", Text, primary_key=True),
    Column("title", Words, nullable=False),
    Column("owner", Text),
    Column("opened_at", UtcDateTime, nullable=False),
)

# One row. Whoever raises it holds it until the commit, so numbers become visible in their order on PostgreSQL too.
web_counter = Table(
    "web_counter",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
)

web_passes = Table(
    "web_passes",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("account", Text, nullable=False),
    Column("name", Words, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
)


class SqlRooms:
    """Answers `adapters.web.rooms.Rooms`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def open(self, room: Room, now: datetime) -> bool:
        """Make the room, or bring its title up to date."""
        known = await self.at(room.chat)
        if known == room:
            return False
        values = {"chat": room.chat, "title": room.title, "owner": room.owner, "opened_at": now}
        insert = self._connection.insert(web_rooms).values(values)
        update_title = insert.on_conflict_do_update(index_elements=["chat"], set_={"title": room.title})
        await self._connection.execute(update_title)
        return known is None

    async def at(self, chat: str) -> Room | None:
        """The room with this id."""
        row = (await self._connection.execute(select(web_rooms).where(web_rooms.c.chat == chat))).one_or_none()
        return None if row is None else Room(chat=row.chat, title=row.title, owner=row.owner)

    async def counter(self) -> int:
        """The number of the latest change."""
        found = (await self._connection.execute(select(web_counter.c.number))).scalar_one_or_none()
        return found or 0


class SqlPasses:
    """Answers `adapters.web.rooms.Passes`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, new: Pass) -> None:
        """Keep a pass."""
        values = {"token_hash": new.token_hash, "account": new.account, "name": new.name, "ends_at": new.ends_at}
        await self._connection.execute(self._connection.insert(web_passes).values(values))

    async def look(self, token_hash: str, now: datetime) -> Pass | None:
        """The pass that may still be used."""
        good = and_(web_passes.c.token_hash == token_hash, web_passes.c.ends_at > now)
        row = (await self._connection.execute(select(web_passes).where(good))).one_or_none()
        return None if row is None else _pass(row)

    async def use(self, token_hash: str, now: datetime) -> Pass | None:
        """Take it away with one statement, so that of two who use it one gets it; old ones go too."""
        mine = delete(web_passes).where(web_passes.c.token_hash == token_hash).returning(*web_passes.c)
        row = (await self._connection.execute(mine)).one_or_none()
        await self._connection.execute(delete(web_passes).where(web_passes.c.ends_at <= now))
        return None if row is None or row.ends_at <= now else _pass(row)


def _pass(row: Row[Any]) -> Pass:
    return Pass(token_hash=row.token_hash, account=row.account, name=row.name, ends_at=row.ends_at)
