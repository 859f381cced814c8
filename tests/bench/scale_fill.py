"""Large databases: one lived month (`scale_month`), copied for so many communities and months, inside the database.

Every column of every table comes from real rows, so this needs to know no table. What it knows of columns: numbers and
what points to them move apart, moments move to their month, names of chats and messages get an ending of their own.
Rows of one month lie mixed, as communities beside each other would have written them.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Integer,
    Interval,
    MetaData,
    Table,
    Text,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    select,
    type_coerce,
    update,
)

import storage.stores
from bot.features.tickets.model import Closing, State
from storage.schema import metadata
from storage.tickets import tickets
from storage.types import MICROSECOND, UtcDateTime
from tests.bench.scale_month import DAYS
from tests.town import MORNING

# Importing them fills the collection of tables.
assert storage.stores.STORES
MONTH: Final = timedelta(days=DAYS)
SCHEMA: Final = "month"
source: Final = MetaData()
for _table in metadata.sorted_tables:
    _table.to_metadata(source, schema=SCHEMA)
communities: Final = Table("communities", source, Column("k", Integer, primary_key=True), schema=SCHEMA)
# Those without a column that points to a ticket.
_BY_MESSAGE: Final = frozenset({"cards", "sent_messages", "inbox"})
_ROOTS: Final = frozenset({"places", "groups", "persons"})
_OF_CHAT: Final = frozenset({"chat", "lane", "account"})
_OF_MESSAGE: Final = frozenset({"message", "remote", "once", "reply_to"})
_OF_BOTH: Final = frozenset({"key", "about"})


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much of it: so many communities, each for so many months."""

    communities: int
    months: int


def months_of(tickets_wanted: int, in_a_month: int) -> Size:
    """About so many tickets, at twelve months a community where there are enough."""
    months = min(12, max(1, tickets_wanted // in_a_month))
    return Size(communities=max(1, round(tickets_wanted / in_a_month / months)), months=months)


def fill(connection: Connection, size: Size) -> None:
    """Copy the month that stands in the schema `month` into the empty tables of this database."""
    connection.execute(insert(communities), [{"k": number} for number in range(size.communities)])
    highest = {table.name: _highest(connection, table) for table in metadata.sorted_tables}
    indexes = [index for table in metadata.sorted_tables for index in table.indexes]
    for index in indexes:
        index.drop(connection)
    for table in metadata.sorted_tables:
        # What a migration has put there comes from the month as well.
        connection.execute(delete(table))
        for statement in _copies(table, size, highest, is_sqlite=connection.dialect.name == "sqlite"):
            connection.execute(statement)
    _close_old_ones(connection)
    for index in indexes:
        index.create(connection)
    if connection.dialect.name == "postgresql":
        _count_on(connection)


def _copies(table: Table, size: Size, highest: dict[str, int], *, is_sqlite: bool) -> Iterator[Any]:
    """The statements that fill one table, the oldest month first."""
    here = source.tables[f"{SCHEMA}.{table.name}"]
    if not (_is_monthly(table) or _is_local(table)):
        yield insert(table).from_select(list(table.c.keys()), select(here))
        return
    for month in range(size.months - 1, -1, -1) if _is_monthly(table) else (0,):
        copy = _Copy(size=size, month=month, highest=highest, is_sqlite=is_sqlite)
        columns = [copy.column(here.c[column.name], column) for column in table.c]
        both = here.join(communities, literal(1) == literal(1))
        order = (*here.primary_key.columns, communities.c.k)
        yield insert(table).from_select(list(table.c.keys()), select(*columns).select_from(both).order_by(*order))


@dataclass(frozen=True, kw_only=True)
class _Copy:
    """What becomes of a row's columns in one month."""

    size: Size
    month: int
    highest: dict[str, int]
    is_sqlite: bool

    def column(self, here: Column[Any], column: Column[Any]) -> ColumnElement[Any]:
        target = next((key.column.table for key in column.foreign_keys), None)
        if target is None and column.primary_key and column.name == "id":
            target = column.table
        if isinstance(target, Table):
            return self._number(here, target)
        if isinstance(column.type, UtcDateTime):
            return self._moment(here)
        return self._words(here, column)

    def _number(self, here: Column[Any], target: Table) -> ColumnElement[Any]:
        if not (_is_monthly(target) or _is_local(target)):
            return here
        months_before = self.size.months - 1 - self.month if _is_monthly(target) else 0
        return (here + months_before * self.highest[target.name]) * self.size.communities + communities.c.k

    def _moment(self, here: Column[Any]) -> ColumnElement[Any]:
        ago = self.month * MONTH
        if self.is_sqlite:
            return type_coerce(here, BigInteger) - ago // MICROSECOND
        return type_coerce(here, DateTime) - literal(ago, Interval)

    def _words(self, here: Column[Any], column: Column[Any]) -> ColumnElement[Any]:
        k = communities.c.k
        community, month = literal(".", Text) + cast(k, Text), literal(f".{self.month}", Text)
        if column.name in _OF_CHAT:
            return case((k > 0, here + community), else_=here)
        if column.name in _OF_MESSAGE:
            return here + month if self.month else here
        if column.name in _OF_BOTH:
            return here + community + month if self.month else case((k > 0, here + community), else_=here)
        return here


def _is_monthly(table: Table) -> bool:
    """Does every month write rows of its own?"""
    return table.name in _BY_MESSAGE or _leads_to(table, {"tickets"})


def _is_local(table: Table) -> bool:
    """Has every community rows of its own?"""
    return _leads_to(table, _ROOTS)


def _leads_to(table: Table, names: Collection[str]) -> bool:
    above = {key.column.table for key in table.foreign_keys} - {table}
    return table.name in names or any(_leads_to(one, names) for one in above)


def _highest(connection: Connection, table: Table) -> int:
    """A number above all of the month's."""
    if "id" not in table.c or not isinstance(table.c.id.type, Integer):
        return 0
    return 1 + (connection.execute(select(func.max(source.tables[f"{SCHEMA}.{table.name}"].c.id))).scalar() or 0)


def _close_old_ones(connection: Connection) -> None:
    """What the month leaves open is closed in the months before."""
    old = tickets.c.is_open.is_(True) & (tickets.c.opened_at < MORNING - MONTH)
    closed = {"is_open": False, "state": State.CLOSED, "closing": Closing.SILENT, "closed_at": tickets.c.next_due}
    connection.execute(update(tickets).where(old).values(**closed, next_due=None))


def _count_on(connection: Connection) -> None:
    """New rows of PostgreSQL get numbers above those."""
    for table in metadata.sorted_tables:
        if "id" in table.c and _highest_here(connection, table):
            sequence = connection.execute(select(func.pg_get_serial_sequence(table.name, "id"))).scalar()
            if sequence:
                connection.execute(select(func.setval(sequence, _highest_here(connection, table))))


def _highest_here(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.max(table.c.id))).scalar() or 0
