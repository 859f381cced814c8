"""Small facts of the deployment that must survive a restart."""

from sqlalchemy import Column, Table, Text, select

from storage.connection import Connection
from storage.schema import metadata
from storage.types import Words

facts = Table(
    "facts",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Words, nullable=False),
)


class SqlFacts:
    """Answers `bot.stores.Facts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def get(self, key: str) -> str | None:
        """The value, or None."""
        found = await self._connection.execute(select(facts.c.value).where(facts.c.key == key))
        return found.scalar_one_or_none()

    async def set(self, key: str, value: str) -> None:
        """Keep it."""
        insert = self._connection.insert(facts)
        upsert = insert.on_conflict_do_update(index_elements=["key"], set_={"value": insert.excluded.value})
        await self._connection.execute(upsert, {"key": key, "value": value})
