"""Links behind which ledgers are written."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Table, Text, delete, insert, select

from bot.community import PersonId
from bot.features.ledger.store import Link
from storage.connection import Connection
from storage.schema import metadata
from storage.types import UtcDateTime

ledger_links = Table(
    "ledger_links",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("person", ForeignKey("persons.id"), nullable=False),
    Column("recipe", Text, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
)


class SqlLedgerLinks:
    """Answers `bot.features.ledger.store.LedgerLinks`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, link: Link) -> None:
        """Keep a new one instead of this person's earlier ones."""
        await self._connection.execute(delete(ledger_links).where(ledger_links.c.person == link.person))
        values = {"person": link.person, "recipe": link.recipe, "ends_at": link.ends_at}
        await self._connection.execute(insert(ledger_links).values(token_hash=link.token_hash, **values))

    async def at(self, token_hash: str, now: datetime) -> Link | None:
        """The link of this token."""
        asked = select(ledger_links).where(ledger_links.c.token_hash == token_hash, ledger_links.c.ends_at > now)
        row = (await self._connection.execute(asked)).one_or_none()
        if row is None:
            return None
        person = PersonId(row.person)
        return Link(token_hash=row.token_hash, person=person, recipe=row.recipe, ends_at=row.ends_at)
