"""Questions of ours that wait for a person's next plain line."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    Row,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    select,
)

from bot.community import ChatRef, PersonId
from bot.dialogs import Dialog
from storage.addresses import CHAT, at_chat, chat_columns, chat_of, chat_values
from storage.connection import Connection, Insert, MakeInsert
from storage.schema import metadata
from storage.types import UtcDateTime, Words

dialogs = Table(
    "dialogs",
    metadata,
    *chat_columns(),
    Column("person", ForeignKey("persons.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("value", Words, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint(*CHAT, "person"),
)
Index("ix_dialogs_expires_at", dialogs.c.expires_at)
Index("ix_dialogs_person", dialogs.c.person)
_OPEN = select(dialogs).where(
    *(dialogs.c[name] == bindparam(name) for name in (*CHAT, "person")), dialogs.c.expires_at > bindparam("now")
)


class SqlDialogs:
    """Answers `bot.dialogs.Dialogs`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def open(self, dialog: Dialog) -> None:
        """Ask; replaces an earlier question."""
        question = {"kind": dialog.kind, "value": dialog.value, "expires_at": dialog.expires_at}
        values = {**chat_values(dialog.chat), "person": dialog.person, **question}
        await self._connection.execute(_asking(self._connection.insert), values)

    async def at(self, chat: ChatRef, person: PersonId, now: datetime) -> Dialog | None:
        """The question that is open there now."""
        asked = {**chat_values(chat), "person": person, "now": now}
        row = (await self._connection.execute(_OPEN, asked)).one_or_none()
        return None if row is None else _dialog(row)

    async def close(self, chat: ChatRef, person: PersonId) -> None:
        """Forget the question."""
        await self._connection.execute(delete(dialogs).where(_here(chat, person)))

    async def sweep(self, now: datetime) -> None:
        """Forget questions whose time is over."""
        await self._connection.execute(delete(dialogs).where(dialogs.c.expires_at <= now))

    async def open_chats(self, now: datetime) -> Sequence[tuple[ChatRef, PersonId]]:
        """Where any question is open."""
        asked = select(dialogs).where(dialogs.c.expires_at > now)
        return [(chat_of(row), PersonId(row.person)) for row in await self._connection.execute(asked)]


@cache
def _asking(make: MakeInsert) -> Insert:
    insert = make(dialogs)
    replace = {name: insert.excluded[name] for name in ("kind", "value", "expires_at")}
    return insert.on_conflict_do_update(index_elements=[*CHAT, "person"], set_=replace)


def _here(chat: ChatRef, person: PersonId) -> Any:
    return and_(at_chat(dialogs, chat), dialogs.c.person == person)


def _dialog(row: Row[Any]) -> Dialog:
    return Dialog(chat=chat_of(row), person=row.person, kind=row.kind, value=row.value, expires_at=row.expires_at)
