"""How often each subject has changed that processes remember (see `storage.memory`)."""

from collections.abc import Awaitable, Callable, Hashable
from functools import cache
from typing import TypeVar

from sqlalchemy import Column, Integer, Table, select

from storage.connection import Connection, Insert, MakeInsert
from storage.memory import Facts, Subject
from storage.schema import metadata

T = TypeVar("T")

versions = Table(
    "versions",
    metadata,
    Column("subject", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
)
_ALL = select(versions.c.subject, versions.c.version)


async def version_of(connection: Connection, subject: Subject) -> int | None:
    """How often it has changed; None when this very transaction has changed it, whose change may not last."""
    if subject in connection.known.told:
        return None
    if not connection.known.has_begun:
        await _begin(connection)
    return connection.known.version(subject)


async def facts_of(connection: Connection, subject: Subject) -> Facts:
    """What is known of the subject in this transaction, to be read and added to."""
    if not connection.known.has_begun:
        await _begin(connection)
    return connection.known.facts[subject]


async def remembered(connection: Connection, subject: Subject, key: Hashable, read: Callable[[], Awaitable[T]]) -> T:
    """What is known under this key, else what is read now. For facts alone whose every change is told by `changed`."""
    facts = await facts_of(connection, subject)
    if key not in facts:
        facts[key] = await read()
    known: T = facts[key]
    return known


async def changed(connection: Connection, subject: Subject) -> None:
    """Something of it has been changed in this transaction: nobody may rely on what was read before."""
    connection.known.forget(subject)
    if subject not in connection.known.told:
        connection.known.told.add(subject)
        await connection.execute(_one_more(connection.insert), {"subject": subject, "version": 1})


async def _begin(connection: Connection) -> None:
    connection.known.begin({row.subject: row.version for row in await connection.execute(_ALL)})


@cache
def _one_more(insert: MakeInsert) -> Insert:
    counted = insert(versions)
    return counted.on_conflict_do_update(
        index_elements=["subject"], set_={"version": versions.c.version + counted.excluded.version}
    )
