"""Codes by which two accounts become one person."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Table, Text, delete, or_, select

from bot.community import PersonId
from bot.features.linking.store import LinkCode
from storage.connection import Connection
from storage.schema import metadata
from storage.types import UtcDateTime

link_codes = Table(
    "link_codes",
    metadata,
    Column("code", Text, primary_key=True),
    Column("person", ForeignKey("persons.id"), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("taken_by", ForeignKey("persons.id")),
)
Index("ix_link_codes_person", link_codes.c.person)


class SqlLinkCodes:
    """Answers `bot.features.linking.store.LinkCodes`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def at(self, code: str) -> LinkCode | None:
        """The code."""
        row = (await self._connection.execute(select(link_codes).where(link_codes.c.code == code))).one_or_none()
        if row is None:
            return None
        taken_by = None if row.taken_by is None else PersonId(row.taken_by)
        return LinkCode(code=row.code, person=PersonId(row.person), made_at=row.made_at, taken_by=taken_by)

    async def save(self, code: LinkCode) -> None:
        """Keep it."""
        await self._connection.execute(delete(link_codes).where(link_codes.c.person == code.person))
        values = {name: getattr(code, name) for name in ("code", "person", "made_at", "taken_by")}
        await self._connection.execute(self._connection.insert(link_codes).values(values))

    async def drop(self, code: str, *, made_before: datetime) -> None:
        """Used up."""
        over = or_(link_codes.c.code == code, link_codes.c.made_at < made_before)
        await self._connection.execute(delete(link_codes).where(over))
