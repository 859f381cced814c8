"""Handles of files beside group talk, for ten minutes at most."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, Index, Integer, Row, Table, Text, and_, bindparam, delete, insert, select

from bot.community import ChatRef
from bot.features.media.store import Loose
from bot.messages import Attachment, AttachmentKind
from storage.addresses import chat_columns, chat_of, chat_values
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
_IN_CHAT: Final = and_(*(loose_files.c[name] == bindparam(f"in_{name}") for name in ("channel", "bot", "chat")))
_BESIDE: Final = and_(_IN_CHAT, loose_files.c.message == bindparam("beside"))
_OF_MESSAGE: Final = select(loose_files).where(_BESIDE).order_by(loose_files.c.id)
_LET_GO: Final = delete(loose_files).where(_BESIDE)
_OF_ALBUM: Final = (
    select(loose_files.c.message)
    .where(_IN_CHAT, loose_files.c.album == bindparam("of_album"))
    .order_by(loose_files.c.id)
    .limit(1)
)


class SqlLooseFiles:
    """Answers `bot.features.media.store.LooseFiles`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def hold(self, *files: Loose) -> None:
        """Keep them."""
        await self._connection.execute(_PUT, [_values(one) for one in files])

    async def of_message(self, chat: ChatRef, message: str) -> Sequence[Loose]:
        """The files beside this message."""
        rows = await self._connection.execute(_OF_MESSAGE, {**_in(chat), "beside": message})
        return [_loose(row) for row in rows]

    async def message_of(self, chat: ChatRef, album: str) -> str | None:
        """The message that stands for this album."""
        rows = await self._connection.execute(_OF_ALBUM, {**_in(chat), "of_album": album})
        found: str | None = rows.scalar_one_or_none()
        return found

    async def let_go(self, chat: ChatRef, message: str) -> None:
        """Forget those of this message."""
        await self._connection.execute(_LET_GO, {**_in(chat), "beside": message})

    async def has_old(self, before: datetime) -> bool:
        """Are there any from before?"""
        return (await self._connection.execute(_HAS_OLD, {"before": before})).first() is not None

    async def sweep(self, before: datetime) -> None:
        """Forget those from before."""
        await self._connection.execute(_SWEEP, {"before": before})


def _in(chat: ChatRef) -> dict[str, str]:
    """The chat, whatever the thread."""
    return {"in_channel": chat.channel, "in_bot": chat.bot, "in_chat": chat.chat}


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
