"""Group chats that we are in."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    Row,
    Table,
    Text,
    bindparam,
    delete,
    select,
)

from bot.community import ChatRef, Group, PlaceId
from storage.addresses import in_chat
from storage.cards import SqlCards
from storage.connection import Connection, Insert, MakeInsert
from storage.memory import Subject
from storage.outbox import move_rows
from storage.schema import metadata
from storage.types import UtcDateTime, Words
from storage.versions import changed, remembered

groups = Table(
    "groups",
    metadata,
    Column("channel", Text, nullable=False),
    Column("bot", Text, nullable=False),
    Column("chat", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("place", ForeignKey("places.id")),
    Column("language", Text),
    Column("hears", Boolean),
    Column("quiet_until", UtcDateTime),
    Column("suspended", Boolean, nullable=False),
    Column("encrypted", Boolean, nullable=False),
    PrimaryKeyConstraint("channel", "bot", "chat"),
)
Index("ix_groups_place", groups.c.place)
_WITH_CHAT = select(groups).where(*(groups.c[name] == bindparam(name) for name in ("channel", "bot", "chat")))


class SqlGroups:
    """Answers `bot.stores.Groups`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def get(self, chat: ChatRef) -> Group | None:
        """The group with this chat; a thread counts as its group."""
        return await remembered(self._connection, Subject.PEOPLE, chat.whole, partial(self._get, chat))

    async def _get(self, chat: ChatRef) -> Group | None:
        row = (await self._connection.execute(_WITH_CHAT, _key(chat))).one_or_none()
        return None if row is None else _group(row)

    async def save(self, group: Group) -> None:
        """Keep a new or changed group."""
        await self._connection.execute(_kept(self._connection.insert), {**_key(group.chat), **_values(group)})
        await changed(self._connection, Subject.PEOPLE)

    async def bound_to(self, places: Sequence[PlaceId]) -> Sequence[Group]:
        """Groups bound to any of these places."""
        return await self._groups(groups.c.place.in_(places))

    async def all(self) -> Sequence[Group]:
        """Every group."""
        return await self._groups()

    async def move(self, old: ChatRef, new: ChatRef) -> None:
        """Group, cards and waiting rows go on in the new chat; what is known there already stays."""
        before, after = await self.get(old), await self.get(new)
        if before is not None:
            await self._connection.execute(delete(groups).where(in_chat(groups, old)))
            await changed(self._connection, Subject.PEOPLE)
            await self.save(_moved(before, after, new))
        await SqlCards(self._connection).move(old, new)
        await move_rows(self._connection, old, new)

    async def _groups(self, *conditions: Any) -> list[Group]:
        wanted = select(groups).where(*conditions).order_by(groups.c.channel, groups.c.bot, groups.c.chat)
        return [_group(row) for row in await self._connection.execute(wanted)]


@cache
def _kept(insert: MakeInsert) -> Insert:
    new = insert(groups)
    fresh = {column.name: new.excluded[column.name] for column in groups.columns if not column.primary_key}
    return new.on_conflict_do_update(index_elements=["channel", "bot", "chat"], set_=fresh)


def _moved(before: Group, after: Group | None, new: ChatRef) -> Group:
    """The old group in its new chat. The network may have told of the new one first, before we knew whose it is."""
    if after is None:
        return replace(before, chat=new.whole, suspended=False)
    return replace(
        after,
        place=after.place if after.place is not None else before.place,
        language=after.language or before.language,
        quiet_until=after.quiet_until or before.quiet_until,
    )


def _key(chat: ChatRef) -> dict[str, Any]:
    return {"channel": chat.channel, "bot": chat.bot, "chat": chat.chat}


def _values(group: Group) -> dict[str, Any]:
    return {
        "title": group.title,
        "place": group.place,
        "language": group.language,
        "hears": group.hears,
        "quiet_until": group.quiet_until,
        "suspended": group.suspended,
        "encrypted": group.encrypted,
    }


def _group(row: Row[Any]) -> Group:
    return Group(
        chat=ChatRef(row.channel, row.bot, row.chat),
        title=row.title,
        place=row.place,
        language=row.language,
        hears=row.hears,
        quiet_until=row.quiet_until,
        suspended=row.suspended,
        encrypted=row.encrypted,
    )
