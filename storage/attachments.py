"""Photos, voices and files that belong to a ticket: the network's own handles, never the files themselves."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Column, ForeignKey, Index, Integer, Row, Table, Text, bindparam, insert, select

from bot.community import PersonId
from bot.features.tickets.model import TicketId
from bot.features.tickets.store import Kept
from bot.messages import AttachmentKind
from storage.connection import Connection
from storage.schema import metadata
from storage.types import UtcDateTime, Words

attachments = Table(
    "attachments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket", ForeignKey("tickets.id"), nullable=False),
    Column("kind", Text, nullable=False),
    # Whose handle it is: a network, and that account of ours which received it.
    Column("channel", Text, nullable=False),
    Column("bot", Text, nullable=False),
    Column("reference", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("by", ForeignKey("persons.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
Index("ix_attachments_ticket", attachments.c.ticket, attachments.c.id)
Index("ix_attachments_by", attachments.c.by)
_ADD: Final = insert(attachments)
_OF: Final = (
    select(attachments)
    .where(attachments.c.ticket == bindparam("number"), attachments.c.reference != "")
    .order_by(attachments.c.id)
)
_SAME: Final = ("ticket", "kind", "channel", "bot", "reference", "name", "by", "at")


class SqlAttachments:
    """Answers `bot.features.tickets.store.Attachments`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, kept: Kept) -> None:
        """Keep it with its ticket."""
        await self._connection.execute(_ADD, {name: getattr(kept, name) for name in _SAME})

    async def of(self, ticket: TicketId) -> Sequence[Kept]:
        """All that belong to this ticket."""
        return [_kept(row) for row in await self._connection.execute(_OF, {"number": ticket})]


def _kept(row: Row[Any]) -> Kept:
    return Kept(
        ticket=TicketId(row.ticket),
        kind=AttachmentKind(row.kind),
        channel=row.channel,
        bot=row.bot,
        reference=row.reference,
        name=row.name,
        by=PersonId(row.by),
        at=row.at,
    )
