"""Whom to reach about a ticket whose caller has no app, or who called for somebody."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Boolean, Column, ForeignKey, Index, Row, Table, Text, bindparam, func, select

from bot.community import PersonId
from bot.features.intake_desk.model import CallBack, Contact
from storage.connection import Connection
from storage.schema import metadata
from storage.types import UtcDateTime, Words

contacts = Table(
    "contacts",
    metadata,
    Column("ticket", ForeignKey("tickets.id"), primary_key=True),
    Column("by", ForeignKey("persons.id"), nullable=False),
    Column("name", Words, nullable=False),
    Column("phone", Words, nullable=False),
    Column("consent", Boolean),
    Column("order_number", Text, nullable=False),
    Column("call_back", Text),
    Column("tell_due", UtcDateTime),
    Column("told_at", UtcDateTime),
)
_WAITING: Final = contacts.c.tell_due.is_not(None)
Index("ix_contacts_tell_due", contacts.c.tell_due, sqlite_where=_WAITING, postgresql_where=_WAITING)
Index("ix_contacts_order_number", contacts.c.order_number)
Index("ix_contacts_by", contacts.c.by)

_OF: Final = select(contacts).where(contacts.c.ticket == bindparam("number"))
_OF_ORDER: Final = (
    select(contacts).where(contacts.c.order_number == bindparam("number")).order_by(contacts.c.ticket).limit(1)
)
_DUE: Final = (
    select(contacts.c.ticket)
    .where(_WAITING, contacts.c.tell_due <= bindparam("now"))
    .order_by(contacts.c.tell_due, contacts.c.ticket)
)
_NEXT_DUE: Final = select(func.min(contacts.c.tell_due)).where(_WAITING, contacts.c.tell_due > bindparam("now"))


class SqlContacts:
    """Answers `bot.features.intake_desk.store.Contacts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        # As they stand in this transaction, in which a ticket's messages may be drawn several times.
        self._known: dict[int, Contact | None] = {}

    async def of(self, ticket: int) -> Contact | None:
        """The contact of this ticket."""
        if ticket not in self._known:
            row = (await self._connection.execute(_OF, {"number": ticket})).one_or_none()
            self._known[ticket] = None if row is None else _contact(row)
        return self._known[ticket]

    async def keep(self, contact: Contact) -> None:
        """Keep it as it is now."""
        values = _values(contact)
        self._known[contact.ticket] = contact
        insert = self._connection.insert(contacts).values(values)
        await self._connection.execute(insert.on_conflict_do_update(index_elements=["ticket"], set_=values))

    async def of_order(self, order: str) -> Contact | None:
        """The contact of the ticket of this order."""
        row = (await self._connection.execute(_OF_ORDER, {"number": order})).one_or_none()
        return None if row is None else _contact(row)

    async def due(self, now: datetime) -> Sequence[int]:
        """Tickets whose outcome is to be told."""
        return list((await self._connection.execute(_DUE, {"now": now})).scalars())

    async def next_due(self, now: datetime) -> datetime | None:
        """When the next one is."""
        found: datetime | None = (await self._connection.execute(_NEXT_DUE, {"now": now})).scalar_one()
        return found


def _values(contact: Contact) -> dict[str, Any]:
    same = ("ticket", "by", "name", "phone", "consent", "call_back", "tell_due", "told_at")
    return {**{name: getattr(contact, name) for name in same}, "order_number": contact.order}


def _contact(row: Row[Any]) -> Contact:
    return Contact(
        ticket=row.ticket,
        by=PersonId(row.by),
        name=row.name,
        phone=row.phone,
        consent=row.consent,
        order=row.order_number,
        call_back=None if row.call_back is None else CallBack(row.call_back),
        tell_due=row.tell_due,
        told_at=row.told_at,
    )
