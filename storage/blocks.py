"""Who is blocked."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Column, ForeignKey, Index, Table, delete, select

from bot.community import PersonId
from bot.features.blocks.store import Block
from storage.connection import Connection
from storage.memory import Subject
from storage.schema import metadata
from storage.types import UtcDateTime
from storage.versions import changed, remembered

blocks = Table(
    "blocks",
    metadata,
    Column("person", ForeignKey("persons.id"), primary_key=True),
    Column("by", ForeignKey("persons.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("told_at", UtcDateTime),
)
Index("ix_blocks_by", blocks.c.by)
_ALL: Final = select(blocks).order_by(blocks.c.at, blocks.c.person)


class SqlBlocks:
    """Answers `bot.features.blocks.store.Blocks`; remembered with the people, until any of them changes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def all(self) -> Mapping[PersonId, Block]:
        """Every block."""
        return await remembered(self._connection, Subject.PEOPLE, "blocks", self._all)

    async def _all(self) -> Mapping[PersonId, Block]:
        rows = await self._connection.execute(_ALL)
        return {
            PersonId(row.person): Block(person=row.person, by=row.by, at=row.at, told_at=row.told_at) for row in rows
        }

    async def save(self, block: Block) -> None:
        """Keep it."""
        values = {name: getattr(block, name) for name in ("person", "by", "at", "told_at")}
        new = self._connection.insert(blocks).values(values)
        await self._connection.execute(new.on_conflict_do_update(index_elements=["person"], set_=values))
        await changed(self._connection, Subject.PEOPLE)

    async def end(self, person: PersonId) -> bool:
        """Not blocked any more."""
        ended = await self._connection.execute(delete(blocks).where(blocks.c.person == person))
        await changed(self._connection, Subject.PEOPLE)
        return bool(ended.rowcount)
