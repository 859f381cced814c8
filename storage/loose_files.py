"""Handles of files beside group talk, for ten minutes at most."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, Index, Integer, Row, Table, Text, and_, bindparam, delete, insert, select

from bot.community import ChatRef
from bot.features.media.store import Loose
from bot.messages import Attachment, AttachmentKind
from storage.addresses import chat_columns, chat_of, chat_values, in_chat
from storage.connection import Connection
from storage.schema import metadata
from storage.types import UtcDateTime, Words

loose_files = Table(
    "loose_files",
    metadata,
    Column("id", Integer, primary_key=True),
    *chat_columns(),
    Column("message", Words, nullable=False),
    Column("album", Words, nullable=False),
    Column("kind", Text, nullable=False),
    Column("reference", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("mime", Text, nullable=False),
    Column("size", Integer),
    Column("at", UtcDateTime, nullable=False),
)
Index("ix_loose_files_at", loose_files.c.at)
_PUT: Final = insert(loose_files)
_OLD: Final = loose_files.c.at <= bindparam("before")
_HAS_OLD: Final = select(loose_files.c.id).where(_OLD).limit(1)
_SWEEP: Final = delete(loose_files).where(_OLD)


class SqlLooseFiles:
    """Answers `bot.features.media.store.LooseFiles`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def hold(self, *files: Loose) -> None:
        """Keep them."""
        await self._connection.execute(_PUT, [_values(one) for one in files])

    async def of_message(self, chat: ChatRef, message: str) -> Sequence[Loose]:
        """The files beside this message."""
        beside = and_(in_chat(loose_files, chat), loose_files.c.message == message)
        asked = select(loose_files).where(beside).order_by(loose_files.c.id)
        return [_loose(row) for row in await self._connection.execute(asked)]

    async def message_of(self, chat: ChatRef, album: str) -> str | None:
        """The message that stands for this album."""
        parts = and_(in_chat(loose_files, chat), loose_files.c.album == album)
        asked = select(loose_files.c.message).where(parts).order_by(loose_files.c.id).limit(1)
        found: str | None = (await self._connection.execute(asked)).scalar_one_or_none()
        return found

    async def let_go(self, chat: ChatRef, message: str) -> None:
        """Forget those of this message."""
        beside = and_(in_chat(loose_files, chat), loose_files.c.message == message)
        await self._connection.execute(delete(loose_files).where(beside))

    async def has_old(self, before: datetime) -> bool:
        """Are there any from before?"""
        return (await self._connection.execute(_HAS_OLD, {"before": before})).first() is not None

    async def sweep(self, before: datetime) -> None:
        """Forget those from before."""
        await self._connection.execute(_SWEEP, {"before": before})


def _values(one: Loose) -> dict[str, Any]:
    file = one.file
    return {
        **chat_values(one.chat),
        "message": one.message,
        "album": one.album,
        "kind": file.kind,
        "reference": file.remote_id,
        "name": file.name or "",
        "mime": file.mime or "",
        "size": file.size,
        "at": one.at,
    }


def _loose(row: Row[Any]) -> Loose:
    file = Attachment(
        kind=AttachmentKind(row.kind),
        remote_id=row.reference,
        name=row.name or None,
        mime=row.mime or None,
        size=row.size,
    )
    return Loose(chat=chat_of(row), message=row.message, album=row.album, file=file, at=row.at)
